"""The record of every call and ticket as SQLAlchemy tables.

The transcript, the form values and the ticket actions are only ever added to: a correction is a
new row, and the latest row of a form field is the current one.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, TypeVar

from sqlalchemy import Double, Enum, ForeignKey, Index, MetaData, String, UniqueConstraint, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, mapped_column, relationship

from desk.errors import DeskError
from desk.states import (
    CallbackResult,
    FormField,
    Outcome,
    Speaker,
    TicketActionKind,
    TicketStatus,
)
from desk.timestamps import Moment

_E = TypeVar("_E", bound=StrEnum)


def _word(kind: type[_E]) -> Enum:
    """A stored enum: its value as text, so that a new word needs no change of the schema."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: Moment(),
        float: Double(),
        Outcome: _word(Outcome),
        Speaker: _word(Speaker),
        FormField: _word(FormField),
        TicketStatus: _word(TicketStatus),
        TicketActionKind: _word(TicketActionKind),
        CallbackResult: _word(CallbackResult),
    }


class Call(Base):
    """One telephone call.

    Attributes:
        line: name of the line it came in on.
        recording: path of the stereo recording.
        active_at: when something was last written about it.
        machine, boot, pid, process_start: which process takes the call (see desk.processes).
    """

    __tablename__ = "calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[str]
    caller: Mapped[str | None]
    recording: Mapped[str | None]
    started_at: Mapped[datetime] = mapped_column(index=True)
    active_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    outcome: Mapped[Outcome | None]
    machine: Mapped[str]
    boot: Mapped[str]
    pid: Mapped[int]
    process_start: Mapped[str]

    turns: Mapped[list[Turn]] = relationship(order_by="Turn.id")
    form_values: Mapped[list[FormValue]] = relationship(order_by="FormValue.id")
    steps: Mapped[list[StepTiming]] = relationship(order_by="StepTiming.id")
    matches: Mapped[list[FaqMatch]] = relationship(order_by="FaqMatch.id")
    wrong_answers: Mapped[list[WrongAnswer]] = relationship(order_by="WrongAnswer.id")
    ticket: Mapped[Ticket | None] = relationship(back_populates="call")


class Turn(Base):
    """One utterance of the transcript. ``confidence`` is 0..1, None for Sapa's own words."""

    __tablename__ = "turns"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    speaker: Mapped[Speaker]
    text: Mapped[str]
    at: Mapped[datetime]
    confidence: Mapped[float | None]
    step: Mapped[int | None]


class FormValue(Base):
    """One value heard for the service form. An empty value: declined or taken back."""

    __tablename__ = "form_values"
    __table_args__ = (UniqueConstraint("call_id", "field", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    field: Mapped[FormField]
    revision: Mapped[int]
    value: Mapped[str]
    confidence: Mapped[float | None]
    at: Mapped[datetime]


class StepTiming(Base):
    """One run of a POS step, in the call (``ticket_id`` None) or at the desk.

    Attributes:
        duration_s: seconds on the clock in the call, seconds of working time at the desk.
        output: the document the step brings out (keluaran).
        deviated: None while the step runs.
        reason: the account given for a deviation.
    """

    __tablename__ = "step_timings"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    number: Mapped[int]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    standard_s: Mapped[float]
    duration_s: Mapped[float | None]
    output: Mapped[str]
    deviated: Mapped[bool | None]
    reason: Mapped[str | None]


class FaqMatch(Base):
    """One search in the FAQ: what was asked, what came closest, what was decided.

    Attributes:
        cause: why it was decided so, in the matcher's word; None in records older than this.
        rewords: another wording of the question before it in this call, or the caller's choice
            between the answers offered; None in records older than this.
    """

    __tablename__ = "faq_matches"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    question: Mapped[str]
    entry_id: Mapped[str | None]
    score: Mapped[float]
    decision: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    cause: Mapped[str | None]
    rewords: Mapped[bool | None]


class WrongAnswer(Base):
    """Somebody of the staff says that Sapa answered a question wrongly.

    Attributes:
        match_id: the search that went wrong.
        given_id: id of the FAQ entry that was told; None when the caller got no answer.
        right_id: id of the entry that should have been told, when it is known.
        none_fits: no entry answers the question.
    """

    __tablename__ = "wrong_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("faq_matches.id"))
    given_id: Mapped[str | None]
    right_id: Mapped[str | None]
    none_fits: Mapped[bool]
    note: Mapped[str | None]
    by: Mapped[str]
    at: Mapped[datetime]

    match: Mapped[FaqMatch] = relationship()


class Ticket(Base):
    """A matter handed to a unit, one per call.

    Attributes:
        number: registration number such as ULT-2026-000123.
        unit: key of the unit; ``unit_name`` its name for people.
        due_at: when the caller should have been called back.
        assignee: who has claimed it.
        reached_at: end of the first call-back that reached the caller.
        answer: what the caller was told, written at closing.
    """

    __tablename__ = "tickets"
    __table_args__ = (Index(None, "status", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), unique=True)
    unit: Mapped[str]
    unit_name: Mapped[str]
    reason: Mapped[str]
    status: Mapped[TicketStatus]
    assignee: Mapped[str | None]
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    reached_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    answer: Mapped[str | None]

    call: Mapped[Call] = relationship(back_populates="ticket")
    actions: Mapped[list[TicketAction]] = relationship(order_by="TicketAction.id")
    steps: Mapped[list[StepTiming]] = relationship(order_by="StepTiming.id")


class TicketAction(Base):
    """Who did what to a ticket and when; ``old`` and ``new`` are what changed."""

    __tablename__ = "ticket_actions"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str]
    kind: Mapped[TicketActionKind]
    result: Mapped[CallbackResult | None]
    old: Mapped[str | None]
    new: Mapped[str | None]
    text: Mapped[str | None]


class Sequence(Base):
    """The last number given out under a name such as ``ULT-2026``."""

    __tablename__ = "sequences"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[int]


def _refuse_change(_mapper: Mapper[Base], _connection: Connection, row: Base) -> None:
    raise DeskError(f"Catatan {row.__tablename__} hanya boleh ditambah, tidak boleh diubah.")


for _only_added in (Turn, FormValue, FaqMatch, WrongAnswer, TicketAction):
    event.listen(_only_added, "before_update", _refuse_change)
    event.listen(_only_added, "before_delete", _refuse_change)
