"""How hurried people leave sounds out, for voices that otherwise say every one.

*Belum* becomes *blum*, *lihat* becomes *liat*, *empat* becomes *mpat*. What is to be heard stays
the whole word, so that a network learns to know it by what is left.
"""

from __future__ import annotations

import random
import re
from typing import Final

_LEAST_CARE: Final = 0.2
_MOST_CARE: Final = 0.9

_VOWEL: Final = "[aeiouəɛɔ]"
_CONSONANT: Final = "[bdfhjklmnprstvwzɡŋɲʃʤʧ]"
_STRESS: Final = "ˈ"

# What goes, where in a word, and how often in the most careless speech.
_RULES: Final = tuple(
    (re.compile(pattern), often)
    for pattern, often in (
        (f"(?<={_CONSONANT}){_STRESS}?ə(?={_CONSONANT}{_STRESS}?{_VOWEL})", 0.9),  # belum
        (f"^{_STRESS}?ə(?=[mn])", 0.9),  # empat
        (f"^h(?={_STRESS}?{_VOWEL})", 0.6),  # hari
        (f"(?<={_VOWEL})h(?={_STRESS}?{_VOWEL})", 0.7),  # lihat
        ("h$", 0.9),  # sudah
        (f"(?<={_VOWEL})[kt]$", 0.3),  # tidak
        (f"([aiu])(?={_STRESS}?\\1)", 0.6),  # saat
        (_STRESS, 0.5),
    )
)


def drawn_care(share: float, source: random.Random) -> float:
    """With how much care a sentence is said; 1 unless it is one of the share that is not.

    Args:
        share: of sentences of which sounds are left out.
        source: of the choice.
    """
    return source.uniform(_LEAST_CARE, _MOST_CARE) if source.random() < share else 1.0


def swallowed(phonemes: str, care: float, source: random.Random) -> str:
    """Leave sounds out of a sentence.

    Args:
        phonemes: in the letters of the International Phonetic Alphabet, blanks between the words.
        care: 1 leaves everything in, 0 as much out as the most careless people do.
        source: of every choice.
    """
    words: list[str] = []
    for word in phonemes.split():
        left = word
        for pattern, often in _RULES:
            left = _thinned(left, pattern, often * (1.0 - care), source)
        if words and left and words[-1].endswith(left[0]) and source.random() > care:
            words[-1] = words[-1][:-1]  # ana kecil
        words.append(left)
    return " ".join(word for word in words if word)


def _thinned(word: str, pattern: re.Pattern[str], chance: float, source: random.Random) -> str:
    """The word without some of what the pattern finds."""

    def left(found: re.Match[str]) -> str:
        return "" if source.random() < chance else found[0]

    return pattern.sub(left, word)
