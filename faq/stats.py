"""The state of the FAQ in figures, for the people who keep it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from faq.book import FaqBook
from faq.check import SOON, spoken_seconds
from faq.entry import FaqEntry, Freshness, Silence

LONGEST_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Usage:
    """What calls made of the FAQ.

    Attributes:
        since: first day that is counted.
        questions: questions callers asked.
        nothing_found: those for which nothing fitted.
        answered: id of an entry to how often it was said.
    """

    since: date
    questions: int
    nothing_found: int
    answered: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic file.

    Attributes:
        entries: in it.
        phrasings: of all of them.
        speakable: entries whose answer may be said today.
    """

    name: str
    entries: int
    phrasings: int
    speakable: int


@dataclass(frozen=True, slots=True)
class Stats:
    """Everything counted.

    Attributes:
        topics: in the order of the files.
        states: how many entries are silent for each reason; None for those that may be said.
        freshness: how many entries age how fast.
        phrasings: least, median and most phrasings of an entry.
        expiring: entries that may be said today and no more in 30 days, first to go first.
        waiting: entries that are not verified and no placeholders.
        longest: entries with the longest answers and their seconds.
        usage: what calls made of them; None when that is not known.
        unused: entries that may be said and were not said in calls; empty when that is not known.
    """

    topics: tuple[Topic, ...]
    states: Mapping[Silence | None, int]
    freshness: Mapping[Freshness, int]
    phrasings: tuple[int, float, int]
    expiring: tuple[FaqEntry, ...]
    waiting: tuple[FaqEntry, ...]
    longest: tuple[tuple[FaqEntry, float], ...]
    usage: Usage | None
    unused: tuple[FaqEntry, ...]


def stats(
    book: FaqBook,
    today: date,
    usage: Usage | None = None,
    seconds: Callable[[str], float] = spoken_seconds,
) -> Stats:
    """Count everything.

    Args:
        book: with at least one entry.
        today: the date.
        usage: what calls made of it.
        seconds: how long a text takes to say.
    """
    silences = {entry.id: entry.silence(today) for entry in book}
    said = [entry for entry in book if silences[entry.id] is None]
    counts = [len(entry.ask) for entry in book]
    lasting = sorted(book, key=lambda entry: -seconds(entry.answer))[:LONGEST_SHOWN]
    soon = [e for e in said if e.expires_within(SOON, today)]
    return Stats(
        topics=tuple(_topics(book, {entry.id for entry in said})),
        states=dict(Counter(silences.values())),
        freshness=dict(Counter(entry.freshness for entry in book)),
        phrasings=(min(counts), median(counts), max(counts)),
        expiring=tuple(sorted(soon, key=lambda entry: entry.valid_until or today)),
        waiting=tuple(e for e in book if silences[e.id] is Silence.UNVERIFIED),
        longest=tuple((entry, seconds(entry.answer)) for entry in lasting),
        usage=usage,
        unused=tuple(e for e in said if usage is not None and not usage.answered.get(e.id)),
    )


def _topics(book: FaqBook, said: set[str]) -> list[Topic]:
    found: dict[str, list[FaqEntry]] = {}
    for entry in book:
        found.setdefault(entry.topic, []).append(entry)
    return [
        Topic(
            name,
            len(entries),
            sum(len(entry.ask) for entry in entries),
            sum(entry.id in said for entry in entries),
        )
        for name, entries in found.items()
    ]
