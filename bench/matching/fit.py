"""Fit the matcher's calibration on the tuning half and on the book's own phrasings.

Every phrasing is asked with itself left out, so that the book teaches what a paraphrase looks
like. First the order among entries is fitted (a softmax over the entries of each question), then
the chance that an entry is meant, for which questions outside the book count too. The test half is
never read here.

    python -m bench.matching.fit [--write] [--tune]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
import yaml
from numpy.typing import NDArray

from bench.matching.descent import descend
from bench.matching.figures import Outcome, report
from bench.matching.sets import HEARD, TODAY, Question, read_heard, read_questions
from faq import FaqBook, Matcher, Thresholds
from faq.decision import THRESHOLDS
from faq.evidence import CALIBRATION, CHANCE_NAMES, NAMES, Calibration, standing
from faq.scoring import Score

Floats = NDArray[np.float64]

RIDGE: Final = 5.0
RANK_RIDGE: Final = 0.02
TUNING_WEIGHT: Final = 2.0
HEARD_WEIGHT: Final = 0.5
OWN_WEIGHT: Final = 0.1
"""Of a phrasing of the book: it is far more like its neighbours than a caller's words are."""
_CONSIDERED: Final = 3
"""Entries of a question that teach what a chance is; those further behind are never spoken."""

ANSWER: Final = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
MARGIN: Final = (0.0,)
CLARIFY: Final = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
AGAIN: Final = (0.02, 0.04, 0.08, 0.12, 0.2, 0.3)
# Which way each figure must count: more of it for the entry (+1) or against it (-1).
SIGNS: Final = {
    "rank": 1, "lead": 1,
    "raw": 1, "explained": 1, "covered": 1, "string": 1, "question": 1,
    "alien": -1, "gap": -1, "lack": -1, "foreign": -1, "anchors": 1, "near": 1, "whole": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """One question with the entries it may mean.

    Attributes:
        figures: their evidence, shape [n, len(NAMES)].
        right: which of them are, shape [n].
        inside: which are entries and no matters outside the book, shape [n].
        weight: how much it counts.
    """

    figures: Floats
    right: NDArray[np.bool_]
    inside: NDArray[np.bool_]
    weight: float


def examples(matcher: Matcher, own: int = 1) -> list[Example]:
    """Everything to fit on: phrasings left out in turn, and the tuning half of the sets.

    Args:
        own: take one phrasing of the book in so many, each counting for as many.
    """
    found = []
    for at, phrasing in list(enumerate(matcher.index.phrasings))[::own]:
        scores = matcher.scorer(phrasing.utterance, without=at)
        right = [score.entry == phrasing.entry for score in scores]
        found.append(_example(scores, right, own * OWN_WEIGHT, len(matcher.book)))
    for question, weight in _tuning():
        scores = matcher.scorer(matcher.understand(question.said, question.words or None))
        entries = matcher.book.entries
        right = [
            score.entry < len(entries) and question.is_right(entries[score.entry])
            for score in scores
        ]
        found.append(_example(scores, right, weight, len(entries)))
    return [example for example in found if len(example.right)]


def _tuning() -> Iterator[tuple[Question, float]]:
    heard = read_heard() if HEARD.exists() else []
    for questions, weight in ((read_questions(), TUNING_WEIGHT), (heard, HEARD_WEIGHT)):
        for question in questions:
            if question.half == "tuning" and question.kind in ("in_scope", "out_of_scope"):
                yield question, weight


def _example(
    scores: Sequence[Score], right: Sequence[bool], weight: float, entries: int
) -> Example:
    rows = [astuple(score.evidence) for score in scores]
    return Example(
        np.array(rows).reshape(-1, len(NAMES)),
        np.array(right, dtype=bool),
        np.array([score.entry < entries for score in scores], dtype=bool),
        weight,
    )


def fit(found: Sequence[Example]) -> Calibration:
    """Order first, then chance."""
    ranks = fit_ranks(found)
    rows, right, weight = [], [], []
    for example in found:
        order = np.argsort(-(example.figures @ ranks), kind="stable")
        figures = example.figures[order]
        taught = np.flatnonzero(example.inside[order])[:_CONSIDERED]
        standings = standing(figures @ ranks, figures)[taught]
        rows.append(standings)
        right.append(example.right[order][taught])
        weight.append(np.full(len(standings), example.weight))
    y = np.concatenate(right).astype(float)
    bias, chances = _signed(np.concatenate(rows), y, np.concatenate(weight))
    return Calibration(tuple(ranks.tolist()), bias, tuple(chances.tolist()))


def fit_ranks(found: Sequence[Example]) -> Floats:
    """Weights under which the right entries come first, by gradient with signs kept."""
    told = [example for example in found if example.right.any() and not example.right.all()]
    signs = np.array([SIGNS[name] for name in NAMES], dtype=float)
    spread = np.concatenate([e.figures for e in told]).std(axis=0) + 1e-6
    width = max(len(e.right) for e in told)
    table = np.zeros((len(told), width, len(NAMES)))
    valid = np.zeros((len(told), width), dtype=bool)
    right = np.zeros((len(told), width), dtype=bool)
    for at, example in enumerate(told):
        count = len(example.right)
        table[at, :count] = example.figures / spread
        valid[at, :count] = True
        right[at, :count] = example.right
    weight = np.array([e.weight for e in told])
    weight /= weight.sum()

    def slope(weights: Floats) -> Floats:
        score = np.where(valid, table @ weights, -np.inf)
        chance = np.exp(score - score.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        hit = chance * right
        wanted = hit / hit.sum(axis=1, keepdims=True)
        each = ((chance - wanted)[:, :, None] * table).sum(axis=1)
        found: Floats = (weight[:, None] * each).sum(axis=0) + RANK_RIDGE * 0.01 * weights
        return found

    def signed(weights: Floats) -> Floats:
        return np.where(weights * signs < 0.0, 0.0, weights)

    weights = descend(0.5 * signs, slope, rounds=1500, squares=0.999, allowed=signed)
    found_weights: Floats = weights / spread
    return found_weights


def _signed(x: Floats, y: Floats, weight: Floats) -> tuple[float, Floats]:
    """Ridge logistic regression; a figure that would count the wrong way round is left out."""
    used = list(range(x.shape[1]))
    while True:
        bias, found = _newton(x[:, used], y, weight)
        wrong = [at for at, w in zip(used, found, strict=True) if w * SIGNS[CHANCE_NAMES[at]] < 0.0]
        if not wrong:
            weights = np.zeros(x.shape[1])
            weights[used] = found
            return bias, weights
        used = [at for at in used if at not in wrong]


def _newton(x: Floats, y: Floats, weight: Floats) -> tuple[float, Floats]:
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    design = np.hstack([np.ones((len(x), 1)), (x - middle) / spread])
    penalty = RIDGE * np.eye(design.shape[1])
    penalty[0, 0] = 0.0
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-design @ beta))
        slope = design.T @ (weight * (y - p)) - penalty @ beta
        curve = (design * (weight * p * (1.0 - p))[:, None]).T @ design + penalty
        step = np.linalg.solve(curve, slope)
        beta += step
        if np.abs(step).max() < 1e-8:
            break
    weights = beta[1:] / spread
    return float(beta[0] - middle @ weights), weights


def tune(book: FaqBook, calibration: Calibration) -> tuple[Thresholds, dict[str, float]]:
    """Limits of least expected cost on the tuning half."""
    matcher = Matcher(book, calibration=calibration)
    asked = []
    for question in read_questions():
        if question.half == "tuning":
            utterance = matcher.understand(question.text)
            asked.append((question, utterance, matcher.scorer(utterance)))
    best: tuple[float, Thresholds, dict[str, float]] | None = None
    for answer, margin, clarify, again in product(ANSWER, MARGIN, CLARIFY, AGAIN):
        matcher.thresholds = Thresholds(answer, margin, clarify, again)
        outcomes = [
            Outcome(question, matcher.decide(utterance, scores, TODAY))
            for question, utterance, scores in asked
        ]
        figures = report(outcomes)
        if best is None or figures["cost"] < best[0] - 1e-9:
            best = figures["cost"], matcher.thresholds, figures
    assert best is not None
    return best[1], best[2]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write faq/calibration.yaml")
    parser.add_argument("--tune", action="store_true", help="search the thresholds too (minutes)")
    options = parser.parse_args(argv)
    book = FaqBook.load()
    matcher = Matcher(book)
    calibration = fit(examples(matcher))
    values = {
        "rank": _named(NAMES, calibration.ranks),
        "chance": _named(("bias", *CHANCE_NAMES), (calibration.bias, *calibration.chances)),
    }
    print(values)
    if options.write:
        _write(CALIBRATION, values)
    if options.tune:
        limits, figures = tune(book, calibration)
        print(THRESHOLDS, "->", limits)
        print(" ".join(f"{name}={value:.3f}" for name, value in figures.items()))


def _named(names: Sequence[str], values: Sequence[float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in zip(names, values, strict=True)}


def _write(path: Path, values: Mapping[str, Mapping[str, float]]) -> None:
    head = "# Written by `python -m bench.matching.fit --write`; not meant to be edited by hand.\n"
    path.write_text(head + yaml.safe_dump(dict(values), sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
