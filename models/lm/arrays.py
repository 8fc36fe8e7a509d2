"""Back-off n-gram models as sorted arrays: large, quick to train, to mix and to prune.

Level ``k`` holds the n-grams of ``k + 1`` words, sorted by their context, which is an entry of the
level below, and then by their last word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

_LEAST: Final = 1e-9


@dataclass
class Level:
    """All n-grams of one length.

    Attributes:
        context: index of the first words in the level below; of level 0 all zero.
        word: last word.
        logp: natural logarithm of P(word | context).
        backoff: natural logarithm of the factor on shorter contexts after this n-gram.
        share: how much of the text this n-gram is, for pruning.
    """

    context: Ints
    word: Ints
    logp: Floats
    backoff: Floats
    share: Floats

    def __len__(self) -> int:
        return len(self.word)

    def kept(self, keep: Mask | Ints) -> Level:
        """The chosen n-grams: a mask, or their places in the order wanted."""
        return Level(
            self.context[keep],
            self.word[keep],
            self.logp[keep],
            self.backoff[keep],
            self.share[keep],
        )


class ArrayNgram:
    """A back-off model over words numbered from 0.

    Args:
        levels: one for each order; level 0 has one entry for every word.
    """

    def __init__(self, levels: list[Level]) -> None:
        self.levels: Final = levels
        self.size: Final = len(levels[0])
        self._keys = [level.context * self.size + level.word for level in levels]

    @property
    def order(self) -> int:
        return len(self.levels)

    def find(self, level: int, context: Ints, word: Ints) -> Ints:
        """Entries of n-grams by context entry and word; -1 where there is none."""
        if level == 0:
            return np.where(word >= 0, word, -1)
        keys = self._keys[level]
        if len(keys) == 0:
            return np.full(len(word), -1)
        wanted = context * self.size + word
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where((keys[at] == wanted) & (context >= 0), at, -1)

    def entry(self, words: Ints) -> Ints:
        """Entries of whole n-grams, shape ``(q, k)``; -1 where the model has none."""
        at = words[:, 0]
        for k in range(1, words.shape[1]):
            at = self.find(k, at, words[:, k])
        return at

    def logprob(self, history: Ints, word: Ints) -> Floats:
        """Natural logarithms of P(word | history).

        Args:
            history: shape ``(q, n)``, the newest word last, -1 before the first.
            word: shape ``(q,)``.
        """
        result = np.zeros(len(word))
        open_ = np.ones(len(word), bool)
        for length in range(min(self.order - 1, history.shape[1]), 0, -1):
            context = self.entry(history[:, history.shape[1] - length :])
            known = open_ & (context >= 0)
            at = self.find(length, context, word)
            hit = known & (at >= 0)
            result[hit] += self.levels[length].logp[at[hit]]
            open_ &= ~hit
            missed = known & ~hit
            result[missed] += self.levels[length - 1].backoff[context[missed]]
        result[open_] += self.levels[0].logp[word[open_]]
        return result

    def ngrams(self, level: int) -> Ints:
        """The words of every n-gram of a level, shape ``(n, level + 1)``."""
        columns = []
        at = np.arange(len(self.levels[level]))
        for k in range(level, -1, -1):
            columns.append(self.levels[k].word[at])
            at = self.levels[k].context[at]
        return np.stack(columns[::-1], axis=1)

    def balance(self, level: int) -> None:
        """Set the back-off of every context of a level so that its probabilities sum to one."""
        below = self.levels[level - 1]
        above = self.levels[level]
        words = self.ngrams(level)
        shorter = ArrayNgram(self.levels[:level])
        lower = shorter.logprob(words[:, 1:-1], words[:, -1])
        count = len(below)
        seen = np.bincount(above.context, np.exp(above.logp), count)
        beyond = np.bincount(above.context, np.exp(lower), count)
        left = np.maximum(1.0 - seen, _LEAST) / np.maximum(1.0 - beyond, _LEAST)
        below.backoff = np.where(seen > 0, np.log(left), 0.0)


def mixed(models: list[ArrayNgram], shares: list[float]) -> ArrayNgram:
    """Linear interpolation of models over the same words."""
    order = max(model.order for model in models)
    size = models[0].size
    weights = np.array(shares)[:, None]
    levels: list[Level] = []
    places: list[Ints] = []
    for k in range(order):
        if k == 0:
            context = np.zeros(size, np.int64)
            word = np.arange(size)
        else:
            keys = [
                here[model.levels[k].context] * size + model.levels[k].word
                for model, here in zip(models, places, strict=True)
                if model.order > k
            ]
            union = np.unique(np.concatenate(keys))
            context, word = union // size, union % size
        blank = np.zeros(len(word))
        levels.append(Level(context, word, blank, blank.copy(), blank.copy()))
        so_far = ArrayNgram(levels)
        words = so_far.ngrams(k)
        probs = np.stack([np.exp(m.logprob(words[:, :-1], words[:, -1])) for m in models])
        levels[k].logp = np.log((weights * probs).sum(axis=0))
        found = [model.entry(words) if model.order > k else None for model in models]
        for model, share, at in zip(models, shares, found, strict=True):
            if at is not None:
                has = at >= 0
                levels[k].share[has] += share * model.levels[k].share[at[has]]
        if k:
            ArrayNgram(levels).balance(k)
        # Where each model's own entries lie among those of the union.
        places = []
        for model in models:
            if model.order > k:
                places.append(so_far.entry(model.ngrams(k)))
            else:
                places.append(np.zeros(0, np.int64))
    return ArrayNgram(levels)


def expected_shares(model: ArrayNgram, begin: int, end: int) -> ArrayNgram:
    """The model with every n-gram's share as the model itself expects it, for pruning a model
    whose texts are not at hand; a sentence begins as often as one ends."""
    levels: list[Level] = []
    for k, level in enumerate(model.levels):
        share = np.exp(level.logp)
        if k == 0:
            share[begin] = share[end]
        else:
            share *= levels[-1].share[level.context]
        levels.append(replace(level, share=share))
    return ArrayNgram(levels)


def pruned(model: ArrayNgram, thresholds: list[float]) -> ArrayNgram:
    """A smaller model that lacks the n-grams which tell least.

    An n-gram goes when the relative entropy that its loss costs is below the threshold of its
    length (Stolcke 1998), weighted by how often its context occurs in the text.

    Args:
        thresholds: for n-grams of two words and more, in nats.
    """
    chosen: list[Mask] = [np.ones(len(level), bool) for level in model.levels]
    for k in range(model.order - 1, 0, -1):
        chosen[k] = _losses(model, k) > thresholds[k - 1]
        if k + 1 < model.order:
            chosen[k][model.levels[k + 1].context[chosen[k + 1]]] = True
    return with_only(model.levels, chosen)


def with_only(levels: list[Level], chosen: list[Mask]) -> ArrayNgram:
    """The model of some n-grams alone, each again with its share of the probability.

    An n-gram also goes with its last word or with its context. The words left share what those
    gone were worth, and the back-offs are set anew.

    Args:
        levels: all n-grams; they stay as they are.
        chosen: for every level, which of its n-grams stay; of level 0 the words.
    """
    number = np.cumsum(chosen[0]) - 1
    left: list[Level] = []
    stays, place = chosen[0], number
    for k, level in enumerate(levels):
        if k:
            stays = chosen[k] & chosen[0][level.word] & stays[level.context]
        some = level.kept(stays)
        some.word = number[some.word]
        if k:
            some.context = place[some.context]
        else:
            some.logp = some.logp + np.log(np.exp(level.logp).sum() / np.exp(some.logp).sum())
        left.append(some)
        place = np.cumsum(stays) - 1
    model = ArrayNgram(left)
    for k in range(1, model.order):
        model.balance(k)
    return model


def _losses(model: ArrayNgram, k: int) -> Floats:
    above, below = model.levels[k], model.levels[k - 1]
    words = model.ngrams(k)
    lower = np.exp(ArrayNgram(model.levels[:k]).logprob(words[:, 1:-1], words[:, -1]))
    prob = np.exp(above.logp)
    count = len(below)
    left = np.maximum(1.0 - np.bincount(above.context, prob, count), _LEAST)[above.context]
    rest = np.maximum(1.0 - np.bincount(above.context, lower, count), _LEAST)[above.context]
    before = np.log(left / rest)
    after = np.log((left + prob) / (rest + lower))
    change = prob * (np.log(lower) + after - above.logp) + left * (after - before)
    cost: Floats = -below.share[above.context] * change
    return cost


def widths(model: ArrayNgram) -> list[int]:
    """Number of n-grams of each length."""
    return [len(level) for level in model.levels]


def perplexity(model: ArrayNgram, text: Ints, begin: int) -> float:
    """Perplexity of sentences with their marks; words outside the vocabulary (-1) are skipped."""
    history, word = events(text, model.order - 1, begin)
    return float(np.exp(-model.logprob(history, word).mean()))


def events(text: Ints, length: int, begin: int) -> tuple[Ints, Ints]:
    """What each known word of a text follows.

    Args:
        text: word numbers, every sentence with both its marks; -1 is an unknown word.
        length: words of history.
        begin: number of the mark before a sentence.

    Returns:
        histories, shape ``(n, length)``, -1 before the mark, and the words, shape ``(n,)``.
    """
    opens = np.flatnonzero(text == begin)
    place = np.arange(len(text)) - np.repeat(opens, np.diff(np.append(opens, len(text))))
    at = np.flatnonzero((place > 0) & (text >= 0))
    back = np.arange(length, 0, -1)
    history = np.where(back <= place[at][:, None], text[at[:, None] - back], -1)
    return history, text[at]
