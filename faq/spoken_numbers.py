"""Number words to digits, so that "kode tiga belas", "kode satu tiga" and "kode 13" are one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_UNITS: Final = {
    "nol": 0,
    "kosong": 0,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "lapan": 8,
    "sembilan": 9,
}
_WHOLE: Final = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000}
_SCALES: Final = {"puluh": 10, "ratus": 100, "ribu": 1000, "juta": 1_000_000}
DIGIT_WORDS: Final = frozenset(_UNITS)
NUMBER_WORDS: Final = DIGIT_WORDS | frozenset(_WHOLE) | frozenset(_SCALES) | {"belas"}


def read_number(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """The number that begins at `start`, as (value, words used); None when there is none.

    "kosong" counts only before another digit, since it also means "empty"; lone "satu" is left
    alone, since it is mostly an article.
    """
    end = start
    while end < len(words) and (words[end] in NUMBER_WORDS or words[end].isdigit()):
        end += 1
    run = list(words[start:end])
    if not run or run in (["satu"], ["kosong"]) or run[0] in _SCALES or run[0] == "belas":
        return None
    if all(word in _UNITS or word.isdigit() for word in run):
        digits = "".join(word if word.isdigit() else str(_UNITS[word]) for word in run)
        return int(digits[:18]), len(run)
    total = 0
    group = 0
    digit = 0
    for word in run:
        if word in _UNITS:
            group += digit
            digit = _UNITS[word]
        elif word.isdigit():
            group += digit
            digit = int(word[:18])
        elif word in _WHOLE:
            value = _WHOLE[word]
            if value == 1000:
                total += 1000
            else:
                group += value
        elif word == "belas":
            group, digit = group + digit + 10, 0
        elif word in ("puluh", "ratus"):
            group, digit = group + (digit or 1) * _SCALES[word], 0
        else:
            total += (group + digit or 1) * _SCALES[word]
            group = digit = 0
    return total + group + digit, len(run)
