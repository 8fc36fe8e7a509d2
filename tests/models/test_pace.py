"""Utterances of a training spoken faster, and cut where people begin to speak."""

from __future__ import annotations

import random

import numpy as np
import pytest

from models.phones import PHONES
from models.training.features import Example, abrupt
from models.training.masking import faster, hurried


def _ramp(columns: int) -> np.ndarray:
    return np.tile(np.arange(columns, dtype=np.float32), (80, 1))


def test_hurried_speech_has_all_of_it_in_less_time() -> None:
    quick = hurried(_ramp(300), 1.5)
    assert quick.shape == (80, 200)
    assert quick[0, 0] == 0.0
    np.testing.assert_allclose(np.diff(quick[0]), 1.5, atol=1e-4)


def test_nothing_changes_at_its_own_pace() -> None:
    np.testing.assert_array_equal(hurried(_ramp(300), 1.0), _ramp(300))


@pytest.mark.parametrize("columns", [2, 3, 5, 7])
def test_the_shortest_speech_stays_even(columns: int) -> None:
    assert hurried(_ramp(columns), 1.3).shape[1] % 2 == 0


def test_half_are_spoken_faster_but_never_too_fast_for_their_phones() -> None:
    draw = random.Random(1)
    factors = [faster(draw, 0.5, 300, 10) for _ in range(1000)]
    assert 0.4 < sum(f == 1.0 for f in factors) / 1000 < 0.6
    assert 1.55 < max(factors) <= np.exp(0.5)
    crowded = [faster(draw, 0.5, 300, 80) for _ in range(1000)]
    assert 1.0 < max(crowded) <= 300 / 240


def _example(phones: tuple[int, ...], silence: int) -> Example:
    """Speech after so many columns of silence, as a teacher at 50 frames a second heard it."""
    columns = silence + 100
    target = np.zeros((columns // 2, len(PHONES)), np.float16)
    target[:, 0] = 1.0
    target[silence // 2 :, 0] = 0.0
    target[silence // 2 :, 1] = 1.0
    return Example(
        _ramp(columns).astype(np.float16),
        _ramp(columns).T[:, :30].astype(np.float16),
        target,
        0.5,
        phones,
        "digits",
    )


def test_of_every_other_utterance_the_silence_before_is_cut_off() -> None:
    cut = [abrupt(_example((1, 2, n), 80)) for n in range(3, 23)]
    lengths = [example.frames for example in cut]
    assert set(lengths) == {90, 54}
    assert 4 <= lengths.count(54) <= 16


def test_a_cut_utterance_keeps_sound_and_teacher_together() -> None:
    whole = _example((1, 2, 3), 80)
    cut = next(
        e for n in range(3, 23) if (e := abrupt(_example((1, 2, n), 80))).frames < whole.frames
    )
    assert cut.target is not None
    first = np.flatnonzero(cut.target[:, 0] < 0.5)[0] / cut.target_rate
    assert cut.wide[0, round(first)] == cut.narrow[round(first), 0] == 80
    assert len(cut.narrow) == cut.wide.shape[1]


def test_speech_that_begins_at_once_is_left_whole() -> None:
    for n in range(3, 23):
        assert abrupt(_example((1, 2, n), 4)).frames == 52


def test_what_no_teacher_heard_is_left_whole() -> None:
    silent = _example((1, 2, 4), 80)
    mute = Example(silent.wide, silent.narrow, None, 0.5, (), "nothing")
    assert abrupt(mute) is mute
