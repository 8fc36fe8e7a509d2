"""Sentences drawn from the general model: its texts' words and ways, English among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from models.lm.words import WordModel

WORDS: Final = range(4, 14)
"""How many an ordinary sentence for training has."""
_LONGEST: Final = 40


class DrawnSentences:
    """An endless supply of sentences of 4 to 13 words.

    Args:
        model: what they are drawn from; a word is drawn among those seen behind as many of the
            words before it as the model knows, and behind fewer as often as it backs off.
        seed: gives the same sentences in the same order.
    """

    def __init__(self, model: WordModel, seed: int) -> None:
        self._model: Final = model
        self._random: Final = np.random.default_rng(seed)
        chances = np.exp(model.model.levels[0].logp)
        chances[model.begin] = 0.0
        self._single: Final = chances / chances.sum()

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        while True:
            words = self._sentence()
            if len(words) in WORDS:
                yield words

    def _sentence(self) -> tuple[str, ...]:
        history = [self._model.begin]
        while len(history) <= _LONGEST:
            word = self._next(history)
            if word == self._model.end:
                break
            history.append(word)
        return tuple(self._model.words[word] for word in history[1:])

    def _next(self, history: list[int]) -> int:
        levels = self._model.model.levels
        for length in range(min(len(history), len(levels) - 1), 0, -1):
            known = int(self._model.model.entry(np.array([history[-length:]]))[0])
            if known < 0:
                continue
            level = levels[length]
            first, last = np.searchsorted(level.context, [known, known + 1])
            found = self._among(np.exp(level.logp[first:last]), self._random.random())
            if found is not None:
                return int(level.word[first + found])
        found = self._among(self._single, self._random.random())
        assert found is not None
        return int(levels[0].word[found])

    @staticmethod
    def _among(chances: np.ndarray, drawn: float) -> int | None:
        """Number of the one drawn; None beyond what all of them are worth."""
        sums = np.cumsum(chances)
        place = int(np.searchsorted(sums, drawn, side="right"))
        return place if place < len(sums) else None
