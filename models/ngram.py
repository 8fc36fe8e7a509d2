"""Back-off n-gram models: counting, reading ARPA files, and mixing two of them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

BEGIN: Final = "<s>"
END: Final = "</s>"

Context = tuple[str, ...]

_FLOOR: Final = 1e-9


@dataclass
class Ngram:
    """A back-off language model over words.

    Attributes:
        order: longest n-gram.
        probs: context to the words seen after it, with their probabilities (not logarithms).
        backoff: context to the factor on the shorter context for words not seen after it.
    """

    order: int
    probs: dict[Context, dict[str, float]] = field(default_factory=dict)
    backoff: dict[Context, float] = field(default_factory=dict)

    @property
    def words(self) -> set[str]:
        """Every word the model can produce, without sentence marks."""
        return set(self.probs[()]) - {BEGIN, END}

    def prob(self, context: Context, word: str) -> float:
        """P(word | context); 0 for a word outside the vocabulary."""
        factor = 1.0
        while True:
            seen = self.probs.get(context)
            if seen is not None:
                found = seen.get(word)
                if found is not None:
                    return factor * found
                factor *= self.backoff.get(context, 1.0)
            if not context:
                return 0.0
            context = context[1:]

    def known_context(self, context: Context) -> Context:
        """The longest tail of a history that the model keeps as a context."""
        tail = context[-(self.order - 1) :] if self.order > 1 else ()
        while tail and tail not in self.probs:
            tail = tail[1:]
        return tail


def count_model(sentences: Iterable[tuple[str, ...]], order: int, prune: int = 0) -> Ngram:
    """An interpolated Witten-Bell model of the sentences.

    Args:
        sentences: word tuples; repeat one to give it weight.
        order: longest n-gram, 1 or more.
        prune: drop n-grams of the highest order seen at most this often.
    """
    counts: dict[Context, Counter[str]] = defaultdict(Counter)
    for words in sentences:
        marked = (BEGIN, *words, END)
        for end in range(1, len(marked)):
            for length in range(min(order, end + 1)):
                counts[marked[end - length : end]][marked[end]] += 1
    if not counts:
        raise ValueError("no sentences to count")
    model = Ngram(order)
    for context in sorted(counts, key=len):
        seen = counts[context]
        total, kinds = sum(seen.values()), len(seen)
        lower = context[1:]
        if not context:
            share = kinds / (total + kinds)
            even = share / kinds
            model.probs[context] = {w: n / (total + kinds) + even for w, n in seen.items()}
            continue
        rest = kinds / (total + kinds)
        highest = len(context) == order - 1 and order > 2
        kept = {w: n for w, n in seen.items() if not (highest and n <= prune)}
        if not kept:
            continue
        model.probs[context] = {
            w: n / (total + kinds) + rest * model.prob(lower, w) for w, n in kept.items()
        }
        model.backoff[context] = _leftover(model, context)
    return model


def _leftover(model: Ngram, context: Context) -> float:
    """Back-off factor that makes the probabilities of a context sum to one."""
    seen = model.probs[context]
    lower = sum(model.prob(context[1:], word) for word in seen)
    return max(1.0 - sum(seen.values()), _FLOOR) / max(1.0 - lower, _FLOOR)


def sequence_logprob(model: Ngram, words: Iterable[str]) -> float:
    """Natural logarithm of the probability of a sentence, end mark included."""
    history: Context = (BEGIN,)
    total = 0.0
    for word in (*words, END):
        total += math.log(max(model.prob(model.known_context(history), word), _FLOOR))
        history = (*history, word)
    return total
