"""Back-off n-gram models: counting, reading ARPA files, and mixing two of them."""

from __future__ import annotations

import gzip
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from models.errors import ModelError

BEGIN: Final = "<s>"
END: Final = "</s>"

Context = tuple[str, ...]

_LN10: Final = math.log(10.0)
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


def mix(first: Ngram, second: Ngram, share: float) -> Ngram:
    """Linear interpolation: ``share`` of the first model, the rest of the second.

    A word of either vocabulary gets real probability in the result.
    """
    mixed = Ngram(max(first.order, second.order))
    contexts = first.probs.keys() | second.probs.keys()
    for context in sorted(contexts, key=lambda c: (len(c), c)):
        one, two = first.probs.get(context, {}), second.probs.get(context, {})
        mixed.probs[context] = {
            word: share * (one.get(word) or first.prob(context, word))
            + (1.0 - share) * (two.get(word) or second.prob(context, word))
            for word in one.keys() | two.keys()
        }
        if context:
            mixed.backoff[context] = _leftover(mixed, context)
    return mixed


def sequence_logprob(model: Ngram, words: Iterable[str]) -> float:
    """Natural logarithm of the probability of a sentence, end mark included."""
    history: Context = (BEGIN,)
    total = 0.0
    for word in (*words, END):
        total += math.log(max(model.prob(model.known_context(history), word), _FLOOR))
        history = (*history, word)
    return total


def read_arpa(path: Path) -> Ngram:
    """Read a gzip-compressed ARPA file; ModelError when it is missing or broken."""
    probs: dict[Context, dict[str, float]] = defaultdict(dict)
    backoff: dict[Context, float] = {}
    order = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("\\"):
                    order = int(line[1 : line.index("-")]) if "-grams:" in line else order
                    continue
                cells = line.rstrip("\n").split("\t")
                if order == 0 or len(cells) < 2:
                    continue
                words = tuple(cells[1].split(" "))
                probs[words[:-1]][words[-1]] = 10.0 ** float(cells[0])
                if len(cells) > 2:
                    backoff[words] = math.exp(_LN10 * float(cells[2]))
    except (OSError, EOFError, ValueError) as error:
        raise ModelError(
            f"Model bahasa {path} tidak dapat dibaca ({error}); pasang ulang Sapa."
        ) from None
    if order == 0 or () not in probs:
        raise ModelError(f"Model bahasa {path} kosong; pasang ulang Sapa.")
    for context, seen in probs.items():
        seen.pop("<unk>", None)
        if not context:
            seen.pop(BEGIN, None)
    kept = {c: s for c, s in probs.items() if s}
    return Ngram(order, kept, {c: b for c, b in backoff.items() if c in kept})


def write_arpa(model: Ngram, path: Path, note: str) -> None:
    """Write a gzip-compressed ARPA file that opens with a note on origin and licence."""
    rows: dict[int, list[str]] = defaultdict(list)
    if BEGIN not in model.probs[()]:
        rows[1].append(_arpa_row(model, (BEGIN,), 1e-99))
    for context in sorted(model.probs):
        for word, prob in sorted(model.probs[context].items()):
            rows[len(context) + 1].append(_arpa_row(model, (*context, word), prob))
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        head = "".join(f"ngram {n}={len(rows[n])}\n" for n in sorted(rows))
        out.write(f"{note}\n\n\\data\\\n{head}".encode())
        for n in sorted(rows):
            out.write(f"\n\\{n}-grams:\n{''.join(rows[n])}".encode())
        out.write(b"\n\\end\\\n")


def _arpa_row(model: Ngram, words: Context, prob: float) -> str:
    tail = f"\t{math.log10(model.backoff[words]):.3f}" if words in model.backoff else ""
    return f"{math.log10(prob):.3f}\t{' '.join(words)}{tail}\n"
