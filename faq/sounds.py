"""How alike two words sound, for words a recogniser half heard."""

from __future__ import annotations

import re
from collections import Counter
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
_REAL: Final = 0.86
_NO_WORD: Final = 0.78
_SPELLED: Final = 0.84
_SAME_SOUND: Final = 0.92
_START: Final = 0.4
"""What Jaro-Winkler makes of four letters alike at the beginning."""
_MOST: Final = 6
_NEVER: Final = 2.0


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
        self._sounding: dict[str, list[int]] = {}
        for at, sound in enumerate(self._sounds):
            self._sounding.setdefault(sound, []).append(at)
        longer = [len(w) > _SHORT and w[0] not in "?#" for w in self.vocabulary]
        self._longer = np.flatnonzero(np.array(longer, dtype=bool))
        words = [self.vocabulary[at] for at in self._longer]
        self._loose = np.array([word in exact for word in words], dtype=bool)
        self._spelled = _Letters(words)
        self._heard = _Letters([self._sounds[at] for at in self._longer])
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
        found: dict[int, float] = {}
        if len(word) >= 3 and word[0] not in "?#" and word not in self._exact:
            sound = sound_of(word)
            found = self._alike(word, sound, real)
            for place in () if real else self._sounding.get(sound, ()):
                found[place] = max(found.get(place, 0.0), _SAME_SOUND)
        best = sorted(found, key=lambda place: (-found[place], place))[:_MOST]
        floor = _REAL if real else _NO_WORD
        like = np.array([found[place] for place in best], dtype=np.float64)
        values = FLOOR + (1.0 - FLOOR) * (like - floor) / (1.0 - floor)
        return np.array(best, dtype=np.intp), np.clip(values, FLOOR, 0.97).astype(np.float32)

    def _alike(self, word: str, sound: str, real: bool) -> dict[int, float]:
        """Places of longer words that are spelled and sound nearly so, and their likeness."""
        floor = _REAL if real else _NO_WORD
        if len(word) <= _SHORT and real:
            return {}
        most = 0.35 * self._spelled.ratio(word) + 0.35 * self._heard.ratio(sound)
        most += 0.3 * self._spelled.winkler(word)
        near = np.flatnonzero(most >= floor - 1e-4)
        places = self._longer[near].tolist()
        if not places:
            return {}
        words = [self.vocabulary[place] for place in places]
        sounds = [self._sounds[place] for place in places]
        spelled = process.cdist([word], words, scorer=fuzz.ratio)[0] / 100.0
        heard = process.cdist([sound], sounds, scorer=fuzz.ratio)[0] / 100.0
        start = process.cdist([word], words, scorer=JaroWinkler.similarity)[0]
        like = 0.35 * spelled + 0.35 * heard + 0.3 * start
        # Only what is no word of its own can be a spelled acronym with one letter misheard.
        acronym = _NEVER if real else _SPELLED
        least = np.where(self._loose[near], acronym, _NEVER if len(word) <= _SHORT else floor)
        close = np.flatnonzero(like >= least)
        return {places[at]: float(like[at]) for at in close.tolist()}


class _Letters:
    """How much of a word others can hold at most, from how often each letter stands in them.

    Comparing a word with all of a large vocabulary takes many times as long.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._lengths = np.array([len(word) for word in words], dtype=np.float32)
        self._counts: dict[str, NDArray[np.uint16]] = {}
        for at, word in enumerate(words):
            for letter in word:
                if letter not in self._counts:
                    self._counts[letter] = np.zeros(len(words), dtype=np.uint16)
                self._counts[letter][at] += 1

    def common(self, word: str) -> NDArray[np.uint16]:
        """Letters that each of the words shares with `word`, whatever their order."""
        shared = np.zeros(len(self._lengths), dtype=np.uint16)
        for letter, count in Counter(word).items():
            if letter in self._counts:
                shared += np.minimum(self._counts[letter], np.uint16(min(count, 0xFFFF)))
        return shared

    def ratio(self, word: str) -> NDArray[np.float32]:
        """Most that `fuzz.ratio` can be, 0..1."""
        length = np.maximum(self._lengths + len(word), 1.0)
        return (2.0 * self.common(word) / length).astype(np.float32)

    def winkler(self, word: str) -> NDArray[np.float32]:
        """Most that Jaro-Winkler's likeness can be, 0..1."""
        common = self.common(word).astype(np.float32)
        jaro = (common / np.maximum(self._lengths, 1.0) + common / max(len(word), 1) + 1.0) / 3.0
        return (jaro + _START * (1.0 - jaro)).astype(np.float32)
