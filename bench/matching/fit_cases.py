"""Fit the model that tells a person's own case from a general question.

Taught are ``faq/lessons/cases.tsv``, the entries' own phrasings, and the tuning half of the sets.

    python -m bench.matching.fit_cases [--write]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import yaml
from numpy.typing import NDArray

import faq
from bench.matching.descent import descend
from bench.matching.sets import read_questions
from faq import FaqBook, Matcher
from faq.case_model import BIAS, CASE_MODEL, CaseModel, features

LESSONS: Final = Path(faq.__file__).resolve().parent / "lessons" / "cases.tsv"
RIDGE: Final = 1.0
SEEN: Final = 3
_ROUNDS: Final = 400
_LEAST: Final = 0.05

Example = tuple[str, bool, float]
Floats = NDArray[np.float32]


def examples(book: FaqBook) -> list[Example]:
    """Texts, whether each is a case, and its weight."""
    rows = [line.split("\t") for line in LESSONS.read_text(encoding="utf-8").splitlines()]
    found = [(row[1], row[0] == "case", 1.0) for row in rows if row[0] in ("case", "general")]
    found += [(ask, False, 0.3) for ask in book.phrasings()]
    for question in read_questions():
        if question.half == "tuning" and question.kind != "ambiguous":
            found.append((question.text, question.kind == "case_specific", 1.0))
    return found


def fit(matcher: Matcher, taught: Sequence[Example]) -> CaseModel:
    """Ridge logistic regression by gradient."""
    acronyms = matcher.normaliser.acronyms
    seen = [features(matcher.normaliser(text).words, acronyms) for text, _, _ in taught]
    counts = Counter(feature for one in seen for feature in one)
    names = sorted(feature for feature, count in counts.items() if count >= SEEN)
    place = {name: at for at, name in enumerate(names)}
    x = np.zeros((len(taught), len(names) + 1), dtype=np.float32)
    x[:, -1] = 1.0
    for row, one in zip(x, seen, strict=True):
        row[[place[feature] for feature in one if feature in place]] = 1.0
    y = np.array([case for _, case, _ in taught], dtype=np.float32)
    weight = np.array([w for _, _, w in taught], dtype=np.float32)
    start = np.zeros(len(names) + 1, dtype=np.float32)
    start[-1] = -2.0
    ridge = np.full_like(start, RIDGE)
    ridge[-1] = 0.0

    def slope(beta: Floats) -> Floats:
        gap = weight * (1.0 / (1.0 + np.exp(-(x @ beta))) - y)
        found: Floats = x.T @ gap + ridge * beta
        return found

    *values, bias = descend(start, slope, _ROUNDS, squares=0.99).tolist()
    weights = {BIAS: round(bias, 3)}
    for name, value in zip(names, values, strict=True):
        if abs(value) >= _LEAST:
            weights[name] = round(value, 2)
    return CaseModel(weights)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write faq/case_model.yaml")
    options = parser.parse_args(argv)
    book = FaqBook.load()
    matcher = Matcher(book)
    model = fit(matcher, examples(book))
    acronyms = matcher.normaliser.acronyms
    for limit in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        said: Counter[str] = Counter()
        all_: Counter[str] = Counter()
        for question in read_questions():
            if question.half == "tuning":
                all_[question.kind] += 1
                words = matcher.normaliser(question.text).words
                said[question.kind] += model.chance(words, acronyms) >= limit
        print(limit, {kind: round(said[kind] / count, 3) for kind, count in all_.items()})
    if options.write:
        head = "# Written by `python -m bench.matching.fit_cases --write`; not edited by hand.\n"
        dumped = yaml.safe_dump(dict(model.weights), allow_unicode=True, sort_keys=True)
        CASE_MODEL.write_text(head + dumped, encoding="utf-8")
    print(f"features={len(model.weights)}")


if __name__ == "__main__":
    main(sys.argv[1:])
