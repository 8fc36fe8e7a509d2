"""Calls and tickets as plain values for reading, detached from the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desk.procedure import Procedure
from desk.records import Call, StepTiming, Ticket, WrongAnswer
from desk.states import (
    CallbackResult,
    FormField,
    Outcome,
    Speaker,
    TicketActionKind,
    TicketStatus,
)


@dataclass(frozen=True, slots=True)
class FormEntry:
    """The current value of a form field and the ones it replaced, oldest first."""

    field: FormField
    value: str
    confidence: float | None
    at: datetime
    earlier: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TurnView:
    speaker: Speaker
    text: str
    at: datetime
    confidence: float | None
    step: int | None


@dataclass(frozen=True, slots=True)
class StepView:
    """One run of a step; times in seconds, working time when ``at_desk``."""

    number: int
    title: str
    started_at: datetime
    ended_at: datetime | None
    standard_s: float
    duration_s: float | None
    output: str
    deviated: bool | None
    reason: str | None
    at_desk: bool


@dataclass(frozen=True, slots=True)
class MatchView:
    question: str
    entry_id: str | None
    score: float
    decision: str
    at: datetime
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class WrongAnswerView:
    """A wrong answer that staff reported; see ``desk.records.WrongAnswer`` for the fields."""

    question: str
    given_id: str | None
    right_id: str | None
    none_fits: bool
    note: str | None
    by: str
    at: datetime

    @property
    def sentence(self) -> str:
        """What was wrong, for people."""
        told = f'dijawab dengan "{self.given_id}"' if self.given_id else "tidak dijawab"
        should = ""
        if self.right_id is not None:
            should = f', seharusnya dengan "{self.right_id}"'
        elif self.none_fits:
            should = ", padahal tidak ada butir yang menjawabnya"
        return f'"{self.question}" {told}{should}.'


@dataclass(frozen=True, slots=True)
class ActionView:
    at: datetime
    by: str
    kind: TicketActionKind
    result: CallbackResult | None
    old: str | None
    new: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class CallView:
    """Everything on record about one call, its ticket's steps included."""

    id: int
    line: str
    caller: str | None
    recording: str | None
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    ticket: str | None
    form: tuple[FormEntry, ...]
    turns: tuple[TurnView, ...]
    steps: tuple[StepView, ...]
    matches: tuple[MatchView, ...]
    wrong_answers: tuple[WrongAnswerView, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketSummary:
    """A ticket as a line of the list. ``late``: not called back by the due time."""

    number: str
    unit: str
    unit_name: str
    status: TicketStatus
    assignee: str | None
    opened_at: datetime
    due_at: datetime
    reached_at: datetime | None
    closed_at: datetime | None
    late: bool
    question: str


@dataclass(frozen=True, slots=True)
class TicketDetail:
    """A ticket with its call and all that was done to it."""

    ticket: TicketSummary
    reason: str
    answer: str | None
    call: CallView
    actions: tuple[ActionView, ...]


def call_view(call: Call, procedure: Procedure) -> CallView:
    """Read a call inside an open session."""
    return CallView(
        id=call.id,
        line=call.line,
        caller=call.caller,
        recording=call.recording,
        started_at=call.started_at,
        ended_at=call.ended_at,
        outcome=call.outcome,
        ticket=call.ticket.number if call.ticket else None,
        form=_form(call),
        turns=tuple(TurnView(t.speaker, t.text, t.at, t.confidence, t.step) for t in call.turns),
        steps=tuple(_step(run, procedure) for run in call.steps),
        matches=tuple(
            MatchView(m.question, m.entry_id, m.score, m.decision, m.at, m.cause)
            for m in call.matches
        ),
        wrong_answers=tuple(wrong_answer(row) for row in call.wrong_answers),
    )


def wrong_answer(row: WrongAnswer) -> WrongAnswerView:
    """Read a report inside an open session."""
    question = row.match.question
    return WrongAnswerView(
        question, row.given_id, row.right_id, row.none_fits, row.note, row.by, row.at
    )


def ticket_summary(ticket: Ticket, now: datetime) -> TicketSummary:
    """Read a ticket inside an open session; lateness is judged at ``now``."""
    settled = ticket.reached_at or ticket.closed_at or now
    questions = [v.value for v in ticket.call.form_values if v.field is FormField.QUESTION]
    return TicketSummary(
        number=ticket.number,
        unit=ticket.unit,
        unit_name=ticket.unit_name,
        status=ticket.status,
        assignee=ticket.assignee,
        opened_at=ticket.opened_at,
        due_at=ticket.due_at,
        reached_at=ticket.reached_at,
        closed_at=ticket.closed_at,
        late=settled > ticket.due_at,
        question=questions[-1] if questions else "",
    )


def ticket_detail(ticket: Ticket, procedure: Procedure, now: datetime) -> TicketDetail:
    """Read a ticket with everything that belongs to it inside an open session."""
    return TicketDetail(
        ticket=ticket_summary(ticket, now),
        reason=ticket.reason,
        answer=ticket.answer,
        call=call_view(ticket.call, procedure),
        actions=tuple(
            ActionView(a.at, a.by, a.kind, a.result, a.old, a.new, a.text) for a in ticket.actions
        ),
    )


def _form(call: Call) -> tuple[FormEntry, ...]:
    entries = []
    for field in FormField:
        values = [value for value in call.form_values if value.field is field]
        if values:
            last = values[-1]
            earlier = tuple(value.value for value in values[:-1])
            entries.append(FormEntry(field, last.value, last.confidence, last.at, earlier))
    return tuple(entries)


def _step(run: StepTiming, procedure: Procedure) -> StepView:
    return StepView(
        number=run.number,
        title=procedure.step(run.number).title,
        started_at=run.started_at,
        ended_at=run.ended_at,
        standard_s=run.standard_s,
        duration_s=run.duration_s,
        output=run.output,
        deviated=run.deviated,
        reason=run.reason,
        at_desk=run.ticket_id is not None,
    )
