"""Wrong answers that staff see in a call: put on record, never changed."""

from __future__ import annotations

from sqlalchemy import select

from desk.clock import Clock
from desk.database import Database
from desk.errors import DeskError
from desk.questions import AskedQuestion
from desk.records import Call, TicketAction, WrongAnswer
from desk.states import TicketActionKind
from desk.views import WrongAnswerView, wrong_answer


def report_wrong(
    database: Database,
    clock: Clock,
    asked: AskedQuestion,
    by: str,
    right: str | None,
    none_fits: bool,
    note: str,
) -> WrongAnswerView:
    """See ``Desk.report_wrong``."""
    person, given = by.strip(), asked.answered_by
    if not person:
        raise DeskError("Nama petugas belum disebut.")
    if right is not None and none_fits:
        raise DeskError("Pilih satu: sebutkan butir yang benar, atau katakan tidak ada.")
    if right is not None and right == given:
        raise DeskError(f'Sapa memang menjawab dengan butir "{right}"; sebutkan butir yang lain.')
    if given is None and right is None:
        raise DeskError(
            "Pertanyaan itu tidak dijawab Sapa. Sebutkan butir yang seharusnya menjawabnya."
        )
    with database.writing() as session:
        # The row is locked first: of two people reporting the same at once the second is told so.
        call = session.get_one(Call, asked.call_id, with_for_update=True)
        known = session.scalar(
            select(WrongAnswer).where(
                WrongAnswer.match_id == asked.match_id,
                WrongAnswer.right_id.is_not_distinct_from(right),
                WrongAnswer.none_fits == none_fits,
            )
        )
        if known is not None:
            return wrong_answer(known)
        row = WrongAnswer(
            call_id=call.id,
            match_id=asked.match_id,
            given_id=given,
            right_id=right,
            none_fits=none_fits,
            note=note.strip() or None,
            by=person,
            at=clock.now(),
        )
        session.add(row)
        session.flush()
        view = wrong_answer(row)
        if call.ticket is not None:
            session.add(
                TicketAction(
                    ticket_id=call.ticket.id,
                    at=row.at,
                    by=person,
                    kind=TicketActionKind.WRONG_ANSWER,
                    old=given,
                    new=right,
                    text=f"{view.sentence} {note}".strip(),
                )
            )
        return view
