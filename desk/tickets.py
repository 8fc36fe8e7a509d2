"""What staff do with tickets; every action stays on record with who and when."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desk.clock import Clock
from desk.database import Database
from desk.errors import DeskError
from desk.procedure import Procedure
from desk.records import Call, Ticket, TicketAction
from desk.service_clock import ServiceClock
from desk.states import CallbackResult, TicketActionKind, TicketStatus
from desk.ticket_opening import CALLBACK, COORDINATION
from desk.ticket_states import after_call, require_allowed
from desk.ticket_steps import TicketSteps
from desk.views import TicketDetail, TicketSummary, ticket_detail, ticket_summary

OPEN: Final = frozenset(TicketStatus) - {TicketStatus.CLOSED}


class DeviationUnaccountedError(DeskError):
    """A step deviated from its standard and no reason was given; say it with ``reason``."""


class Tickets:
    """The tickets of one database.

    ``by`` is the name of the person who acts. All methods raise DeskError with one sentence when
    the ticket is unknown, the move is not possible now, or somebody else was faster.
    """

    def __init__(
        self, database: Database, procedure: Procedure, service: ServiceClock, clock: Clock
    ) -> None:
        self._database = database
        self._procedure = procedure
        self._service = service
        self._clock = clock

    def list(
        self,
        status: Collection[TicketStatus] = OPEN,
        unit: str | None = None,
        assignee: str | None = None,
        late: bool = False,
    ) -> tuple[TicketSummary, ...]:
        """Tickets in these states, the one due first on top.

        Args:
            status: the open ones when left out.
            unit: key of one unit.
            assignee: one person's tickets.
            late: only those not called back by their due time.
        """
        query = select(Ticket).where(Ticket.status.in_(status))
        if unit is not None:
            query = query.where(Ticket.unit == unit)
        if assignee is not None:
            query = query.where(Ticket.assignee == assignee)
        query = query.options(selectinload(Ticket.call).selectinload(Call.form_values))
        now = self._clock.now()
        with self._database.reading() as session:
            found = session.scalars(query.order_by(Ticket.due_at, Ticket.id))
            summaries = tuple(ticket_summary(ticket, now) for ticket in found)
        return tuple(summary for summary in summaries if summary.late or not late)

    def show(self, number: str) -> TicketDetail:
        """One ticket with its call, form, transcript, steps and actions."""
        with self._database.reading() as session:
            ticket = _find(session, number)
            return ticket_detail(ticket, self._procedure, self._clock.now())

    def claim(self, number: str, by: str, handover: str | None = None) -> None:
        """Take a new ticket on, or with ``handover`` take it over from somebody else.

        Args:
            number: registration number.
            by: who takes it.
            handover: why it passes over, such as the letter of assignment.
        """
        with self._acting(number, by) as (session, ticket, person, now):
            kind = TicketActionKind.CLAIMED
            if handover is not None and ticket.status is not TicketStatus.NEW:
                kind = TicketActionKind.HANDED_OVER
                handover = _required(handover, "Sebutkan alasan pengalihan tiket.")
            require_allowed(ticket, kind, person)
            if ticket.assignee == person:
                raise DeskError(f"Tiket {ticket.number} sudah Anda tangani.")
            old, ticket.assignee = ticket.assignee, person
            if kind is TicketActionKind.CLAIMED:
                ticket.status = TicketStatus.IN_PROGRESS
            _record(session, ticket, now, person, kind, old, person, handover)

    def note(self, number: str, text: str, by: str) -> None:
        """Leave a note; possible in every state and for everybody."""
        text = _required(text, "Catatan masih kosong. Tulis isinya.")
        with self._acting(number, by) as (session, ticket, person, now):
            require_allowed(ticket, TicketActionKind.NOTED, person)
            _record(session, ticket, now, person, TicketActionKind.NOTED, text=text)

    def callback(
        self,
        number: str,
        result: CallbackResult,
        by: str,
        note: str = "",
        talked: timedelta = timedelta(0),
    ) -> None:
        """Write an attempt to call the caller down.

        Args:
            number: registration number.
            result: what came of it.
            by: who called; the ticket must be theirs.
            note: what was said or heard.
            talked: how long the call took, up to now.
        """
        if talked < timedelta(0):
            raise DeskError("Lama percakapan tidak boleh kurang dari nol menit.")
        with self._acting(number, by) as (session, ticket, person, now):
            require_allowed(ticket, TicketActionKind.CALLED, person)
            reached = result is CallbackResult.REACHED
            self._steps(session, ticket).called(now - talked, now, reached)
            if reached and ticket.reached_at is None:
                ticket.reached_at = now
            old, ticket.status = ticket.status, after_call(result)
            row = _record(
                session, ticket, now, person, TicketActionKind.CALLED, old, ticket.status, note
            )
            row.result = result

    def close(self, number: str, answer: str, by: str, reason: str | None = None) -> None:
        """Finish a ticket.

        Args:
            number: registration number.
            answer: what the caller was told, or why there was no answer to give.
            by: who closes; the ticket must be theirs.
            reason: the account for steps that deviated from their standard.

        Raises:
            DeviationUnaccountedError: a step deviated and ``reason`` is missing.
        """
        answer = _required(answer, "Tulis jawaban yang disampaikan, atau sebab tidak dijawab.")
        with self._acting(number, by) as (session, ticket, person, now):
            require_allowed(ticket, TicketActionKind.CLOSED, person)
            steps = self._steps(session, ticket)
            steps.closed(now)
            self._account(session, ticket, steps, now, person, reason)
            old, ticket.status = ticket.status, TicketStatus.CLOSED
            ticket.closed_at, ticket.answer = now, answer
            _record(
                session, ticket, now, person, TicketActionKind.CLOSED, old, ticket.status, answer
            )

    def reopen(self, number: str, reason: str, by: str) -> None:
        """Take a finished ticket up again, due anew from now."""
        reason = _required(reason, "Sebutkan alasan membuka kembali tiket.")
        with self._acting(number, by) as (session, ticket, person, now):
            require_allowed(ticket, TicketActionKind.REOPENED, person)
            self._steps(session, ticket).reopened(now)
            old, ticket.status = ticket.status, TicketStatus.IN_PROGRESS
            ticket.assignee, ticket.answer = person, None
            ticket.reached_at = ticket.closed_at = None
            standards = (self._procedure.step(n).standard for n in (COORDINATION, CALLBACK))
            ticket.due_at = self._service.due(now, sum(standards, timedelta()))
            _record(
                session, ticket, now, person, TicketActionKind.REOPENED, old, ticket.status, reason
            )

    def _account(
        self,
        session: Session,
        ticket: Ticket,
        steps: TicketSteps,
        now: datetime,
        person: str,
        reason: str | None,
    ) -> None:
        deviated = steps.unaccounted()
        if not deviated:
            return
        what = "; ".join(steps.deviation_sentence(run) for run in deviated)
        if reason is None or not reason.strip():
            raise DeviationUnaccountedError(
                f"Tiket {ticket.number} menyimpang dari standar: {what}. "
                "Sebutkan alasan penyimpangannya."
            )
        for run in deviated:
            run.reason = reason.strip()
        _record(session, ticket, now, person, TicketActionKind.DEVIATION, what, text=reason.strip())

    def _steps(self, session: Session, ticket: Ticket) -> TicketSteps:
        return TicketSteps(session, self._procedure, self._service, ticket)

    @contextmanager
    def _acting(self, number: str, by: str) -> Iterator[tuple[Session, Ticket, str, datetime]]:
        person = _required(by, "Nama petugas belum disebut.")
        with self._database.writing() as session:
            # The row is locked first: of two people acting at once the second sees what the
            # first has done, and is told so.
            yield session, _find(session, number, lock=True), person, self._clock.now()


def _find(session: Session, number: str, lock: bool = False) -> Ticket:
    query = select(Ticket).where(Ticket.number == number.strip().upper())
    ticket = session.scalar(query.with_for_update() if lock else query)
    if ticket is None:
        raise DeskError(f"Tiket {number} tidak ada. Periksa nomornya pada daftar tiket.")
    return ticket


def _required(text: str, refusal: str) -> str:
    if not text.strip():
        raise DeskError(refusal)
    return text.strip()


def _record(
    session: Session,
    ticket: Ticket,
    at: datetime,
    by: str,
    kind: TicketActionKind,
    old: str | None = None,
    new: str | None = None,
    text: str | None = None,
) -> TicketAction:
    action = TicketAction(
        ticket_id=ticket.id, at=at, by=by, kind=kind, old=old, new=new, text=text or None
    )
    session.add(action)
    return action
