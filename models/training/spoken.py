"""One sentence as it is said: what a voice speaks and the phones it should be heard as."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from models.lexicon import LETTER_NAMES, plain, read_respellings, respelled
from models.phones import PHONE_INDEX

_LONGEST_ACRONYM = 6
_VOWELS = frozenset("aiueo")
_LETTERS = frozenset(LETTER_NAMES.values())


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a word that is spoken in one go.

    Attributes:
        text: as a voice should read it, lower case.
        letter: it is the name of a letter.
    """

    text: str
    letter: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence with the way in which each word is said.

    Attributes:
        words: as written, lower case.
        parts: what is spoken, in order.
    """

    words: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def phones(self) -> list[int]:
        """Column numbers of the phones, never the blank."""
        return [PHONE_INDEX[p] for part in self.parts for p in respelled(part.text)]


def spoken(
    words: Sequence[str], source: random.Random, acronyms: frozenset[str] = frozenset()
) -> Spoken:
    """Choose how each word is said; tables first, then letter by letter, then as spelled.

    Args:
        words: lower case, as :func:`models.text.spoken_words` gives them.
        source: chooses among the ways of the tables.
        acronyms: words that were written in capitals.
    """
    parts: list[Part] = []
    for word in words:
        parts.extend(_parts(word, source, word in acronyms))
    return Spoken(tuple(words), tuple(parts))


def _parts(word: str, source: random.Random, acronym: bool) -> list[Part]:
    ways = _respellings().get(word)
    if ways is not None:
        # The usual way comes first and is taken most often.
        way = ways[0] if source.random() < 0.75 else source.choice(ways)
        pieces = way.split()
        lettered = len(pieces) > 1
        return [Part(p, lettered and p in _LETTERS) for p in pieces]
    letters = plain(word)
    silent = len(letters) > 1 and not _VOWELS.intersection(letters)
    if silent or len(letters) == 1 or (acronym and len(letters) <= _LONGEST_ACRONYM):
        return [Part(LETTER_NAMES[letter], letter=True) for letter in letters]
    return [Part(word)]


@cache
def _respellings() -> dict[str, tuple[str, ...]]:
    return read_respellings()
