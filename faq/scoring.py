"""How well each entry explains a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from faq.evidence import Calibration, Evidence
from faq.index import BookIndex
from faq.likeness import largest
from faq.normalise import CODE, Kind, Token, Utterance

Floats = NDArray[np.float32]
Like = tuple[NDArray[np.intp], Floats]
"""Vocabulary words like a token, and how like they are, 0..1."""

_CANDIDATES: Final = 48
_ALIKE: Final = 24
_KEPT: Final = 12
_BAG: Final = 0.8
_WINDOWS: Final = (4, 6, 9)
_WINDOW_LOSS: Final = 0.9
_BOTH: Final = 0.80
_STRING: Final = 0.09
_QUESTION: Final = 0.11
_LEAN: Final = 1.0
_NEAR_EXACT: Final = 0.9
_ALIEN: Final = 0.6


@dataclass(frozen=True, slots=True)
class Score:
    """One entry against one question.

    Attributes:
        entry: place in the book.
        phrasing: place of the best phrasing.
        evidence: what speaks for it.
        rank: what the entries are ordered by.
        score: calibrated probability that this entry is what the caller wants.
        words: per token of the question, how well the entry explains it, 0..1.
    """

    entry: int
    phrasing: int
    evidence: Evidence
    rank: float
    score: float
    words: tuple[float, ...]


class Scorer:
    """Scores a normalised question against a `BookIndex`."""

    def __init__(
        self,
        index: BookIndex,
        related: frozenset[frozenset[str]],
        markers: frozenset[str],
        calibration: Calibration | None = None,
    ) -> None:
        self.index = index
        self.related = related
        self.markers = markers
        self._is_question = np.array([w[0] == "?" for w in index.sounds.vocabulary] + [True])
        self.calibration = calibration or Calibration.load()

    def weights(self, tokens: Sequence[Token]) -> Floats:
        """Weight of each token of a question; doubtful words weigh less."""
        out = np.empty(len(tokens), dtype=np.float32)
        for at, token in enumerate(tokens):
            place = self.index.sounds.index(token.text)
            weight = (
                float(self.index.weight[place])
                if place is not None
                else self.index.unknown_weight(token.text, token.kind)
            )
            out[at] = weight * (0.35 + 0.65 * token.confidence)
        return out

    def likeness(self, tokens: Sequence[Token]) -> list[Like]:
        """Vocabulary words like each token, and how like they are."""
        index = self.index
        return [index.sounds.row(t.text, index.is_common(t.text)) for t in tokens]

    def __call__(self, utterance: Utterance, without: int | None = None) -> list[Score]:
        """Every entry with any evidence, best first, a dozen at most.

        `without` leaves one phrasing out: how a book's own words are used to fit the curve.
        """
        tokens = utterance.tokens
        index = self.index
        if not utterance.content or not len(index.phrasings):
            return []
        weight = self.weights(tokens)
        rows = self.likeness(tokens)
        alike = index.texts(utterance, without)
        chosen = self._candidates(rows, weight, alike.best)
        chosen = chosen[chosen != without] if without is not None else chosen
        if not chosen.size:
            return []
        like = np.zeros((len(tokens), index.padding + 1), dtype=np.float32)
        for row, (places, values) in zip(like, rows, strict=True):
            row[places] = values
        entries = index.entry_of[chosen]
        # The phrasings stand last: numpy is quick along many, slow along a few words of each.
        held = index.tokens[chosen, : max(1, int(index.sizes[chosen].max()))].T
        pairs = like[:, held]  # [n, L, K]
        own, back = np.unique(entries, return_inverse=True)
        bag = like[:, index.bag[own, : max(1, int(index.bag_sizes[own].max()))].T].max(axis=1)
        if without is not None:
            rest = like[:, index.bag_without(without)].max(axis=1)
            bag[:, own == index.entry_of[without]] = rest[:, None]
        words = np.maximum(pairs.max(axis=1), _BAG * bag[:, back])  # [n, K]
        known = like.max(axis=1)
        is_content = np.array([t.kind is Kind.CONTENT for t in tokens])
        content_weight = np.where(is_content, weight, 0.0)
        alien_weight = content_weight * (1.0 - known)
        total = float(weight.sum()) or 1.0
        alien = float(alien_weight.sum()) / total
        phrase_weight = index.weight[held]  # [L, K]
        phrase_total = np.maximum(phrase_weight.sum(axis=0), 1e-6)
        covering = pairs.max(axis=0)  # [L, K]
        explained = weight @ words / total
        covered = (covering * phrase_weight).sum(axis=0) / phrase_total
        explained, covered = _windows(
            words, pairs, weight, alien_weight, phrase_weight, phrase_total, explained, covered
        )
        text = " ".join(sorted(token.text for token in tokens))
        others = [index.phrasings[at].sorted_text for at in chosen.tolist()]
        string = process.cdist([text], others, scorer=fuzz.ratio)[0] / 100.0
        question = self._agreement(utterance.questions, chosen)
        both = _together(explained, covered)
        raw = _BOTH * both + _STRING * string + _QUESTION * question
        anchors = (words[is_content] >= _NEAR_EXACT).sum(axis=0)
        missing = 1.0 - words
        gap = (content_weight[:, None] * missing).max(axis=0)
        is_marker = np.array([t.text in self.markers or t.text.startswith(CODE) for t in tokens])
        foreign = (np.where(is_marker, weight, 0.0)[:, None] * missing).max(axis=0)
        lacked = np.where(self._is_question[held], 0.0, phrase_weight) * (1.0 - covering)
        figures = np.stack(
            [
                raw,
                explained,
                covered,
                string,
                question,
                np.full_like(raw, alien),
                gap,
                lacked.max(axis=0),
                foreign,
                np.minimum(anchors, 3) / 3.0,
                alike.near[entries],
                alike.whole[entries],
            ],
            axis=1,
        )
        return self._best(chosen, entries, figures, words)

    def _candidates(
        self, rows: Sequence[Like], weight: Floats, alike: NDArray[np.intp]
    ) -> NDArray[np.intp]:
        """Phrasings worth a closer look: by the words they share, and by their letters."""
        index = self.index
        places = np.concatenate([places for places, _ in rows])
        values = np.concatenate([v * w for (_, v), w in zip(rows, weight, strict=True)])
        held = [index.postings[place] for place in places.tolist()]
        reached = np.concatenate(held) if held else np.zeros(0, np.intp)
        each = np.repeat(values, [len(found) for found in held])
        reach = np.bincount(reached, each, len(index.phrasings)) / index.length
        return np.union1d(largest(reach, _CANDIDATES), alike[:_ALIKE]).astype(np.intp)

    def _agreement(self, asked: frozenset[str], chosen: NDArray[np.intp]) -> NDArray[np.float64]:
        """How well what each phrasing asks for, and its entry, agrees with what is asked."""
        found: dict[tuple[frozenset[str], int], float] = {}
        out = np.empty(len(chosen), dtype=np.float64)
        for row, at in enumerate(chosen.tolist()):
            phrasing = self.index.phrasings[at]
            key = phrasing.utterance.questions, phrasing.entry
            if key not in found:
                found[key] = self._agrees(asked, *key)
            out[row] = found[key]
        return out

    def _agrees(self, asked: frozenset[str], kinds: frozenset[str], entry: int) -> float:
        if asked & kinds:
            return 1.0
        if not asked or not kinds:
            return 0.75 if not asked and not kinds else 0.55
        if asked & self.index.entry_questions[entry]:
            return 0.7
        if any(frozenset((a, b)) in self.related for a in asked for b in kinds):
            return 0.5
        return 0.0

    def _best(
        self,
        chosen: NDArray[np.intp],
        entries: NDArray[np.intp],
        figures: NDArray[np.float64],
        words: Floats,
    ) -> list[Score]:
        ranks = self.calibration.rank(figures)
        first: dict[int, int] = {}
        for at in np.lexsort((chosen, -ranks)).tolist():
            first.setdefault(int(entries[at]), at)
            if len(first) == _KEPT:
                break
        kept = list(first.values())
        chances = self.calibration.chance(ranks[kept], figures[kept])
        return [
            Score(
                int(entries[at]),
                int(chosen[at]),
                Evidence(*figures[at].tolist()),
                float(ranks[at]),
                float(chance),
                tuple(words[:, at].tolist()),
            )
            for at, chance in zip(kept, chances.tolist(), strict=True)
        ]


def _windows(
    words: Floats,
    pairs: Floats,
    weight: Floats,
    alien_weight: Floats,
    phrase_weight: Floats,
    phrase_total: Floats,
    explained: Floats,
    covered: Floats,
) -> tuple[Floats, Floats]:
    """Let the best stretch of a long question stand for it, so that small talk drowns nothing.

    What lies outside the stretch still counts by the share of it the book does not know.
    """
    best_e, best_c = explained, covered
    best = _together(explained, covered)
    hit = words * weight[:, None]
    reached, width = pairs, 1
    for size in _WINDOWS:
        if size >= len(weight):
            break
        # The best of a stretch is that of the two shorter ones that make it up.
        while width < size:
            step = min(width, size - width)
            reached, width = np.maximum(reached[:-step], reached[step:]), width + step
        in_hit = _sums(hit, size)  # [W, K]
        outside = _ALIEN * np.maximum(alien_weight.sum() - _sums(alien_weight, size), 0.0)
        held = np.maximum(_sums(weight, size) + outside, 1e-6)
        part_e = _WINDOW_LOSS * in_hit / held[:, None]
        part_c = (reached * phrase_weight).sum(axis=1) / phrase_total
        part = _together(part_e, part_c)
        at = part.argmax(axis=0)
        columns = np.arange(part.shape[1])
        better = part[at, columns] > best
        best = np.where(better, part[at, columns], best)
        best_e = np.where(better, part_e[at, columns], best_e)
        best_c = np.where(better, part_c[at, columns], best_c)
    return best_e, best_c


def _sums(values: Floats, size: int) -> Floats:
    """Sums over stretches of rows."""
    sums = np.cumsum(values, axis=0, dtype=np.float64)
    sums[size:] -= sums[:-size].copy()
    found: Floats = sums[size - 1 :].astype(np.float32)
    return found


def _together(explained: Floats, covered: Floats) -> Floats:
    """Weighted harmonic mean: an entry must explain the question and be asked for by it."""
    square = _LEAN * _LEAN
    both: Floats = (
        (1.0 + square) * explained * covered / np.maximum(square * covered + explained, 1e-6)
    )
    return both
