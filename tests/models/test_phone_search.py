"""Phones named under a trigram of phones; none of it needs torch."""

from __future__ import annotations

from itertools import groupby, product

import numpy as np
import numpy.typing as npt
import pytest

from models.phones import PHONES
from models.training.errors import greedy
from models.training.phone_search import Floats, PhoneSearch, trigram

COUNT = len(PHONES)
TEXTS = [(1, 2, 1), (1, 2), (2, 2, 1), (2,)]


def log_probabilities(frames: int, seed: int) -> Floats:
    """Random ones of the blank and two phones; no other is possible."""
    likely = np.full((frames, COUNT), 1e-20)
    likely[:, :3] = np.random.default_rng(seed).dirichlet((1, 1, 1), frames)
    found: Floats = np.log(likely).astype(np.float32)
    return found


def best_by_trying_all(named: Floats, chances: npt.NDArray[np.float64]) -> list[int]:
    found: dict[tuple[int, ...], float] = {}
    for path in product(range(3), repeat=len(named)):
        phones = tuple(int(phone) for phone, _ in groupby(path) if phone)
        score = float(sum(named[frame, phone] for frame, phone in enumerate(path)))
        around = (0, 0, *phones, 0)
        for at in range(2, len(around)):
            score += float(np.log(chances[around[at - 2], around[at - 1], around[at]]))
        found[phones] = max(score, found.get(phones, -np.inf))
    return list(max(found.items(), key=lambda item: item[1])[0])


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_likelier_than_what_is_found(seed: int) -> None:
    chances = trigram(TEXTS)
    named = log_probabilities(6, seed)
    assert PhoneSearch(chances).best(named) == best_by_trying_all(named, chances)


def test_what_follows_what_decides_where_the_sound_does_not() -> None:
    named = np.full((5, COUNT), -20.0, np.float32)
    for frame, phones in enumerate(((1,), (0,), (2, 3), (0,), (1,))):
        named[frame, list(phones)] = 0.0
    named[2, 3] = 0.1
    assert greedy(named) == [1, 3, 1]
    assert PhoneSearch(trigram(TEXTS)).best(named) == [1, 2, 1]


def test_a_repeated_phone_needs_a_pause_between() -> None:
    twice = np.full((3, COUNT), -20.0, np.float32)
    twice[[0, 2], 2] = twice[1, 0] = 0.0
    assert PhoneSearch(trigram([(2, 2)])).best(twice) == [2, 2]
    held = np.full((3, COUNT), -20.0, np.float32)
    held[:, 2] = 0.0
    assert PhoneSearch(trigram([(2, 2), (2,)])).best(held) == [2]


def test_of_nothing_there_are_no_phones() -> None:
    assert PhoneSearch(trigram(TEXTS)).best(np.zeros((0, COUNT), np.float32)) == []
