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
from faq.normalise import CODE, Kind, Token, Utterance

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

    def weights(self, tokens: Sequence[Token]) -> NDArray[np.float32]:
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

    def likeness(self, tokens: Sequence[Token]) -> NDArray[np.float32]:
        """Likeness of each token to each vocabulary word, shape [n, V + 1]."""
        index = self.index
        out = np.zeros((len(tokens), index.padding + 1), dtype=np.float32)
        for at, token in enumerate(tokens):
            places, values = index.sounds.row(token.text, index.is_common(token.text))
            out[at, places] = values
        return out

    def __call__(self, utterance: Utterance, without: int | None = None) -> list[Score]:
        """Every entry with any evidence, best first, a dozen at most.

        `without` leaves one phrasing out: how a book's own words are used to fit the curve.
        """
        tokens = utterance.tokens
        index = self.index
        if not utterance.content or not len(index.phrasings):
            return []
        weight = self.weights(tokens)
        like = self.likeness(tokens)
        alike = index.texts(utterance, without)
        chosen = self._candidates(like, weight, alike.best)
        chosen = chosen[chosen != without] if without is not None else chosen
        if not chosen.size:
            return []
        entries = index.entry_of[chosen]
        pairs = like[:, index.tokens[chosen]].transpose(1, 0, 2)  # [K, n, L]
        own, back = np.unique(entries, return_inverse=True)
        bag = like[:, index.bag[own]].max(axis=2).T  # [entries, n]
        if without is not None:
            rest = like[:, index.bag_without(without)].max(axis=1)
            bag[own == index.entry_of[without]] = rest
        bag = bag[back]  # [K, n]
        words = np.maximum(pairs.max(axis=2), _BAG * bag)
        known = like.max(axis=1)
        is_content = np.array([t.kind is Kind.CONTENT for t in tokens])
        alien_weight = np.where(is_content, weight * (1.0 - known), 0.0)
        total = float(weight.sum()) or 1.0
        alien = float(alien_weight.sum()) / total
        phrase_weight = index.token_weight[chosen]
        phrase_total = np.maximum(phrase_weight.sum(axis=1), 1e-6)
        explained = (words * weight).sum(axis=1) / total
        covered = (pairs.max(axis=1) * phrase_weight).sum(axis=1) / phrase_total
        explained, covered = self._windows(
            words, pairs, weight, alien_weight, phrase_weight, phrase_total, explained, covered
        )
        text = " ".join(sorted(token.text for token in tokens))
        others = [index.phrasings[at].sorted_text for at in chosen]
        string = process.cdist([text], others, scorer=fuzz.token_sort_ratio)[0] / 100.0
        asked = utterance.questions
        question = np.array([self._agreement(asked, int(at)) for at in chosen])
        both = _together(explained, covered)
        raw = _BOTH * both + _STRING * string + _QUESTION * question
        anchors = (words[:, is_content] >= _NEAR_EXACT).sum(axis=1)
        gap = (np.where(is_content, weight, 0.0) * (1.0 - words)).max(axis=1)
        is_marker = np.array([t.text in self.markers or t.text.startswith(CODE) for t in tokens])
        foreign = (np.where(is_marker, weight, 0.0) * (1.0 - words)).max(axis=1)
        is_asked = self._is_question[index.tokens[chosen]]
        lack = (np.where(is_asked, 0.0, phrase_weight) * (1.0 - pairs.max(axis=1))).max(axis=1)
        figures = np.stack(
            [
                raw,
                explained,
                covered,
                string,
                question,
                np.full_like(raw, alien),
                gap,
                lack,
                foreign,
                np.minimum(anchors, 3) / 3.0,
                alike.near[entries],
                alike.whole[entries],
            ],
            axis=1,
        )
        return self._best(chosen, entries, figures, words)

    def _candidates(
        self, like: NDArray[np.float32], weight: NDArray[np.float32], alike: NDArray[np.intp]
    ) -> NDArray[np.intp]:
        """Phrasings worth a closer look: by the words they share, and by their letters."""
        index = self.index
        reach = np.zeros(len(index.phrasings), dtype=np.float32)
        for row, value in zip(like, weight, strict=True):
            for place in np.flatnonzero(row[:-1]):
                reach[index.postings[place]] += row[place] * value
        reach /= index.length
        if reach.size > _CANDIDATES:
            top = np.argpartition(-reach, _CANDIDATES)[:_CANDIDATES]
        else:
            top = np.arange(reach.size)
        return np.union1d(top[reach[top] > 0.0], alike[:_ALIKE]).astype(np.intp)

    @staticmethod
    def _windows(
        words: NDArray[np.float32],
        pairs: NDArray[np.float32],
        weight: NDArray[np.float32],
        alien_weight: NDArray[np.float32],
        phrase_weight: NDArray[np.float32],
        phrase_total: NDArray[np.float32],
        explained: NDArray[np.float32],
        covered: NDArray[np.float32],
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Let the best stretch of a long question stand for it, so that small talk drowns nothing.

        What lies outside the stretch still counts by the share of it the book does not know.
        """
        count = len(weight)
        best_e, best_c = explained, covered
        best = _together(explained, covered)
        hit = words * weight
        for size in _WINDOWS:
            if size >= count:
                break
            spans = np.lib.stride_tricks.sliding_window_view
            in_hit = spans(hit, size, axis=1).sum(axis=2)  # [K, W]
            in_weight = spans(weight, size).sum(axis=1)  # [W]
            in_alien = spans(alien_weight, size).sum(axis=1)
            outside = _ALIEN * np.maximum(alien_weight.sum() - in_alien, 0.0)
            part_e = _WINDOW_LOSS * in_hit / np.maximum(in_weight + outside, 1e-6)
            in_pairs = spans(pairs, size, axis=1).max(axis=3)  # [K, W, L]
            part_c = (in_pairs * phrase_weight[:, None, :]).sum(axis=2) / phrase_total[:, None]
            part = _together(part_e, part_c)
            at = part.argmax(axis=1)
            rows = np.arange(len(part))
            better = part[rows, at] > best
            best = np.where(better, part[rows, at], best)
            best_e = np.where(better, part_e[rows, at], best_e)
            best_c = np.where(better, part_c[rows, at], best_c)
        return best_e, best_c

    def _agreement(self, asked: frozenset[str], phrasing: int) -> float:
        kinds = self.index.phrasings[phrasing].utterance.questions
        whole = self.index.entry_questions[int(self.index.entry_of[phrasing])]
        if asked & kinds:
            return 1.0
        if not asked or not kinds:
            return 0.75 if not asked and not kinds else 0.55
        if asked & whole:
            return 0.7
        if any(frozenset((a, b)) in self.related for a in asked for b in kinds):
            return 0.5
        return 0.0

    def _best(
        self,
        chosen: NDArray[np.intp],
        entries: NDArray[np.intp],
        figures: NDArray[np.float64],
        words: NDArray[np.float32],
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
                tuple(words[at].tolist()),
            )
            for at, chance in zip(kept, chances.tolist(), strict=True)
        ]


def _together(explained: NDArray[np.float32], covered: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weighted harmonic mean: an entry must explain the question and be asked for by it."""
    square = _LEAN * _LEAN
    both: NDArray[np.float32] = (
        (1.0 + square) * explained * covered / np.maximum(square * covered + explained, 1e-6)
    )
    return both
