"""What callers asked, for those who keep the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from desk.database import Database
from desk.records import Call, FaqMatch, Ticket


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One search in the FAQ during a call.

    Attributes:
        call_id: key of the call.
        ticket: number of the ticket the call led to, if any.
        question: as it was heard.
        entry_id: what was answered, or what the ticket is about.
        score: 0..1.
        decision: answer, clarify, rephrase or escalate.
        at: when.
    """

    call_id: int
    ticket: str | None
    question: str
    entry_id: str | None
    score: float
    decision: str
    at: datetime


def questions(database: Database, since: datetime, until: datetime) -> list[AskedQuestion]:
    """All searches from ``since`` to before ``until``, in the order of time."""
    rows = (
        select(FaqMatch, Ticket.number)
        .join(Call, Call.id == FaqMatch.call_id)
        .outerjoin(Ticket, Ticket.call_id == Call.id)
        .where(FaqMatch.at >= since, FaqMatch.at < until)
        .order_by(FaqMatch.at, FaqMatch.id)
    )
    with database.reading() as session:
        return [
            AskedQuestion(
                match.call_id,
                number,
                match.question,
                match.entry_id,
                match.score,
                match.decision,
                match.at,
            )
            for match, number in session.execute(rows)
        ]
