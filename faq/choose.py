"""Which of the offered matters the caller picks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from faq.entry import FaqEntry
from faq.index import BookIndex
from faq.normalise import Normaliser, plain_words

_ORDINALS: Final[tuple[frozenset[str], ...]] = (
    frozenset({"pertama", "kesatu", "satu", "a", "1", "awal", "duluan"}),
    frozenset({"kedua", "dua", "b", "be", "2", "terakhir", "belakangan"}),
    frozenset({"ketiga", "tiga", "c", "ce", "3"}),
)
_NO: Final = frozenset({"bukan", "tidak", "nggak", "enggak", "gak", "ndak", "ga"})
_BOTH: Final = frozenset({"keduanya", "duanya", "semuanya", "semua", "kedua-duanya"})
# "yang satu lagi" points at one of them without saying which.
_UNCLEAR: Final = re.compile(r"\b(?:dua dua|satu(?:nya)? lagi)\b")
_LEAD: Final = 0.12


def choose(
    text: str, offered: Sequence[FaqEntry], normaliser: Normaliser, index: BookIndex
) -> int | None:
    """Place of the offered entry that `text` picks; None when neither, both or unclear.

    Understands "yang pertama", "kedua", "a", "b", "bukan yang pertama, yang kedua" and words of
    what was offered.
    """
    words = plain_words(text)
    if not words or not offered:
        return None
    if _BOTH & set(words) or _UNCLEAR.search(" ".join(words)):
        return None
    positive, negative = _named(words, len(offered))
    if len(positive) == 1:
        return next(iter(positive))
    if positive:
        return None
    if len(negative) == 1 and len(offered) == 2:
        return 1 - next(iter(negative))
    if _NO & set(words):
        return None
    return _by_words(text, offered, normaliser, index)


def _named(words: Sequence[str], count: int) -> tuple[set[int], set[int]]:
    """Ordinals said, and ordinals said right after a "bukan"."""
    positive: set[int] = set()
    negative: set[int] = set()
    refused = False
    for word in words:
        if word in _NO:
            refused = True
            continue
        if word == "yang":
            continue
        for place, names in enumerate(_ORDINALS[:count]):
            if word in names:
                (negative if refused else positive).add(place)
        refused = False
    return positive - negative, negative


def _by_words(
    text: str, offered: Sequence[FaqEntry], normaliser: Normaliser, index: BookIndex
) -> int | None:
    """By words that only one of them has; the titles, which the caller just heard, come first."""
    tokens = [token.text for token in normaliser(text).tokens]
    titles = [_words((entry.title,), normaliser) for entry in offered]
    asks = [_words((entry.title, *entry.ask), normaliser) for entry in offered]
    for bags in (titles, asks):
        likeness = np.array([_likeness(tokens, at, bags, index) for at in range(len(bags))])
        order = np.argsort(-likeness)
        if likeness[order[0]] <= 0.0:
            continue
        if len(offered) == 1 or likeness[order[0]] - likeness[order[1]] >= _LEAD:
            return int(order[0])
    return None


def _words(texts: Sequence[str], normaliser: Normaliser) -> frozenset[str]:
    return frozenset(token.text for text in texts for token in normaliser(text).tokens)


def _likeness(
    tokens: Sequence[str], at: int, bags: Sequence[frozenset[str]], index: BookIndex
) -> float:
    """Weight of the caller's words that bag `at` holds and not every other bag does."""
    total = 0.0
    for token in tokens:
        if all(token in bag for bag in bags):
            continue
        rows, values = index.sounds.row(token, index.is_common(token))
        near = [
            float(value * index.weight[row])
            for row, value in zip(rows, values, strict=True)
            if index.sounds.vocabulary[row] in bags[at]
        ]
        total += max(near, default=0.0)
    return total
