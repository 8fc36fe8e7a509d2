"""Counting sentences into a smoothed n-gram model: interpolated modified Kneser-Ney."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.lm.arrays import ArrayNgram, Floats, Ints, Level, with_only


def counted(
    text: Ints,
    size: int,
    order: int,
    begin: int,
    end: int,
    continuation: bool = True,
    least: Sequence[int] = (),
) -> ArrayNgram:
    """A model of sentences of word numbers.

    Args:
        text: word numbers below ``size``, every sentence with both its marks; -1 is a word outside
            the vocabulary.
        size: number of words, sentence marks included.
        order: longest n-gram.
        begin: number of the mark before a sentence.
        end: number of the mark behind it.
        continuation: count shorter n-grams by what comes before them (Kneser-Ney), which suits a
            whole model; False counts them as they are, which suits a model to be pruned hard.
        least: fewest occurrences of n-grams of two words, of three and so on.
    """
    # The unknown word is one number more while counting and goes at the end.
    unknown = size
    text = np.where(text < 0, unknown, text)
    opens = np.flatnonzero(text == begin)
    length = np.diff(np.append(opens, len(text)))
    place = np.arange(len(text)) - np.repeat(opens, length)
    raw, ids = _distinct(text, place, size + 1, order)
    levels: list[Level] = []
    for k, (context, word, count, _) in enumerate(raw):
        used = count.astype(np.float64)
        if continuation and k + 1 < order:
            used = _continuations(raw, ids, k, used, begin)
        levels.append(_smoothed(levels, context, word, used, k, begin, size))
        levels[k].share = count / count.sum()
    _set_lower(levels, size)
    return _without_unknown(levels, size, least, [r[2] for r in raw])


_Raw = list[tuple[Ints, Ints, Ints, Ints]]


def _distinct(text: Ints, place: Ints, size: int, order: int) -> tuple[_Raw, list[Ints]]:
    """For every length: contexts, words, counts and a position of each n-gram; and, for every
    length, the number of the n-gram that ends at each position."""
    words = np.arange(size)
    counts = np.bincount(text, minlength=size)
    raw: _Raw = [(np.zeros(size, np.int64), words, counts, np.zeros(size, np.int64))]
    ids = [text]
    for k in range(1, order):
        ends = np.flatnonzero(place >= k)
        keys = ids[-1][ends - 1] * size + text[ends]
        found, inverse, count = np.unique(keys, return_inverse=True, return_counts=True)
        first = np.empty(len(found), np.int64)
        first[inverse] = np.arange(len(keys))
        number = np.full(len(text), -1, np.int64)
        number[ends] = inverse
        raw.append((found // size, found % size, count, ends[first]))
        ids.append(number)
    return raw, ids


def _continuations(raw: _Raw, ids: list[Ints], k: int, used: Floats, begin: int) -> Floats:
    """How many different words come before each n-gram; those that open a sentence keep their
    counts, since nothing can."""
    longer = raw[k + 1][3]
    kinds = np.bincount(ids[k][longer], minlength=len(used)).astype(np.float64)
    first = raw[k][1] if k == 0 else _first_word(raw, k)
    return np.where((first == begin) & (k > 0), used, kinds)


def _first_word(raw: _Raw, k: int) -> Ints:
    at = raw[k][0]
    for level in range(k - 1, 0, -1):
        at = raw[level][0][at]
    return at


def _smoothed(
    levels: list[Level], context: Ints, word: Ints, used: Floats, k: int, begin: int, size: int
) -> Level:
    """Discounted probabilities; ``logp`` holds them bare and ``backoff`` of the level below the
    weight of shorter contexts until :func:`_set_lower` adds these."""
    if k == 0:
        used = used.copy()
        used[begin] = 0.0
    cut = _discounts(used)[np.minimum(used, 3).astype(int)]
    parts = len(levels[-1]) if levels else 1
    total = np.maximum(np.bincount(context, used, parts), 1e-12)
    freed = np.bincount(context, cut, parts) / total
    bare = np.maximum(used - cut, 0.0) / total[context]
    level = Level(context, word, bare, np.zeros(len(word)), np.zeros(len(word)))
    if levels:
        levels[-1].backoff = freed
    else:
        # What the discounts free goes to all words alike; nothing predicts the mark before.
        even = np.where(np.arange(len(word)) == begin, 0.0, freed[0] / (len(word) - 1))
        level.logp = bare + even
    return level


def _discounts(counts: Floats) -> Floats:
    n = [max(1.0, float((counts == c).sum())) for c in range(1, 5)]
    y = n[0] / (n[0] + 2 * n[1])
    cuts = [0.0, *(c - (c + 1) * y * n[c] / n[c - 1] for c in (1, 2, 3))]
    within: Floats = np.clip(np.array(cuts), [0.0, 0.1, 0.2, 0.3], [0.0, 0.95, 1.9, 2.9])
    return within


def _set_lower(levels: list[Level], size: int) -> None:
    """Add the shorter contexts' share to every probability, then take logarithms."""
    suffix: Ints | None = None
    full: list[Level] = []
    for k, level in enumerate(levels):
        if k == 0:
            suffix = level.word
            full.append(level)
            continue
        assert suffix is not None
        # The n-gram without its first word is an entry of the level below.
        if k == 1:
            shorter = level.word
        else:
            below = levels[k - 1]
            keys = below.context * (size + 1) + below.word
            shorter = np.searchsorted(keys, suffix[level.context] * (size + 1) + level.word)
        level.logp = level.logp + levels[k - 1].backoff[level.context] * levels[k - 1].logp[shorter]
        suffix = shorter
    for level in levels:
        level.logp = np.log(np.maximum(level.logp, 1e-12))
        level.backoff = np.log(np.maximum(level.backoff, 1e-12))


def _without_unknown(
    levels: list[Level], size: int, least: Sequence[int], counts: Sequence[Ints]
) -> ArrayNgram:
    chosen = [level.word < size for level in levels]
    for k, fewest in enumerate(least, 1):
        if k < len(levels):
            chosen[k] &= counts[k] >= fewest
    return with_only(levels, chosen)
