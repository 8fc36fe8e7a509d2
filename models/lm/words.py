"""Array n-gram models with the words they speak of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np

from models.lm.arrays import ArrayNgram, Ints, Level, with_only
from models.ngram import BEGIN, END, Ngram

NEVER: Final = -80.0
"""Natural logarithm that stands for a probability of zero."""


@dataclass(frozen=True)
class WordModel:
    """A model and its vocabulary.

    Attributes:
        words: the mark before a sentence, the mark behind it, then all words in order.
        model: the n-grams over the numbers of these words.
    """

    words: list[str]
    model: ArrayNgram

    begin = 0
    end = 1

    @property
    def vocabulary(self) -> set[str]:
        """Every word the model can produce, without sentence marks."""
        return set(self.words[2:])


def from_ngram(ngram: Ngram) -> WordModel:
    """The same model as arrays."""
    words = [BEGIN, END, *sorted(ngram.words)]
    number = {word: n for n, word in enumerate(words)}
    size = len(words)
    found: list[tuple[list[tuple[int, ...]], list[float], list[float]]]
    found = [([], [], []) for _ in range(ngram.order)]
    for context in ngram.probs:
        head = tuple(number[word] for word in context)
        for word, prob in ngram.probs[context].items():
            rows, probs, backs = found[len(context)]
            rows.append((*head, number[word]))
            probs.append(float(np.log(prob)))
            backs.append(float(np.log(ngram.backoff.get((*context, word), 1.0))))
    unigram = found[0]
    missing = sorted(set(range(size)) - {row[0] for row in unigram[0]})
    for n in missing:
        unigram[0].append((n,))
        unigram[1].append(NEVER)
        unigram[2].append(float(np.log(ngram.backoff.get((words[n],), 1.0))))
    levels: list[Level] = []
    for rows, probs, backs in found:
        if not rows:
            break
        table = np.array(rows, np.int64)
        below = ArrayNgram(levels).entry(table[:, :-1]) if levels else np.zeros(len(rows), np.int64)
        known = below >= 0
        order = np.lexsort((table[:, -1], below))
        order = order[known[order]]
        levels.append(
            Level(
                below[order],
                table[order, -1],
                np.array(probs)[order],
                np.array(backs)[order],
                np.zeros(len(order)),
            )
        )
    return WordModel(words, ArrayNgram(levels))


def renumbered(model: ArrayNgram, number: Ints, size: int) -> ArrayNgram:
    """The same model over a larger vocabulary, whose new words it never says.

    Args:
        number: new number of every old word.
        size: number of words in the larger vocabulary.
    """
    levels: list[Level] = []
    place = np.zeros(0, np.int64)
    for k, level in enumerate(model.levels):
        if k == 0:
            blank = np.zeros(size)
            fresh = Level(blank.astype(np.int64), np.arange(size), blank + NEVER, blank, blank)
            for name in ("logp", "backoff", "share"):
                values = getattr(fresh, name).copy()
                values[number] = getattr(level, name)
                setattr(fresh, name, values)
            levels.append(fresh)
            place = number
            continue
        context, word = place[level.context], number[level.word]
        order = np.lexsort((word, context))
        moved = level.kept(order)
        moved.context, moved.word = context[order], word[order]
        levels.append(moved)
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
    return ArrayNgram(levels)


def without_words(language: WordModel, gone: Collection[str]) -> WordModel:
    """The same model without some words and their n-grams; the others share what they were worth.

    Sentence marks stay.
    """
    keep = np.array([word not in gone for word in language.words])
    keep[[language.begin, language.end]] = True
    levels = language.model.levels
    model = with_only(levels, [keep, *(np.ones(len(level), bool) for level in levels[1:])])
    return WordModel([w for w, stays in zip(language.words, keep, strict=True) if stays], model)


def with_same_words(*models: WordModel) -> list[WordModel]:
    """The models over the words of all; a word that a model does not know it never says."""
    words = [BEGIN, END, *sorted(set().union(*(m.vocabulary for m in models)))]
    at = {word: n for n, word in enumerate(words)}
    return [
        WordModel(words, renumbered(m.model, np.array([at[w] for w in m.words]), len(words)))
        for m in models
    ]
