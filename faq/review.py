"""What a draft would do once it is saved: to callers, to the other entries, on the telephone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from faq.book import FaqBook
from faq.check import Level, Seconds, Unspeakable, same_words, spoken_seconds, wording
from faq.decision import Cause, Decision
from faq.draft import Draft, Remark
from faq.entry import FaqEntry, Silence
from faq.entry_schema import MIN_ASKS
from faq.match import Match, Matcher
from faq.scoring import Score

_SHOWN: Final = 8
_NEIGHBOURS: Final = 12
_MOST_ASKS: Final = 80
_MOST_TRIED: Final = 150
"""Phrasings of other entries that are tried for what the draft would take from them."""
_MATTERS: Final = 1 / 3
"""Share of the phrasings from which a matter that only people answer is worth a word."""
_CLOSE: Final = 0.25
"""Evidence by which two entries may differ for a question that is still not settled."""


class Danger(StrEnum):
    """What another entry does to a phrasing of the draft, worst first."""

    TAKES = "takes"
    ASKS = "asks"
    ANSWERS = "answers"
    NEAR = "near"

    @property
    def label(self) -> str:
        """For a maintainer."""
        return _LABELS[self]


_LABELS: Final = {
    Danger.TAKES: "Sapa memilih butir itu, bukan butir ini",
    Danger.ASKS: "Sapa bertanya balik di antara keduanya",
    Danger.ANSWERS: "tanpa butir ini dijawab butir itu",
    Danger.NEAR: "agak mirip",
}


@dataclass(frozen=True, slots=True)
class Unheard:
    """A word of a phrasing that no list of the recogniser knows yet.

    Attributes:
        word: as written.
        heard_as: how it must be said to be heard once the graphs are built, spelled as Indonesian
            is read; "" when it will never be heard, because it has no letter a-z.
        sure: a table says how it is pronounced; otherwise spelling rules do, which foreign words
            do not follow.
    """

    word: str
    heard_as: str
    sure: bool

    @property
    def advice(self) -> str:
        """An Indonesian sentence for the maintainer."""
        if not self.heard_as:
            return f'"{self.word}" tidak akan pernah terdengar; tulis dengan huruf a sampai z.'
        if self.sure:
            return f'"{self.word}" baru terdengar setelah graf dibangun (otomatis saat berjalan).'
        return (
            f'"{self.word}" baru terdengar setelah graf dibangun, dan hanya bila diucapkan '
            f'"{self.heard_as}". Kalau orang mengucapkannya lain, tulis juga seperti bunyinya.'
        )


@dataclass(frozen=True, slots=True)
class Senses:
    """What the rest of the program knows about texts; whatever is missing is not looked at.

    Attributes:
        unheard: words of some phrasings that cannot be heard yet, in order; None when that
            cannot be told now.
        seconds: how long a text takes to say; None when that cannot be told now.
        unspeakable: why a text cannot be said; None when it can.
    """

    unheard: Callable[[Sequence[str]], Sequence[Unheard] | None] = lambda texts: None
    seconds: Callable[[str], float | None] = lambda text: None
    unspeakable: Unspeakable = lambda text: None


@dataclass(frozen=True, slots=True)
class Rival:
    """Another entry that a phrasing of the draft may reach.

    Attributes:
        entry: the other one.
        ask: the draft's phrasing that comes nearest to it.
        theirs: the other's phrasing (or title) it is nearest to.
        score: 0..1, of the other entry for that phrasing.
        danger: what would happen.
    """

    entry: FaqEntry
    ask: str
    theirs: str
    score: float
    danger: Danger


@dataclass(frozen=True, slots=True)
class Stolen:
    """A phrasing of another entry that no longer reaches it once the draft is there.

    Attributes:
        entry: the other one.
        ask: its phrasing.
        asks_back: Sapa would ask between both; otherwise the draft takes it whole.
    """

    entry: FaqEntry
    ask: str
    asks_back: bool


@dataclass(frozen=True, slots=True)
class Review:
    """What to know before saving.

    Attributes:
        remarks: what is wrong or doubtful, field by field, errors first.
        rivals: entries it could be confused with, worst first, each once.
        stolen: what it would take from others, whole losses first.
        unheard: words that cannot be heard yet; None when that is not known.
        seconds: how long the answer takes to say.
        measured: the seconds come from the rendered speech, not from counting words.
        silence: why the answer would not be said today; None when it would be.
    """

    remarks: tuple[Remark, ...]
    rivals: tuple[Rival, ...]
    stolen: tuple[Stolen, ...]
    unheard: tuple[Unheard, ...] | None
    seconds: float
    measured: bool
    silence: Silence | None

    @property
    def errors(self) -> tuple[Remark, ...]:
        """What keeps it from being saved."""
        return tuple(remark for remark in self.remarks if remark.level is Level.ERROR)


def review(
    draft: Draft,
    matcher: Matcher,
    today: date,
    replacing: str | None = None,
    senses: Senses | None = None,
) -> Review:
    """Look at a draft as if it were in the book. Takes a fraction of a second and changes nothing.

    Args:
        draft: however unfinished; it is tidied first.
        matcher: over the book as it is.
        today: the day on which the answer would be spoken.
        replacing: id of the entry it takes the place of; None for a new one.
        senses: what the rest of the program knows.
    """
    senses = senses or Senses()
    draft = draft.tidied()
    entry = draft.entry()
    others = tuple(other for other in matcher.book if other.id not in (replacing, draft.id))
    measured = senses.seconds(draft.answer) if draft.answer else 0.0
    seconds = spoken_seconds(draft.answer) if measured is None else measured
    remarks = _wrong(draft, matcher.book, replacing)
    remarks += _said(entry, lambda text: seconds, senses.unspeakable, remarks)
    remarks += _twice(draft, others)
    rivals: tuple[Rival, ...] = ()
    stolen: tuple[Stolen, ...] = ()
    if draft.ask:
        trial = _Trial(draft, matcher, others, today)
        remarks += trial.remarks()
        rivals = trial.rivals()
        stolen = tuple(trial.stolen())
    unheard = senses.unheard(draft.ask)
    return Review(
        remarks=tuple(sorted(remarks, key=lambda remark: remark.level is not Level.ERROR)),
        rivals=rivals[:_SHOWN],
        stolen=tuple(sorted(stolen, key=lambda loss: loss.asks_back))[:_SHOWN],
        unheard=None if unheard is None else tuple(unheard),
        seconds=seconds,
        measured=measured is not None,
        silence=entry.silence(today),
    )


def _wrong(draft: Draft, book: FaqBook, replacing: str | None) -> list[Remark]:
    remarks = draft.wrong(book.units, {entry.topic for entry in book})
    if draft.id != replacing and book.get(draft.id) is not None:
        remarks.append(Remark(Level.ERROR, "id", f'"{draft.id}" sudah dipakai butir lain'))
    return remarks


def _said(
    entry: FaqEntry, seconds: Seconds, unspeakable: Unspeakable, known: Sequence[Remark]
) -> Iterator[Remark]:
    """What `faq check` says to the texts, except where a field is empty or wrong anyway."""
    bad = {remark.field for remark in known}
    for found in wording(entry, seconds, unspeakable):
        if found.field not in bad or found.field == "ask":
            yield Remark(found.level, found.field, found.message, _place(entry, found.line))


def _twice(draft: Draft, others: Sequence[FaqEntry]) -> Iterator[Remark]:
    owner = {same_words(ask): other.id for other in others for ask in other.ask}
    for at, ask in enumerate(draft.ask):
        if (other := owner.get(same_words(ask))) is not None:
            yield Remark(Level.ERROR, "ask", f'"{ask}" juga ada di "{other}"', at)


def _place(entry: FaqEntry, line: int) -> int | None:
    lines = entry.origin.ask_lines
    return lines.index(line) if line in lines else None


class _Trial:
    """The draft among the entries nearest to it.

    The whole book with the draft in it would take seconds to prepare, and next to entries further
    off nothing changes. How well others fit is told by the matcher over the book as it is.
    """

    def __init__(
        self, draft: Draft, before: Matcher, others: Sequence[FaqEntry], today: date
    ) -> None:
        self._before = before
        self._today = today
        self._id = draft.id
        self._asks = draft.ask[:_MOST_ASKS]
        ids = {entry.id for entry in others}
        entries = before.book.entries
        self._scores: dict[str, list[Score]] = {}
        self._outside: dict[str, list[int]] = {}
        for at, text in enumerate(dict.fromkeys((*self._asks, draft.title))):
            scores = before.scorer(before.understand(text))
            self._scores[text] = [s for s in before.inside(scores) if entries[s.entry].id in ids]
            if (matter := before.matter(scores)) is not None:
                self._outside.setdefault(matter, []).append(at)
        best: dict[int, float] = {}
        for scores in self._scores.values():
            for score in scores:
                best[score.entry] = max(best.get(score.entry, 0.0), score.score)
        near = sorted(best, key=lambda at: -best[at])[:_NEIGHBOURS]
        book = FaqBook(
            (*(before.book.entries[at] for at in near), draft.entry()), before.book.units
        )
        self._matcher = Matcher(book, before.normaliser.table, outside={})
        self._matches = {ask: self._matcher.match(ask, today) for ask in self._asks}

    def remarks(self) -> Iterator[Remark]:
        """Phrasings by which no caller would get the answer, whatever else there is."""
        reached = [ask for ask, match in self._matches.items() if _first(match) == self._id]
        # A few phrasings say too little of an entry; that they are too few is told anyway.
        if not reached and len(self._asks) >= MIN_ASKS:
            message = "tidak terjangkau: semua ucapannya milik butir lain"
            yield Remark(Level.ERROR, "ask", message)
        for at, ask in enumerate(self._asks):
            match = self._matches[ask]
            if match.cause in (Cause.CASE, Cause.EMPTY):
                message = f'"{ask}" tidak akan dijawab dengan butir ini: {match.reason}'
                yield Remark(Level.WARNING, "ask", message, at)
        for matter, places in self._outside.items():
            if len(places) < _MATTERS * len(self._asks):
                continue
            message = (
                f'mirip hal yang hanya dijawab petugas, "{matter}"; kalau butir ini menjawabnya, '
                "hapus hal itu dari outside.yaml"
            )
            yield Remark(Level.WARNING, "ask", message)

    def rivals(self) -> tuple[Rival, ...]:
        """Entries the draft's phrasings may reach, worst first, each once."""
        book, phrasings = self._before.book, self._before.index.phrasings
        worst: dict[str, Rival] = {}
        for ask in self._asks:
            for score in self._scores[ask]:
                entry = book.entries[score.entry]
                danger = self._danger(ask, entry, score)
                if danger is None:
                    continue
                theirs = phrasings[score.phrasing].text
                rival = Rival(entry, ask, theirs, score.score, danger)
                known = worst.get(entry.id)
                if known is None or _badness(rival) < _badness(known):
                    worst[entry.id] = rival
        return tuple(sorted(worst.values(), key=_badness))

    def stolen(self) -> Iterator[Stolen]:
        """Phrasings that reach their entry in the book as it is and would not do so any more."""
        index, book = self._matcher.index, self._matcher.book
        own = len(book) - 1
        for at in self._shared():
            phrasing = index.phrasings[at]
            entry = book.entries[phrasing.entry]
            scores = self._matcher.scores(phrasing.text)
            raw = {score.entry: score.evidence.raw for score in scores}
            if raw.get(own, 0.0) < raw.get(phrasing.entry, 0.0) - _CLOSE or own not in raw:
                continue
            match = self._matcher.match(phrasing.text, self._today)
            asks_back = match.decision is Decision.CLARIFY
            if self._id not in _heard_of(match) or (not asks_back and entry.id == _first(match)):
                continue
            if _heard_of(self._before.match(phrasing.text, self._today)) == {entry.id}:
                yield Stolen(entry, phrasing.text, asks_back)

    def _danger(self, ask: str, entry: FaqEntry, score: Score) -> Danger | None:
        match = self._matches[ask]
        if _first(match) == entry.id:
            return Danger.TAKES
        heard_of = _heard_of(match)
        if self._id in heard_of and entry.id in heard_of:
            return Danger.ASKS
        limits = self._before.thresholds
        if score.score >= limits.answer:
            return Danger.ANSWERS
        return Danger.NEAR if score.score >= limits.clarify else None

    def _shared(self) -> list[int]:
        """Phrasings of other entries that share words with the draft, those with most first."""
        index = self._matcher.index
        own = len(self._matcher.book) - 1
        bag = set(index.bag[own].tolist()) - {index.padding}
        weights: dict[int, float] = {}
        for at, phrasing in enumerate(index.phrasings):
            # The last phrasing of every entry is its title, which nobody asks.
            if phrasing.entry >= own or phrasing.text not in index.book.entries[phrasing.entry].ask:
                continue
            rows = bag.intersection(index.tokens[at].tolist())
            if rows:
                weights[at] = float(sum(index.weight[row] for row in rows))
        return sorted(weights, key=lambda at: -weights[at])[:_MOST_TRIED]


def _badness(rival: Rival) -> tuple[int, float]:
    return list(Danger).index(rival.danger), -rival.score


def _first(match: Match) -> str:
    """Id of the entry that comes first; "" when there is none."""
    return match.candidates[0].entry.id if match.candidates else ""


def _heard_of(match: Match) -> set[str]:
    """Ids of the entries a caller would hear of, if their answers may be said."""
    if match.decision is Decision.CLARIFY:
        return {candidate.entry.id for candidate in match.candidates[:2]}
    return {match.meant.id} if match.meant is not None else set()
