"""Words known to no list, heard by their sound: a loop of syllables.

In the graphs a syllable that begins such a word is written ``_si`` and one that goes on with it
``~re``; what leaves the ears is the whole word, ``sire``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from models.hypothesis import Word
from models.lexicon import plain

START: Final = "_"
NEXT: Final = "~"

_TAILS: Final = frozenset({"nya", "lah", "kah"})
_HEADS: Final = frozenset({"ter", "ber", "mem", "men", "meng"})
"""Written in one piece with the word before and behind; the graphs also hold them alone, since
people write so, and for words that they do not know with them."""

_UNIT: Final = re.compile(r"ng|ny|sy|kh|[a-z]")
_VOWELS: Final = frozenset("aiueo")


def syllables(spelling: str) -> list[str]:
    """Syllables of a spelled word; empty when it has no vowel."""
    units = _UNIT.findall(plain(spelling))
    vowels = [at for at, unit in enumerate(units) if unit in _VOWELS]
    if not vowels:
        return []
    cuts = [0]
    for one, two in pairwise(vowels):
        between = two - one - 1
        cuts.append(two if between == 0 else two - 1 if between == 1 else one + 2)
    cuts.append(len(units))
    return ["".join(units[a:b]) for a, b in pairwise(cuts)]


def by_sound(spelling: str) -> tuple[str, ...]:
    """A word as syllable words of the graphs."""
    return tuple((START if n == 0 else NEXT) + part for n, part in enumerate(syllables(spelling)))


def is_sound(word: str) -> bool:
    return word[:1] in (START, NEXT)


def join_sounds(words: Iterable[Word]) -> list[Word]:
    """Put syllables, and prefixes and suffixes that stand alone, together again: one word each,
    with the mean confidence of its parts."""
    groups: list[list[Word]] = []
    for word in words:
        before = groups[-1][-1].text if groups else ""
        within = word.text.startswith(NEXT) and is_sound(before)
        if groups and (within or word.text in _TAILS or before in _HEADS):
            groups[-1].append(word)
        else:
            groups.append([word])
    return [_whole(group) for group in groups]


def _whole(parts: list[Word]) -> Word:
    text = "".join(part.text.lstrip(START + NEXT) for part in parts)
    mean = sum(part.confidence for part in parts) / len(parts)
    spelled = any(is_sound(part.text) for part in parts)
    return Word(text, mean, parts[0].start, parts[-1].end, spelled)


def join_text(text: str) -> str:
    """The same for plain text."""
    return " ".join(w.text for w in join_sounds(Word(t, 0.0) for t in text.split()))
