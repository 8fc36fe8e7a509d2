"""Speech at another pace keeps pitch, level and ends."""

import numpy as np
import pytest

from models import LINE_RATE, Audio
from voice.speech.level import CEILING
from voice.speech.loudness import loudness
from voice.speech.pacing import at_pace


def _voice(hertz: float) -> Audio:
    at = np.arange(2 * LINE_RATE) / LINE_RATE
    harmonics = [np.sin(2 * np.pi * hertz * k * at) / k for k in range(1, 12)]
    return Audio((0.1 * np.sum(harmonics, axis=0)).astype(np.float32), LINE_RATE)


@pytest.mark.parametrize("speed", [0.6, 0.8, 0.9, 1.7])
@pytest.mark.parametrize("hertz", [110, 220])
def test_it_lasts_as_long_as_its_pace_says_at_the_same_pitch(hertz: float, speed: float) -> None:
    usual = _voice(hertz)
    slow = at_pace(usual, speed)
    assert slow.rate == LINE_RATE
    assert slow.seconds == pytest.approx(usual.seconds / speed, abs=0.02)
    middle = slow.samples[LINE_RATE // 4 : LINE_RATE // 4 + 8_000]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert np.argmax(spectrum) * LINE_RATE / len(middle) == pytest.approx(hertz, abs=2)
    assert loudness(slow) == pytest.approx(loudness(usual), abs=1.0)


def test_it_stays_under_the_ceiling_of_the_line() -> None:
    usual = Audio(_voice(150).samples * 4, LINE_RATE)
    assert np.abs(at_pace(usual, 0.8).samples).max() <= CEILING + 1e-6


def test_the_usual_pace_changes_nothing() -> None:
    usual = _voice(150)
    assert at_pace(usual, 1.0) is usual


def test_silence_stays_silence() -> None:
    slow = at_pace(Audio(np.zeros(LINE_RATE, np.float32), LINE_RATE), 0.8)
    assert np.abs(slow.samples).max() < 1e-6
