"""How quick the matcher is with a book far larger than the one there is."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from bench.matching.sets import Question
from bench.matching.speed import match_times
from faq import FaqBook, Matcher
from faq.common_words import common_ranks

ENTRIES: Final = 10_000
_OTHER_WORDS: Final = 0.4


def large_book(book: FaqBook, size: int = ENTRIES, seed: int = 1) -> FaqBook:
    """A book of so many entries: those there are, and copies in which words are exchanged.

    Every copy exchanges the same words throughout, two in five of the longer ones, for words out
    of an invented vocabulary as large as that of so many matters would be.
    """
    source = random.Random(seed)
    common = sorted(word for word in common_ranks() if len(word) > 4)
    invented = common + [a[:4] + b[-4:] for a, b in zip(common, reversed(common), strict=True)]
    entries = list(book.entries)
    while len(entries) < size:
        entry = book.entries[len(entries) % len(book)]
        swapped: dict[str, str] = {}

        def other(word: str, swapped: dict[str, str] = swapped) -> str:
            if len(word) < 4:
                return word
            if word not in swapped:
                exchanged = source.random() < _OTHER_WORDS
                swapped[word] = source.choice(invented) if exchanged else word
            return swapped[word]

        ask = tuple(" ".join(map(other, text.split())) for text in entry.ask)
        title = " ".join(map(other, entry.title.split()))
        entries.append(replace(entry, id=f"{entry.id}-{len(entries)}", ask=ask, title=title))
    return FaqBook(tuple(entries), book.units)


def p99_ms(book: FaqBook, questions: Sequence[Question]) -> tuple[float, float]:
    """Milliseconds within which 99 of 100 questions are matched, each asked for the first time.

    By the clock, and of the processor.
    """
    clock, busy = match_times(Matcher(book), questions)
    return float(np.percentile(clock, 99)), float(np.percentile(busy, 99))
