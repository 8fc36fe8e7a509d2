"""What a model of syllables thinks of words that no list knows."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final

from models.lm.lookup import Lookup
from models.ngram import BEGIN, END
from models.sounds import START

Within = tuple[int, ...]
"""The last syllables of the word that is being spelled; empty outside such words."""


class Spelling:
    """A model of syllables over the output labels of a graph.

    Attributes:
        chances: how likely each model of whole words holds a word that it does not know.
    """

    def __init__(self, model: Lookup, chances: Sequence[float], words: Sequence[str]) -> None:
        """``words``: the words of the labels; label 0 stands for the end of a sentence."""
        number = {word: n for n, word in enumerate(model.words())}
        self.chances: Final = tuple(chances)
        self._model: Final = model
        self._begin, self._end = number[BEGIN], number[END]
        self._labels = array("i", [-1, *(number.get(word, -1) for word in words[1:])])
        self._first = {n for word, n in number.items() if word.startswith(START)}

    def goes_on(self, label: int) -> bool:
        """True for a syllable that does not begin a word."""
        number = self._labels[label]
        return number >= 0 and number not in self._first

    def after(self, within: Within, label: int) -> tuple[float, Within]:
        """Negative natural logarithm of the probability of a label as far as it spells a word, or
        ends one, and the syllables after it."""
        number = self._labels[label]
        cost = 0.0
        if within and not self.goes_on(label):
            cost = -self._model.logprob(within, self._end)
            within = ()
        if number < 0:
            return cost, ()
        within = within or (self._begin,)
        cost -= self._model.logprob(within, number)
        return cost, (*within, number)[1 - self._model.order :]

    def forget(self) -> None:
        """Drop what was remembered, to bound the memory it takes."""
        self._model.forget()
