"""What callers ask and find no answer to, grouped into suggestions for the maintainers.

Every question is matched anew with the book as it is now, so that what has been written since is
suggested no more. Personal cases are people's work and never become suggestions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from faq.decision import Cause, Decision
from faq.entry import FaqEntry
from faq.likeness import TextIndex
from faq.match import Match, Matcher
from faq.normalise import Utterance

ALIKE: Final = 0.25
"""Mean likeness to a group from which a wording joins it. Chosen on half of the facts of
``faq/eval``, whose wordings are as different as people are; of the pairs put together in the other
half 48 % ask for the very same fact, and 46 % of those that do are put together. By likeness of
the whole strings it is 45 and 32 %."""
_NEAR: Final = 0.2
"""Chance of an entry from which a wording is rather added to it than a new entry written."""
_MOST: Final = 3000
"""Different wordings looked at, the latest; more would take minutes."""


class Asked(Protocol):
    """A question of a call (see ``desk.AskedQuestion``)."""

    @property
    def call_id(self) -> int: ...
    @property
    def ticket(self) -> str | None: ...
    @property
    def question(self) -> str: ...
    @property
    def at(self) -> datetime: ...


class Advice(StrEnum):
    """What to do about a group."""

    ADD = "add"
    WRITE = "write"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class Wording:
    """One way the question was put, with the calls in which it was."""

    text: str
    calls: tuple[int, ...]
    tickets: tuple[str, ...]
    last: datetime


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A group of alike questions without an answer.

    Attributes:
        advice: add the wordings to an entry, write a new one, or approve one that is withheld.
        entry: the entry meant by the advice; None where a new one is to be written.
        wordings: all of them, the most typical first.
        calls: how many calls asked.
        last: when it was asked last.
    """

    advice: Advice
    entry: FaqEntry | None
    wordings: tuple[Wording, ...]
    calls: int
    last: datetime

    @property
    def text(self) -> str:
        """The most typical wording."""
        return self.wordings[0].text

    def sentence(self, period: str) -> str:
        """What a maintainer reads, for instance for the period "minggu ini"."""
        asked = f'{self.calls} penelepon {period} bertanya "{self.text}"'
        if self.entry is None:
            return f"{asked}: tulis butir baru."
        if self.advice is Advice.APPROVE:
            return f'{asked}: lengkapi atau sahkan butir "{self.entry.title}".'
        return f'{asked}: tambahkan ke butir "{self.entry.title}", atau tulis butir baru.'


def suggest(asked: Iterable[Asked], matcher: Matcher, today: date) -> list[Suggestion]:
    """Groups of questions that find no answer now, those of most calls first.

    Args:
        asked: in the order of time; a question put again in the same call counts once.
        matcher: over the book as it is now.
        today: the day on which an answer would be spoken.
    """
    open_: dict[str, tuple[Match, Wording]] = {}
    withheld: dict[str, list[Wording]] = {}
    for text, wording in _wordings(asked).items():
        match = matcher.match(text, today)
        if match.cause is Cause.UNSPEAKABLE and match.entry is not None:
            withheld.setdefault(match.entry.id, []).append(wording)
        elif match.decision is not Decision.ANSWER and match.cause not in (Cause.CASE, Cause.EMPTY):
            open_[text] = (match, wording)
    found = [
        _suggestion(Advice.APPROVE, matcher.book.get(entry), wordings)
        for entry, wordings in withheld.items()
    ]
    matches = [match for match, _ in open_.values()]
    wordings = [wording for _, wording in open_.values()]
    for group in grouped([matcher.understand(text) for text in open_]):
        nearest = _nearest([matches[at] for at in group])
        advice = Advice.ADD if nearest is not None else Advice.WRITE
        found.append(_suggestion(advice, nearest, [wordings[at] for at in group]))
    return sorted(found, key=lambda s: (-s.calls, -s.last.timestamp(), s.text))


def grouped(texts: Sequence[Utterance], alike: float = ALIKE) -> list[list[int]]:
    """Places of texts that belong together, each group with its most typical text first.

    Args:
        texts: the most important first.
        alike: mean likeness 0..1 to a group from which a text joins it.
    """
    if not texts:
        return []
    index = TextIndex(texts, np.arange(len(texts), dtype=np.intp), len(texts))
    like = np.stack([index.alike(text) for text in texts])
    sums = np.zeros_like(like)
    groups: list[list[int]] = []
    for at in range(len(texts)):
        means = sums[: len(groups), at] / np.array([len(g) for g in groups], dtype=np.float32)
        best = int(means.argmax()) if groups else -1
        if best < 0 or means[best] < alike:
            best = len(groups)
            groups.append([])
        groups[best].append(at)
        sums[best] += like[at]
    return [_typical_first(group, like) for group in groups]


def _typical_first(group: list[int], like: NDArray[np.float32]) -> list[int]:
    within = like[np.ix_(group, group)].sum(axis=1)
    first = group[int(within.argmax())]
    return [first, *(at for at in group if at != first)]


def _wordings(asked: Iterable[Asked]) -> dict[str, Wording]:
    """Different questions, the latest first."""
    calls: dict[str, dict[int, str | None]] = {}
    last: dict[str, datetime] = {}
    for one in asked:
        text = " ".join(one.question.split())
        calls.setdefault(text, {})[one.call_id] = one.ticket
        last[text] = one.at
    latest = sorted(calls, key=lambda text: last[text], reverse=True)[:_MOST]
    return {
        text: Wording(
            text,
            tuple(calls[text]),
            tuple(dict.fromkeys(t for t in calls[text].values() if t)),
            last[text],
        )
        for text in latest
    }


def _nearest(matches: Sequence[Match]) -> FaqEntry | None:
    """The entry most of them come near to."""
    chances: dict[str, float] = {}
    entries: dict[str, FaqEntry] = {}
    for match in matches:
        for candidate in match.candidates[:2]:
            entries[candidate.entry.id] = candidate.entry
            share = candidate.score / len(matches)
            chances[candidate.entry.id] = chances.get(candidate.entry.id, 0.0) + share
    best = max(chances, key=lambda entry: chances[entry], default="")
    return entries[best] if best and chances[best] >= _NEAR else None


def _suggestion(advice: Advice, entry: FaqEntry | None, wordings: Sequence[Wording]) -> Suggestion:
    calls = {call for wording in wordings for call in wording.calls}
    last = max(wording.last for wording in wordings)
    return Suggestion(advice, entry, tuple(wordings), len(calls), last)
