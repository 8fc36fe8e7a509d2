"""The buffer before a sound card: cushion, running dry, delay that goes away, and dropping."""

from __future__ import annotations

import numpy as np
import pytest

from voice.lines.playout import CUSHION_SECONDS, Playout

RATE = 8000
FRAME = np.full(160, 0.5, np.float32)
SILENCE = np.zeros(160, np.float32)
BLOCK = 2 * 80


def heard(playout: Playout) -> bool:
    """Whether the next 10 ms block holds sound."""
    block = playout.take(BLOCK)
    assert len(block) == BLOCK
    return any(block)


def test_playing_begins_with_a_cushion_and_then_passes_everything_in_order() -> None:
    playout = Playout(RATE, 1)
    playout.add(FRAME)
    assert not heard(playout)
    ramp = np.arange(480, dtype=np.float32) / 32767.0
    playout.add(ramp)
    assert playout.seconds == pytest.approx(0.08) and playout.seconds >= CUSHION_SECONDS
    played = np.frombuffer(playout.take(2 * 640), "<i2")
    assert np.array_equal(played[160:], np.arange(480))
    assert np.all(played[:160] == 16383)


def test_both_channels_of_a_stereo_device_get_the_voice() -> None:
    playout = Playout(RATE, 2)
    for _ in range(3):
        playout.add(FRAME)
    assert playout.seconds == pytest.approx(0.06)
    pairs = np.frombuffer(playout.take(4 * 80), "<i2").reshape(-1, 2)
    assert np.all(pairs == 16383)


def test_run_dry_it_is_silent_until_there_is_a_cushion_again() -> None:
    playout = Playout(RATE, 1)
    for _ in range(2):
        playout.add(FRAME)
    assert [heard(playout) for _ in range(5)] == [True] * 4 + [False]
    playout.add(FRAME)
    assert not heard(playout)
    playout.add(FRAME)
    assert heard(playout)


def test_delay_built_up_in_a_burst_goes_away_in_the_next_silence() -> None:
    playout = Playout(RATE, 1)
    for _ in range(50):
        playout.add(FRAME)
    assert playout.seconds == pytest.approx(1.0)
    for _ in range(200):
        playout.add(SILENCE)
        playout.take(2 * 160)
    assert playout.seconds <= 0.12


def test_speech_is_never_left_out_to_catch_up() -> None:
    playout = Playout(RATE, 1)
    for _ in range(100):
        playout.add(FRAME)
    assert playout.seconds == pytest.approx(2.0)


def test_it_is_bounded() -> None:
    playout = Playout(RATE, 1)
    for _ in range(1000):
        playout.add(FRAME)
    assert playout.seconds < 10.1


def test_dropping_is_at_once() -> None:
    playout = Playout(RATE, 1)
    for _ in range(50):
        playout.add(FRAME)
    assert heard(playout)
    playout.clear()
    assert playout.seconds == 0.0 and not heard(playout)


def test_too_loud_is_clipped_not_wrapped() -> None:
    playout = Playout(RATE, 1)
    for _ in range(3):
        playout.add(np.full(160, 3.0, np.float32))
    assert np.all(np.frombuffer(playout.take(BLOCK), "<i2") == 32767)
