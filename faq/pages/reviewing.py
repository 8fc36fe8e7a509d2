"""The review of what is typed, one at a time and never more than a computer can bear."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, replace
from typing import Any, Final

from faq.check import Level
from faq.draft import LONGEST_ASK, MOST_ASKS, Draft, Remark
from faq.entry_schema import MAX_TEXT
from faq.pages.drafting import sentence
from faq.pages.frame import Surroundings
from faq.pages.states import why_silent
from faq.review import Review, review
from faq.shelf import Edition

_WHOLE: Final = 50_000
"""Characters of a draft up to which it is looked at as a whole."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review and what pages say with it.

    Attributes:
        review: of the draft, or of as much of it as makes sense.
        errors: what keeps the draft from being saved.
        silent: why the answer would not be said today; "" when it would.
        asked: there is a way of asking.
    """

    review: Review
    errors: tuple[Remark, ...]
    silent: str
    asked: bool


class Reviewer:
    """Reviews drafts.

    Args:
        around: the date, and what the ears and the voice say to texts.
    """

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        # Each review builds a matcher; several at once would only make all of them late.
        self._alone = threading.Lock()
        self._newest: dict[str, int] = {}
        self._turns = itertools.count()

    def latest(
        self, draft: Draft, replacing: str | None, edition: Edition, asker: str
    ) -> Reviewed | None:
        """As `review`, unless the one who asks has asked anew while this waited: then None."""
        turn = next(self._turns)
        self._newest[asker] = turn
        with self._alone:
            if self._newest.get(asker) != turn:
                return None
            return self._review(draft, replacing, edition)

    def review(self, draft: Draft, replacing: str | None, edition: Edition) -> Reviewed:
        """Look at a draft in place of the entry `replacing`, or as a new one."""
        with self._alone:
            return self._review(draft, replacing, edition)

    def _review(self, draft: Draft, replacing: str | None, edition: Edition) -> Reviewed:
        today = self._around.today()
        errors = draft.wrong(edition.book.units, {entry.topic for entry in edition.book})
        sane = _sane(draft)
        found = review(sane, edition.matcher, today, replacing, self._around.senses)
        if sane is draft:
            errors = list(found.errors)
        silent = why_silent(found.silence) if sane.answer else "Jawaban masih kosong."
        return Reviewed(found, tuple(errors), silent, bool(sane.ask))


def shown(reviewed: Reviewed | None) -> dict[str, Any]:
    """What the template of the review needs; ``review`` is None when there is none."""
    if reviewed is None:
        return {"review": None}
    warnings = [r for r in reviewed.review.remarks if r.level is Level.WARNING]
    return {
        "review": reviewed.review,
        "silent": reviewed.silent,
        "asked": reviewed.asked,
        "remarks": [sentence(remark) for remark in warnings],
    }


def _sane(draft: Draft) -> Draft:
    """The draft, or as much of it as may be looked at: pasted books are cut."""
    texts = (draft.title, draft.answer, *draft.ask, *draft.source)
    fits = len(draft.ask) <= MOST_ASKS and sum(map(len, texts)) <= _WHOLE
    if fits and len(draft.answer) <= MAX_TEXT:
        return draft
    asks = tuple(ask[:LONGEST_ASK] for ask in draft.ask[:20])
    return replace(
        draft, title=draft.title[:LONGEST_ASK], answer=draft.answer[:MAX_TEXT], ask=asks, source=()
    )
