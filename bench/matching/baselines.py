"""Plain scorers that many would reach for, on the same questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import log, sqrt

from rapidfuzz import fuzz, process

from bench.matching.sets import Question
from faq import FaqBook, FaqEntry


def wratio_recall(book: FaqBook, questions: Iterable[Question]) -> float:
    """Recall at one of rapidfuzz's ``WRatio``."""
    asks = _asks(book)
    texts = [text for text, _ in asks]

    def best(text: str) -> FaqEntry:
        return asks[process.extractOne(text, texts, scorer=fuzz.WRatio)[2]][1]

    return _recall(questions, best)


def tfidf_recall(book: FaqBook, questions: Iterable[Question]) -> float:
    """Recall at one of the cosine of TF-IDF over words and their pieces of three letters."""
    asks = _asks(book)
    counted = [Counter(_features(text)) for text, _ in asks]
    within = Counter(feature for counts in counted for feature in counts)
    rarity = {feature: log(len(asks) / count) + 1.0 for feature, count in within.items()}
    postings: dict[str, list[tuple[int, float]]] = {}
    for at, counts in enumerate(counted):
        for feature, value in _unit(counts, rarity).items():
            postings.setdefault(feature, []).append((at, value))

    def best(text: str) -> FaqEntry:
        scores = [0.0] * len(asks)
        for feature, value in _unit(Counter(_features(text)), rarity).items():
            for at, other in postings.get(feature, ()):
                scores[at] += value * other
        return asks[scores.index(max(scores))][1]

    return _recall(questions, best)


def _asks(book: FaqBook) -> list[tuple[str, FaqEntry]]:
    return [(ask.lower(), entry) for entry in book for ask in entry.ask]


def _recall(questions: Iterable[Question], best: Callable[[str], FaqEntry]) -> float:
    inside = [q for q in questions if q.kind == "in_scope"]
    return sum(q.is_right(best(q.said)) for q in inside) / len(inside) if inside else 0.0


def _features(text: str) -> Sequence[str]:
    words = text.split()
    padded = " ".join(words).join("  ")
    return [*words, *(padded[at : at + 3] for at in range(len(padded) - 2))]


def _unit(counts: Counter[str], rarity: dict[str, float]) -> dict[str, float]:
    weighed = {f: (1.0 + log(n)) * rarity[f] for f, n in counts.items() if f in rarity}
    length = sqrt(sum(value * value for value in weighed.values())) or 1.0
    return {feature: value / length for feature, value in weighed.items()}
