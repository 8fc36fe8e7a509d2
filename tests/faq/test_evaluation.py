"""The matcher keeps its promises on questions written apart from the entries."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from rapidfuzz import fuzz, process

from bench.matching import NAMES, Outcome, Question, ask_all, read_questions, report
from bench.matching.fit import examples, fit
from faq import Matcher
from faq.common_words import common_ranks


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return read_questions()


@pytest.fixture(scope="module")
def outcomes(packaged: Matcher, questions: list[Question]) -> list[Outcome]:
    return ask_all(packaged, [q for q in questions if q.half == "test"])


def test_the_sets_are_large_enough_and_split(questions: list[Question]) -> None:
    least = dict(zip(NAMES, (600, 250, 60, 60), strict=True))
    for kind, count in least.items():
        part = [q for q in questions if q.kind == kind]
        assert len(part) >= count
        assert 0.3 <= sum(q.half == "test" for q in part) / len(part) <= 0.7
    assert len({q.text for q in questions}) == len(questions)


def test_the_questions_are_not_the_entries_own(
    packaged: Matcher, questions: list[Question]
) -> None:
    asks = {ask.lower() for ask in packaged.book.phrasings()}
    same = [q.text for q in questions if q.kind == "in_scope" and q.text in asks]
    assert len(same) <= 0.05 * len(questions), same


def test_the_matcher_holds_its_figures(outcomes: list[Outcome]) -> None:
    figures = report(outcomes)
    assert figures["recall1"] >= 0.95
    assert figures["recall3"] >= 0.98
    assert figures["false_answer"] <= 0.015
    assert figures["oos_recall"] >= 0.95
    assert figures["case_recall"] >= 0.8
    assert figures["clarify_rate"] <= 0.10


def test_misheard_words_make_it_careful_not_wrong(
    packaged: Matcher, questions: list[Question]
) -> None:
    rng = random.Random(7)
    common = list(common_ranks())

    def misheard(text: str) -> str:
        words = text.split()
        for at, word in enumerate(words):
            if rng.random() < 0.15:
                near = process.extract(word, common, scorer=fuzz.ratio, limit=4)
                words[at] = rng.choice([found[0] for found in near])
        return " ".join(words)

    asked = [replace(q, text=misheard(q.text)) for q in questions if q.half == "test"]
    figures = report(ask_all(packaged, asked))
    assert figures["false_answer"] <= 0.02
    assert figures["oos_recall"] >= 0.93
    assert figures["recall3"] >= 0.85


def test_one_question_is_never_cut_in_two(packaged: Matcher, questions: list[Question]) -> None:
    cut = [q.text for q in questions if q.kind == "in_scope"
           and len(packaged.split_compound(q.text)) > 1]  # fmt: skip
    assert len(cut) <= 2, cut


def test_the_shipped_calibration_is_the_fitted_one(packaged: Matcher) -> None:
    taught = examples(packaged, own=10)
    fitted, shipped = fit(taught), packaged.scorer.calibration
    gaps = []
    for example in taught:
        ranks = shipped.rank(example.figures)
        gaps.append(fitted.chance(ranks, example.figures) - shipped.chance(ranks, example.figures))
    assert np.abs(np.concatenate(gaps)).mean() <= 0.03
