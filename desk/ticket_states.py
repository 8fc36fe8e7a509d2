"""What may be done to a ticket in which state.

new -> in_progress -> waiting / called_back -> closed, and from closed back to in_progress.
"""

from __future__ import annotations

from typing import Final

from desk.errors import DeskError
from desk.records import Ticket
from desk.states import CallbackResult, TicketActionKind, TicketStatus

_WORKED_ON: Final = frozenset(
    {TicketStatus.IN_PROGRESS, TicketStatus.WAITING, TicketStatus.CALLED_BACK}
)

ALLOWED: Final[dict[TicketActionKind, frozenset[TicketStatus]]] = {
    TicketActionKind.CLAIMED: frozenset({TicketStatus.NEW}),
    TicketActionKind.HANDED_OVER: _WORKED_ON,
    TicketActionKind.NOTED: frozenset(TicketStatus),
    TicketActionKind.WRONG_ANSWER: frozenset(TicketStatus),
    TicketActionKind.CALLED: _WORKED_ON,
    TicketActionKind.CLOSED: _WORKED_ON,
    TicketActionKind.REOPENED: frozenset({TicketStatus.CLOSED}),
}

_ONLY_ASSIGNEE: Final = frozenset({TicketActionKind.CALLED, TicketActionKind.CLOSED})


def after_call(result: CallbackResult) -> TicketStatus:
    """Where an attempt to call back leaves the ticket."""
    if result is CallbackResult.REACHED:
        return TicketStatus.CALLED_BACK
    return TicketStatus.WAITING


def require_allowed(ticket: Ticket, kind: TicketActionKind, by: str) -> None:
    """Pass, or say why this person cannot do this now.

    Raises:
        DeskError: one sentence with what to do instead.
    """
    number, status = ticket.number, ticket.status
    if status not in ALLOWED[kind]:
        raise DeskError(_refusal(ticket, kind, by))
    if kind in _ONLY_ASSIGNEE and ticket.assignee != by:
        raise DeskError(
            f"Tiket {number} sedang ditangani {ticket.assignee}. "
            "Alihkan dahulu kepada Anda, atau tinggalkan catatan."
        )


def _refusal(ticket: Ticket, kind: TicketActionKind, by: str) -> str:
    number = ticket.number
    if ticket.status is TicketStatus.CLOSED:
        return f"Tiket {number} sudah selesai. Buka kembali tiket itu bila masih ada pekerjaan."
    if kind is TicketActionKind.REOPENED:
        return f"Tiket {number} belum selesai, jadi tidak perlu dibuka kembali."
    if kind is TicketActionKind.CLAIMED:
        if ticket.assignee == by:
            return f"Tiket {number} sudah Anda tangani."
        return (
            f"Tiket {number} sudah diambil {ticket.assignee}. "
            "Pilih tiket lain, atau alihkan dengan menyebut alasannya."
        )
    if kind is TicketActionKind.HANDED_OVER:
        return f"Tiket {number} belum diambil siapa pun. Ambil saja, tidak perlu dialihkan."
    return f"Tiket {number} masih baru. Ambil dahulu tiket itu."
