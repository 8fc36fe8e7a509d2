"""What larger models think of the words of a search graph."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple

from models.lm.lookup import Lookup
from models.lm.spelling import Spelling, Within
from models.ngram import BEGIN, END

_LEAST: Final = 1e-12
_REMEMBERED: Final = 5_000
"""Answers kept before all are dropped: each takes some hundred bytes."""
_PRIOR: Final = 0.05
"""Part of a share that stays as it was given, whatever was said: people change their subject."""


class Said(NamedTuple):
    """What a :class:`Mixture` knows of a sentence so far.

    Attributes:
        labels: the last labels; fewer at the beginning of a sentence.
        shares: how much each model is believed now.
        within: the word that is being spelled, if any.
    """

    labels: tuple[int, ...]
    shares: tuple[float, ...]
    within: Within = ()


class Mixture:
    """Several models at once over the output labels of a graph.

    A model that foresaw the words so far is believed more for the next (Bayes): who asks about the
    weather is not held to be asking about certificates word by word.

    Args:
        models: the models.
        shares: how much each is believed at the beginning of a sentence; they sum to one.
        words: the words of the labels; label 0 stands for the end of a sentence.
        spelling: of the words that none of the models knows, where the graph has any.
    """

    def __init__(
        self,
        models: Sequence[Lookup],
        shares: Sequence[float],
        words: Sequence[str],
        spelling: Spelling | None = None,
    ) -> None:
        self._parts: list[tuple[Lookup, array[int], int]] = []
        for model in models:
            number = {word: n for n, word in enumerate(model.words())}
            labels = array("i", [number[END], *(number.get(word, -1) for word in words[1:])])
            self._parts.append((model, labels, number[BEGIN]))
        self._memory: Final = max(model.order for model in models) - 1
        self._shares: Final = tuple(shares)
        self._spelling: Final = spelling
        self._chances: dict[tuple[tuple[int, ...], int], tuple[float, ...]] = {}

    @property
    def start(self) -> Said:
        return Said((), self._shares)

    def after(self, state: Said, label: int) -> tuple[float, Said]:
        """Negative natural logarithm of the probability of a label, and what is known after it.

        Args:
            state: ``start``, or what an earlier call gave.
            label: what comes next; 0 ends the sentence.
        """
        spelled = 0.0
        within: Within = ()
        if self._spelling is not None:
            spelled, within = self._spelling.after(state.within, label)
            if self._spelling.goes_on(label):
                return spelled, state._replace(within=within)
        if self._spelling is not None and within:
            chances = self._spelling.chances
        else:
            chances = self._of(state.labels, label)
        parts = [share * chance for share, chance in zip(state.shares, chances, strict=True)]
        whole = sum(parts)
        if whole < _LEAST:
            whole, shares = _LEAST, state.shares
        else:
            shares = tuple(
                (1.0 - _PRIOR) * part / whole + _PRIOR * prior
                for part, prior in zip(parts, self._shares, strict=True)
            )
        labels = (*state.labels, label)[-self._memory :]
        return spelled - math.log(whole), Said(labels, shares, within)

    def forget(self) -> None:
        """Drop what was remembered, to bound the memory it takes."""
        self._chances.clear()
        for model, _, _ in self._parts:
            model.forget()
        if self._spelling is not None:
            self._spelling.forget()

    def _of(self, history: tuple[int, ...], label: int) -> tuple[float, ...]:
        """P(label | history) of each model."""
        key = (history, label)
        found = self._chances.get(key)
        if found is None:
            if len(self._chances) > _REMEMBERED:
                self.forget()
            found = tuple(self._chance(part, history, label) for part in self._parts)
            self._chances[key] = found
        return found

    def _chance(
        self, part: tuple[Lookup, array[int], int], history: tuple[int, ...], label: int
    ) -> float:
        model, labels, begin = part
        if labels[label] < 0:
            return 0.0
        words: tuple[int, ...] = (begin,) if len(history) < self._memory else ()
        for past in history:
            # A word the model does not know hides all that was before it.
            words = (*words, labels[past]) if labels[past] >= 0 else ()
        words = words[-(model.order - 1) :] if model.order > 1 else ()
        return math.exp(model.logprob(words, labels[label]))
