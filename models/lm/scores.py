"""What larger models think of the words of a search graph."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from typing import Final

from models.lm.lookup import Lookup
from models.ngram import BEGIN, END

_LEAST: Final = 1e-12
_REMEMBERED: Final = 5_000
"""Answers kept before all are dropped: each takes some hundred bytes."""


class Mixture:
    """Several models at once, each with a share, over the output labels of a graph.

    Args:
        models: the models.
        shares: weights that sum to one.
        words: the words of the labels; label 0 stands for the end of a sentence.
    """

    def __init__(
        self, models: Sequence[Lookup], shares: Sequence[float], words: Sequence[str]
    ) -> None:
        self._parts: list[tuple[Lookup, float, array[int]]] = []
        self._begins: list[int] = []
        for model, share in zip(models, shares, strict=True):
            number = {word: n for n, word in enumerate(model.words())}
            labels = array("i", [number[END], *(number.get(word, -1) for word in words[1:])])
            self._parts.append((model, share, labels))
            self._begins.append(number[BEGIN])
        self.memory: Final = max(model.order for model in models) - 1
        self._costs: dict[tuple[tuple[int, ...], int], float] = {}

    def cost(self, history: tuple[int, ...], label: int) -> float:
        """Negative natural logarithm of P(label | history).

        Args:
            history: the last labels, at most ``memory``; fewer at the beginning of a sentence.
            label: what comes next; 0 ends the sentence.
        """
        key = (history, label)
        found = self._costs.get(key)
        if found is None:
            if len(self._costs) > _REMEMBERED:
                self.forget()
            found = self._costs[key] = self._cost(history, label)
        return found

    def forget(self) -> None:
        """Drop what was remembered, to bound the memory it takes."""
        self._costs.clear()
        for model, _, _ in self._parts:
            model.forget()

    def _cost(self, history: tuple[int, ...], label: int) -> float:
        chance = 0.0
        for (model, share, labels), begin in zip(self._parts, self._begins, strict=True):
            if labels[label] < 0:
                continue
            words: tuple[int, ...] = (begin,) if len(history) < self.memory else ()
            for past in history:
                # A word the model does not know hides all that was before it.
                words = (*words, labels[past]) if labels[past] >= 0 else ()
            words = words[-(model.order - 1) :] if model.order > 1 else ()
            chance += share * math.exp(model.logprob(words, labels[label]))
        return -math.log(max(chance, _LEAST))
