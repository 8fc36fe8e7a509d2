"""Opening the one ticket of a call."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.numbering import next_ticket_number
from desk.procedure import Procedure
from desk.records import Ticket, TicketAction
from desk.states import TicketActionKind, TicketStatus
from desk.step_runs import begin

SAPA = "Sapa"
"""Who acts on the record when it is the program itself."""

COORDINATION = 5
CALLBACK = 6
CLOSING = 7


def open_ticket(
    session: Session,
    procedure: Procedure,
    call_id: int,
    unit: str,
    unit_name: str,
    reason: str,
    at: datetime,
    due: datetime,
) -> Ticket:
    """The call's ticket: a new one with step 5 running, or the one it has with one more reason.

    The caller of this function holds the lock on the call's row.
    """
    ticket = session.scalar(select(Ticket).where(Ticket.call_id == call_id))
    if ticket is not None:
        _add_reason(session, ticket, unit_name, reason, at)
        return ticket
    ticket = Ticket(
        number=next_ticket_number(session, at),
        call_id=call_id,
        unit=unit,
        unit_name=unit_name,
        reason=reason,
        status=TicketStatus.NEW,
        opened_at=at,
        due_at=due,
    )
    session.add(ticket)
    session.flush()
    session.add(
        TicketAction(
            ticket_id=ticket.id,
            at=at,
            by=SAPA,
            kind=TicketActionKind.OPENED,
            new=TicketStatus.NEW,
            text=f"Untuk {unit_name}: {reason}",
        )
    )
    begin(session, procedure.step(COORDINATION), call_id, ticket.id, at)
    return ticket


def _add_reason(
    session: Session, ticket: Ticket, unit_name: str, reason: str, at: datetime
) -> None:
    if reason in ticket.reason.split("; "):
        return
    old, ticket.reason = ticket.reason, f"{ticket.reason}; {reason}"
    session.add(
        TicketAction(
            ticket_id=ticket.id,
            at=at,
            by=SAPA,
            kind=TicketActionKind.REASON_ADDED,
            old=old,
            new=ticket.reason,
            text=None if unit_name == ticket.unit_name else f"Menyangkut juga {unit_name}",
        )
    )
