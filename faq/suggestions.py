"""What callers ask and find no answer to, grouped into suggestions for the maintainers.

Groups are matched anew with the book as it is now, so that what has been written since is suggested
no more. Personal cases are people's work and never become suggestions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Protocol

import numpy as np

from faq.decision import Cause, Decision
from faq.entry import FaqEntry, Silence
from faq.grouping import Likenesses, Near, groups, likenesses
from faq.match import Match, Matcher

_NEAR: Final = 0.3
"""Chance of an entry from which adding to it is advised before writing a new one. Of the questions
in ``faq/eval`` that find no answer and come as near as that to an entry, 76 % ask for it."""
_LATEST: Final = 4000
"""Wordings looked at, the latest; they take n² * 8 bytes while they are grouped."""
_MOST: Final = 100
_MATCHED: Final = 500
"""Wordings matched anew; of the groups after that only the most typical one."""
_TYPICAL: Final = 5
"""Wordings of a group that say which entry it comes near to."""


class Asked(Protocol):
    """A wording of a question of a call (see ``desk.AskedQuestion``)."""

    @property
    def call_id(self) -> int: ...
    @property
    def ticket(self) -> str | None: ...
    @property
    def question(self) -> str: ...
    @property
    def entry_id(self) -> str | None: ...
    @property
    def score(self) -> float: ...
    @property
    def at(self) -> datetime: ...
    @property
    def cause(self) -> str | None: ...
    @property
    def matter(self) -> int: ...
    @property
    def answered_by(self) -> str | None: ...


class Advice(StrEnum):
    """What to do about a group."""

    ADD = "add"
    WRITE = "write"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class Wording:
    """One way the question was put.

    Attributes:
        text: as it was heard.
        calls: the calls in which it was, latest first.
        tickets: their tickets.
        times: when it was said in each of the calls.
    """

    text: str
    calls: tuple[int, ...]
    tickets: tuple[str, ...]
    times: tuple[datetime, ...]

    @property
    def last(self) -> datetime:
        return self.times[0]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A group of alike questions without an answer.

    Attributes:
        advice: add the wordings to an entry, write a new one, or approve one that is withheld.
        entry: the entry meant by the advice; None where a new one is to be written.
        score: chance 0..1 that the group asks for that entry; 0 where there is none.
        silence: why the entry may not be spoken, where it is to be approved.
        wordings: all of them, the most typical first, then those of most calls.
        calls: how many calls asked.
        last: when it was asked last.
    """

    advice: Advice
    entry: FaqEntry | None
    score: float
    silence: Silence | None
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
            return f'{asked}: {_APPROVE[self.silence]} butir "{self.entry.title}".'
        return f'{asked}: tambahkan ke butir "{self.entry.title}", atau tulis butir baru.'


_APPROVE: Final = {
    None: "sahkan",
    Silence.PLACEHOLDER: "lengkapi lalu sahkan",
    Silence.UNVERIFIED: "sahkan",
    Silence.UNDATED: "beri tanggal berlaku dan sahkan",
    Silence.EXPIRED: "perbarui lalu sahkan",
}


@dataclass(frozen=True, slots=True)
class _Question:
    """One question of one call that found no answer, with all its wordings."""

    call: int
    wordings: tuple[Asked, ...]


def answered_counts(asked: Iterable[Asked]) -> Counter[str]:
    """Id of each entry to the number of questions it has answered."""
    answers = {(one.call_id, one.matter): one.answered_by for one in asked}
    return Counter(entry for entry in answers.values() if entry is not None)


def unanswered_count(asked: Iterable[Asked]) -> int:
    """How many questions found no answer, personal cases apart."""
    return sum(1 for _ in _unanswered(asked))


def suggest(
    asked: Iterable[Asked], matcher: Matcher, today: date, most: int = _MOST
) -> list[Suggestion]:
    """Groups of questions that find no answer, those of most calls first, then the latest.

    Other wordings of a question in the same call count once. Thousands of questions take a second
    or two.

    Args:
        asked: what callers asked, answered or not.
        matcher: over the book as it is now.
        today: the day on which an answer would be spoken.
        most: how many suggestions at most.
    """
    work = _Work(matcher, today)
    withheld: dict[str, list[Asked]] = {}
    open_: list[_Question] = []
    for question in _unanswered(asked):
        entry = _withheld_entry(question, matcher, today)
        if entry is None:
            open_.append(question)
        elif entry.silence(today) is not None:
            withheld.setdefault(entry.id, []).extend(question.wordings)
    found: list[Suggestion] = []
    for group in work.grouped(open_):
        if len(found) >= most:
            break
        made = work.suggestion(group)
        if made is not None and made.advice is Advice.APPROVE and made.entry is not None:
            withheld.setdefault(made.entry.id, []).extend(_wordings_of(group))
        elif made is not None:
            found.append(made)
    for entry_id, wordings in withheld.items():
        found.append(work.approval(entry_id, wordings))
    found.sort(key=lambda s: (-s.calls, -s.last.timestamp(), s.text))
    return found[:most]


class _Work:
    """Grouping and matching, every wording matched once."""

    def __init__(self, matcher: Matcher, today: date) -> None:
        self._matcher = matcher
        self._today = today
        self._matches: dict[str, Match] = {}
        self._like: Likenesses = np.zeros((0, 0), dtype=np.float32)
        self._place: dict[int, int] = {}

    def grouped(self, questions: Sequence[_Question]) -> list[list[_Question]]:
        """Questions that ask for the same, the largest groups first."""
        latest = _latest(questions)
        if not latest:
            return []
        flat = _wordings_of(latest)
        heard = [self._matcher.understand(one.question) for one in flat]
        near = [Near(one.entry_id or "", one.score) for one in flat]
        self._like = likenesses(heard, near, self._matcher)
        self._place = {id(one): at for at, one in enumerate(flat)}
        # Two callers ask for the same if any of their wordings agree.
        starts = np.cumsum([0] + [len(q.wordings) for q in latest[:-1]])
        by_rows = np.maximum.reduceat(self._like, starts, axis=0)
        alike = np.ascontiguousarray(np.maximum.reduceat(by_rows, starts, axis=1))
        found = [[latest[at] for at in group] for group in groups(alike)]
        return sorted(found, key=_size)

    def suggestion(self, group: Sequence[_Question]) -> Suggestion | None:
        """What to do about a group; None when nothing is left to do."""
        wordings = self._most_typical_first(_wordings_of(group))
        if len(self._matches) < _MATCHED or self._settles(wordings[0].text):
            left = [question for question in group if not self._is_settled(question)]
            if not left:
                return None
            wordings = self._most_typical_first(_wordings_of(left))
        match = self._match(wordings[0].text)
        if match.cause is Cause.UNSPEAKABLE and match.entry is not None:
            return self._made(Advice.APPROVE, match.entry, match.score, wordings)
        nearest, score = self._nearest(wordings)
        if nearest is None or score < _NEAR:
            return self._made(Advice.WRITE, None, 0.0, wordings)
        return self._made(Advice.ADD, nearest, score, wordings)

    def approval(self, entry_id: str, asked: Sequence[Asked]) -> Suggestion:
        """All that was asked about an entry that is withheld."""
        entry = self._matcher.book.get(entry_id)
        score = max((one.score for one in asked if one.entry_id == entry_id), default=1.0)
        wordings = sorted(_merged(asked), key=lambda w: (-len(w.calls), len(w.text), w.text))
        return self._made(Advice.APPROVE, entry, score, wordings)

    def _made(
        self, advice: Advice, entry: FaqEntry | None, score: float, wordings: Sequence[Wording]
    ) -> Suggestion:
        calls = {call for wording in wordings for call in wording.calls}
        last = max(wording.last for wording in wordings)
        approving = advice is Advice.APPROVE and entry is not None
        silence = entry.silence(self._today) if approving and entry else None
        return Suggestion(advice, entry, score, silence, tuple(wordings), len(calls), last)

    def _is_settled(self, question: _Question) -> bool:
        """Whether it is answered by now, in one of its wordings, or has nothing to answer."""
        texts = [one.question for one in question.wordings]
        empty = all(self._match(text).cause is Cause.EMPTY for text in texts)
        return empty or any(self._settles(text) for text in texts)

    def _settles(self, text: str) -> bool:
        """Whether a wording is answered by now, or is people's work."""
        match = self._match(text)
        return match.decision is Decision.ANSWER or match.cause is Cause.CASE

    def _nearest(self, wordings: Sequence[Wording]) -> tuple[FaqEntry | None, float]:
        """The entry that the most typical wordings come nearest to, and its mean chance."""
        matches = [self._match(wording.text) for wording in wordings[:_TYPICAL]]
        chances: dict[str, float] = {}
        for candidate in (c for match in matches for c in match.candidates):
            share = candidate.score / len(matches)
            chances[candidate.entry.id] = chances.get(candidate.entry.id, 0.0) + share
        best = max(chances, key=lambda entry: (chances[entry], entry), default="")
        return self._matcher.book.get(best), chances.get(best, 0.0)

    def _match(self, text: str) -> Match:
        words = " ".join(text.split())
        if words not in self._matches:
            self._matches[words] = self._matcher.match(words, self._today)
        return self._matches[words]

    def _most_typical_first(self, asked: Sequence[Asked]) -> list[Wording]:
        """The medoid, callers counted, then the others by how many used them."""
        places = [self._place[id(one)] for one in asked]
        within = self._like[np.ix_(places, places)].sum(axis=1).tolist()
        typical: dict[str, float] = {}
        for one, sum_ in zip(asked, within, strict=True):
            text = " ".join(one.question.split())
            typical[text] = max(typical.get(text, 0.0), round(sum_, 4))
        wordings = sorted(_merged(asked), key=lambda w: (-len(w.calls), len(w.text), w.text))
        first = max(wordings, key=lambda w: typical[w.text])
        return [first, *(w for w in wordings if w is not first)]


def _unanswered(asked: Iterable[Asked]) -> Iterator[_Question]:
    """Questions that found no answer in their call and are no personal case, in order."""
    questions: dict[tuple[int, int], list[Asked]] = {}
    for one in asked:
        questions.setdefault((one.call_id, one.matter), []).append(one)
    for (call, _), wordings in questions.items():
        causes = {one.cause for one in wordings}
        if Cause.CASE in causes or any(one.answered_by is not None for one in wordings):
            continue
        said = [one for one in wordings if one.cause != Cause.EMPTY and one.question.strip()]
        if said:
            yield _Question(call, tuple(said))


def _withheld_entry(question: _Question, matcher: Matcher, today: date) -> FaqEntry | None:
    """The entry that was meant and might not be spoken, if the book still has it."""
    for one in reversed(question.wordings):
        if one.cause == Cause.UNSPEAKABLE and one.entry_id is not None:
            return matcher.book.get(one.entry_id)
    return None


def _latest(questions: Sequence[_Question]) -> list[_Question]:
    """Those whose wordings are few enough together, in rising order of time and call."""
    taken: list[_Question] = []
    left = _LATEST
    for question in sorted(questions, key=lambda q: (q.wordings[-1].at, q.call), reverse=True):
        left -= len(question.wordings)
        if left < 0:
            break
        taken.append(question)
    return taken[::-1]


def _size(group: Sequence[_Question]) -> tuple[int, float]:
    last = max(one.at.timestamp() for one in _wordings_of(group))
    return -len({question.call for question in group}), -last


def _wordings_of(questions: Iterable[_Question]) -> list[Asked]:
    return [one for question in questions for one in question.wordings]


def _merged(asked: Iterable[Asked]) -> list[Wording]:
    """Different texts, each with its calls, latest first."""
    found: dict[str, dict[int, Asked]] = {}
    for one in sorted(asked, key=lambda one: (one.at, one.call_id)):
        found.setdefault(" ".join(one.question.split()), {})[one.call_id] = one
    merged = []
    for text, calls in found.items():
        said = sorted(calls.values(), key=lambda one: (one.at, one.call_id), reverse=True)
        merged.append(
            Wording(
                text,
                tuple(one.call_id for one in said),
                tuple(dict.fromkeys(one.ticket for one in said if one.ticket)),
                tuple(one.at for one in said),
            )
        )
    return merged
