"""Fit the matcher's calibration on the tuning half and on the book's own phrasings.

Every phrasing is asked with itself left out, so that the book teaches what a paraphrase looks
like; the entry that comes second stands for a near miss the book does not answer. The test half
is never read here.

    python -m bench.matching.fit [--write]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import astuple
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
import yaml
from numpy.typing import NDArray

from bench.matching import TODAY, Outcome, read_questions, report
from faq import FaqBook, Matcher, Thresholds
from faq.decision import THRESHOLDS
from faq.evidence import CALIBRATION, NAMES, Calibration

RIDGE: Final = 0.5
TUNING_WEIGHT: Final = 2.0
ANSWER: Final = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
MARGIN: Final = (0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.14)
CLARIFY: Final = (0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
AGAIN: Final = (0.04, 0.08, 0.12, 0.2)
# Which way each figure must count: more of it for the entry (+1) or against it (-1).
SIGNS: Final = {
    "raw": 1, "explained": 1, "covered": 1, "string": 1, "question": 1,
    "alien": -1, "gap": -1, "lack": -1, "foreign": -1, "anchors": 1,
}  # fmt: skip


def examples(
    matcher: Matcher,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Figures [n, d], whether right [n], and weight [n]."""
    rows: list[tuple[float, ...]] = []
    right: list[bool] = []
    weight: list[float] = []
    for at, phrasing in enumerate(matcher.index.phrasings):
        for score in matcher.scorer(phrasing.utterance, without=at)[:3]:
            rows.append(astuple(score.evidence))
            right.append(score.entry == phrasing.entry)
            weight.append(0.5)
    for question in read_questions():
        if question.half != "tuning" or question.kind not in ("in_scope", "out_of_scope"):
            continue
        for score in matcher.scores(question.text)[:3]:
            rows.append(astuple(score.evidence))
            right.append(question.is_right(matcher.book.entries[score.entry]))
            weight.append(TUNING_WEIGHT)
    return np.array(rows), np.array(right, dtype=float), np.array(weight)


def fit(x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64]) -> Calibration:
    """Ridge logistic regression; a figure that would count the wrong way round is left out."""
    used = list(range(x.shape[1]))
    while True:
        bias, found = _newton(x[:, used], y, weight)
        wrong = [at for at, w in zip(used, found, strict=True) if w * SIGNS[NAMES[at]] < 0.0]
        if not wrong:
            weights = np.zeros(x.shape[1])
            weights[used] = found
            return Calibration(bias, tuple(float(w) for w in weights))
        used = [at for at in used if at not in wrong]


def _newton(
    x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
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
            Outcome(question, matcher.decide(utterance, scores, TODAY), 0.0)
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
    calibration = fit(*examples(matcher))
    values = dict(zip(("bias", *NAMES), (calibration.bias, *calibration.weights), strict=True))
    values = {name: round(value, 4) for name, value in values.items()}
    print(values)
    if options.write:
        _write(CALIBRATION, values)
    if options.tune:
        limits, figures = tune(book, calibration)
        print(THRESHOLDS, "->", limits)
        print(" ".join(f"{name}={value:.3f}" for name, value in figures.items()))


def _write(path: Path, values: dict[str, float]) -> None:
    head = "# Written by `python -m bench.matching.fit --write`; not meant to be edited by hand.\n"
    path.write_text(head + yaml.safe_dump(values, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
