"""Muting: people behind are taken out of what the second pass hears, the caller never."""

from __future__ import annotations

import numpy as np
import pytest

from models import LINE_RATE, Audio
from voice.hearing.muting import Muting
from voice.hearing.vad import WINDOW

FAR, NEAR = 0.0, 10.0
"""Decibels over people behind."""


def noise(windows: int) -> Audio:
    rng = np.random.default_rng(7)
    return Audio(rng.normal(0, 0.1, windows * WINDOW).astype(np.float32), LINE_RATE)


def knowing(louder: list[float]) -> Muting:
    muting = Muting()
    for decibels in louder:
        muting.note(decibels)
    return muting


def gains(muting: Muting, audio: Audio, start: int = 0) -> list[float]:
    """Decibels by which every window is louder afterwards."""
    after = muting.muted(audio, start)
    assert len(after.samples) == len(audio.samples)
    ratio = after.samples.reshape(-1, WINDOW).std(axis=1)
    return list(20 * np.log10(ratio / audio.samples.reshape(-1, WINDOW).std(axis=1)))


def test_where_nobody_talks_behind_nothing_is_touched() -> None:
    audio = noise(50)
    assert np.array_equal(knowing([np.inf] * 50).muted(audio, 0).samples, audio.samples)


def test_people_behind_are_muted_and_the_caller_with_what_is_around_is_not() -> None:
    heard = gains(knowing([FAR] * 20 + [NEAR] + [FAR] * 20), noise(41))
    assert heard[:13] == pytest.approx([-20.0] * 13, abs=0.1)
    assert heard[15:26] == pytest.approx([0.0] * 11, abs=0.1)
    assert heard[28:] == pytest.approx([-20.0] * 13, abs=0.1)


def test_softer_words_between_louder_ones_are_kept() -> None:
    heard = gains(knowing(([NEAR] + [FAR] * 12) * 5), noise(65))
    assert heard[:58] == pytest.approx([0.0] * 58, abs=0.1)


def test_a_later_piece_is_muted_as_in_the_whole() -> None:
    muting = knowing([FAR] * 20 + [NEAR] * 10 + [FAR] * 20)
    whole = noise(50)
    start = 12 * WINDOW + 160
    piece = muting.muted(Audio(whole.samples[start:], LINE_RATE), start).samples
    inner = slice(LINE_RATE // 50, -LINE_RATE // 50)
    assert piece[inner] == pytest.approx(muting.muted(whole, 0).samples[start:][inner])


def test_what_was_heard_after_the_last_window_is_kept() -> None:
    heard = gains(knowing([FAR] * 20), noise(25))
    assert heard[:19] == pytest.approx([-20.0] * 19, abs=0.1)
    assert heard[21:] == pytest.approx([0.0] * 4, abs=0.1)


def test_the_loudness_changes_without_a_click() -> None:
    ones = Audio(np.ones(30 * WINDOW, np.float32), LINE_RATE)
    after = knowing([FAR] * 15 + [NEAR] + [FAR] * 14).muted(ones, 0).samples
    assert after.min() == pytest.approx(0.1)
    assert after.max() == pytest.approx(1.0)
    assert np.abs(np.diff(after)).max() < 0.01


def test_another_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="8000"):
        knowing([FAR]).muted(Audio(np.zeros(320, np.float32), 16000), 0)
