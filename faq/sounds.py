"""How alike two words sound, for words a recogniser half heard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

# Spellings and sounds that telephone speech confuses; order matters.
_SAME: Final = (
    ("kh", "k"),
    ("sy", "s"),
    ("ng", "n"),
    ("ny", "n"),
    ("x", "ks"),
    ("v", "p"),
    ("f", "p"),
    ("b", "p"),
    ("d", "t"),
    ("g", "k"),
    ("q", "k"),
    ("z", "s"),
    ("j", "c"),
    ("y", "i"),
    ("w", "u"),
    ("h", ""),
    ("e", "i"),
    ("o", "u"),
)
_TWICE: Final = re.compile(r"(.)\1+")
_SHORT: Final = 4
FLOOR: Final = 0.5


@lru_cache(maxsize=50_000)
def sound_of(word: str) -> str:
    """Rough phonetic form: voiced and voiceless, e and i, o and u fall together."""
    for written, heard in _SAME:
        word = word.replace(written, heard)
    return _TWICE.sub(r"\1", word)


class SoundTable:
    """Similarity of any word to each word of a fixed vocabulary.

    Args:
        vocabulary: canonical tokens; those that begin with ``?`` or ``#`` and those in `exact`
            are only ever equal to themselves or to a word that sounds the same.
        exact: acronyms.
    """

    def __init__(self, vocabulary: Sequence[str], exact: frozenset[str]) -> None:
        self.vocabulary = list(vocabulary)
        self._index = {word: at for at, word in enumerate(self.vocabulary)}
        self._sounds = [sound_of(word) for word in self.vocabulary]
        self._fuzzy = np.array(
            [len(w) > _SHORT and w not in exact and w[0] not in "?#" for w in self.vocabulary],
            dtype=bool,
        )
        self._loose = np.array(
            [len(w) > _SHORT and w in exact for w in self.vocabulary], dtype=bool
        )
        self._exact = exact
        self.row = lru_cache(maxsize=20_000)(self._row)

    def index(self, word: str) -> int | None:
        """Place of `word` in the vocabulary, or None."""
        return self._index.get(word)

    def _row(self, word: str, real: bool) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Vocabulary places like `word` and their similarity 0.5..1, best first.

        `real` says that the word is a good Indonesian word of its own: it then needs to be nearer.
        """
        at = self._index.get(word)
        if at is not None:
            return np.array([at]), np.ones(1, dtype=np.float32)
        nothing = np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
        if not word or word[0] in "?#" or len(word) < 3 or not self.vocabulary:
            return nothing
        sound = sound_of(word)
        spelled = process.cdist([word], self.vocabulary, scorer=fuzz.ratio)[0] / 100.0
        heard = process.cdist([sound], self._sounds, scorer=fuzz.ratio)[0] / 100.0
        start = process.cdist([word], self.vocabulary, scorer=JaroWinkler.similarity)[0]
        like = 0.35 * spelled + 0.35 * heard + 0.3 * start
        allowed = self._fuzzy if len(word) > _SHORT else np.zeros_like(self._fuzzy)
        floor = 0.86 if real else 0.78
        found = np.where(allowed & (like >= floor), like, 0.0)
        if word in self._exact:
            found[:] = 0.0
        elif not real:
            # A spelled acronym with one letter misheard, and words that sound the same.
            found = np.where(self._loose & (like >= 0.84), like, found)
            same = np.array([s == sound for s in self._sounds]) & (heard >= 1.0)
            found = np.where(same & (len(word) >= 3), np.maximum(found, 0.92), found)
        places = np.flatnonzero(found)
        if not places.size:
            return nothing
        values = FLOOR + (1.0 - FLOOR) * (found[places] - floor) / (1.0 - floor)
        order = np.argsort(-values)[:6]
        return places[order], np.clip(values[order], FLOOR, 0.97).astype(np.float32)
