"""What callers asked, for those who keep the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from sqlalchemy import ColumnElement, select

from desk.database import Database
from desk.errors import DeskError
from desk.records import Call, FaqMatch, Ticket

CHOSEN: Final = "(dipilih penelepon)"
"""Stands in a search's question where the caller chose between the answers offered."""
_ANSWER: Final = "answer"
_REPHRASE: Final = "rephrase"
_Row = tuple[FaqMatch, str | None]
"""A search and the number of the call's ticket."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One wording of one question in a call.

    Attributes:
        call_id: key of the call.
        ticket: number of the ticket the call led to, if any.
        question: as it was heard.
        entry_id: what was answered, or what came nearest.
        score: chance of that entry, 0..1.
        decision: answer, clarify, rephrase or escalate.
        at: when.
        cause: why it was decided so, in the matcher's word; None in old records.
        matter: which question of the call, from 1 on; another wording of a question has the same.
        answered_by: id of the entry the caller was told in the end, after whatever rewording or
            choice; None when the question found no answer.
        match_id: key of the search.
    """

    call_id: int
    ticket: str | None
    question: str
    entry_id: str | None
    score: float
    decision: str
    at: datetime
    cause: str | None = None
    matter: int = 1
    answered_by: str | None = None
    match_id: int = 0


def questions(database: Database, since: datetime, until: datetime) -> list[AskedQuestion]:
    """All questions from ``since`` to before ``until``, in the order of time."""
    return _read(database, FaqMatch.at >= since, FaqMatch.at < until)


def questions_of(database: Database, call_id: int) -> list[AskedQuestion]:
    """All questions of one call, in order.

    Raises:
        DeskError: there is no such call.
    """
    with database.reading() as session:
        if session.get(Call, call_id) is None:
            raise DeskError(f"Panggilan nomor {call_id} tidak ada.")
    return _read(database, FaqMatch.call_id == call_id)


def _read(database: Database, *where: ColumnElement[bool]) -> list[AskedQuestion]:
    query = (
        select(FaqMatch, Ticket.number)
        .outerjoin(Ticket, Ticket.call_id == FaqMatch.call_id)
        .where(*where)
        .order_by(FaqMatch.call_id, FaqMatch.id)
    )
    with database.reading() as session:
        rows: list[_Row] = [(match, number) for match, number in session.execute(query)]
    found: list[AskedQuestion] = []
    for _, of_call in groupby(rows, key=lambda row: row[0].call_id):
        for matter, wordings in enumerate(_matters(list(of_call)), start=1):
            answers = [m.entry_id for m, _ in wordings if m.decision == _ANSWER]
            found += [
                AskedQuestion(
                    match.call_id,
                    number,
                    match.question,
                    match.entry_id,
                    match.score,
                    match.decision,
                    match.at,
                    match.cause,
                    matter,
                    answers[-1] if answers else None,
                    match.id,
                )
                for match, number in wordings
                if match.question != CHOSEN
            ]
    return sorted(found, key=lambda asked: (asked.at, asked.match_id))


def _matters(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """The searches of one call, those about the same question together."""
    wordings: list[_Row] = []
    for match, number in rows:
        if wordings and not _goes_on(wordings[-1][0], match):
            yield wordings
            wordings = []
        wordings.append((match, number))
    if wordings:
        yield wordings


def _goes_on(before: FaqMatch, match: FaqMatch) -> bool:
    if match.rewords is not None:
        return match.rewords
    # Old records do not say it. After an escalation either is possible; a new question then
    # hides nothing.
    return match.question == CHOSEN or before.decision == _REPHRASE
