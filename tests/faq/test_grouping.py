"""Questions that ask for the same come together, measured on wordings of many people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from bench.matching import TODAY, Question, read_questions
from bench.matching.many import mixed_texts
from faq import FaqBook, Matcher
from faq.grouping import Near, groups, likenesses


@dataclass(frozen=True)
class Pairs:
    """Of the pairs put together how many ask for one fact, and of those that do how many are."""

    precision: float
    recall: float


def nearest(matcher: Matcher, text: str) -> Near:
    candidates = matcher.match(text, TODAY).candidates
    return Near(candidates[0].entry.id, candidates[0].score) if candidates else Near()


def measured(matcher: Matcher, questions: Sequence[Question]) -> Pairs:
    """Pairs of questions about other matters do not count: some of these do belong together."""
    heard = [matcher.understand(question.text) for question in questions]
    near = [nearest(matcher, question.text) for question in questions]
    group_of = np.zeros(len(questions), dtype=np.intp)
    for number, members in enumerate(groups(likenesses(heard, near, matcher))):
        group_of[members] = number
    facts = [",".join(sorted(q.labels)) if q.kind == "in_scope" else "" for q in questions]
    fact = np.unique(facts, return_inverse=True)[1]
    asks = np.array([bool(name) for name in facts])
    upper = np.triu_indices(len(questions), 1)
    counts = (asks[:, None] | asks)[upper]
    together = (group_of[:, None] == group_of)[upper] & counts
    same = ((fact[:, None] == fact) & asks)[upper]
    right = int((together & same).sum())
    return Pairs(right / int(together.sum()), right / int(same.sum()))


@pytest.fixture(scope="module")
def judged() -> list[Question]:
    """The half of the facts on which nothing was chosen, among questions of other matters."""
    asked = read_questions()
    facts = sorted({fact for q in asked if q.kind == "in_scope" for fact in q.labels})
    half = set(facts[1::2])
    others = [q for q in asked if q.kind == "out_of_scope"]
    return [q for q in asked if q.kind == "in_scope" and q.labels & half] + others[1::2]


def test_questions_near_an_entry_come_together(packaged: Matcher, judged: list[Question]) -> None:
    pairs = measured(packaged, judged)
    assert pairs.precision >= 0.85
    assert pairs.recall >= 0.6


def test_questions_no_entry_is_about_come_together(judged: list[Question]) -> None:
    book = FaqBook.load()
    facts = {fact for q in judged if q.kind == "in_scope" for fact in q.labels}
    rest = FaqBook(tuple(e for e in book if facts.isdisjoint(e.facts)), book.units)
    pairs = measured(Matcher(rest), judged)
    assert pairs.precision >= 0.75
    assert pairs.recall >= 0.3


def test_misheard_words_are_taken_for_the_words_they_sound_like(small: Matcher) -> None:
    texts = [
        "syarat tunjangan kecamatan terpencil",
        "syarat tunjangan kecematan terpencil",
        "jadwal perpustakaan keliling",
    ]
    like = likenesses([small.understand(text) for text in texts], [Near()] * 3, small)
    assert like[0, 1] > 0.99
    assert like[0, 2] < 0.1


def plainly(like: NDArray[np.float32], alike: float) -> list[list[int]]:
    """Average linkage by its definition."""
    found = [[at] for at in range(len(like))]
    while len(found) > 1:
        means = {
            (a, b): float(like[np.ix_(found[a], found[b])].mean())
            for a in range(len(found))
            for b in range(a)
        }
        a, b = max(means, key=lambda pair: means[pair])
        if means[a, b] < alike:
            break
        found[b] += found.pop(a)
    return sorted(sorted(group) for group in found)


@pytest.mark.parametrize("seed", range(5))
def test_groups_are_those_of_average_linkage(seed: int) -> None:
    chance = np.random.default_rng(seed)
    points = chance.random((40, 2), dtype=np.float32)
    apart = np.linalg.norm(points[:, None] - points, axis=2)
    like = (1.0 - apart / apart.max()).astype(np.float32)
    for alike in (0.6, 0.8, 0.9):
        assert groups(like.copy(), alike) == plainly(like, alike)


def test_nothing_and_one_question() -> None:
    assert groups(np.zeros((0, 0), dtype=np.float32)) == []
    assert groups(np.ones((1, 1), dtype=np.float32)) == [[0]]


def test_every_one_of_thousands_is_in_one_group(packaged: Matcher, judged: list[Question]) -> None:
    """How long that takes: ``python -m bench.matching``."""
    texts = mixed_texts(judged)
    heard = [packaged.understand(text) for text in texts]
    found = groups(likenesses(heard, [Near()] * len(heard), packaged))
    assert 1 < len(found) < len(texts)
    assert sorted(at for members in found for at in members) == list(range(len(texts)))
