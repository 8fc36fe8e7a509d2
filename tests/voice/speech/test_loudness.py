"""Loudness, held against another implementation of the same recommendation."""

import numpy as np
import pyloudnorm
import pytest

from models import LINE_RATE, Audio
from voice.speech.loudness import SILENCE_LUFS, loudness


def _noise(seconds: float, level: float) -> np.ndarray:
    source = np.random.default_rng(7)
    return (level * source.standard_normal(round(seconds * LINE_RATE))).astype(np.float32)


def _tone(hertz: float, seconds: float = 2.0) -> np.ndarray:
    at = np.arange(round(seconds * LINE_RATE)) / LINE_RATE
    return (0.1 * np.sin(2 * np.pi * hertz * at)).astype(np.float32)


@pytest.mark.parametrize(
    "samples",
    [
        _noise(3, 0.1),
        np.concatenate([_noise(2, 0.1), np.zeros(16_000, np.float32), _noise(2, 0.05)]),
        np.concatenate([_noise(2, 0.1), _noise(3, 0.001)]),
        *(_tone(hertz) for hertz in (60, 200, 1_000, 2_000, 3_400)),
    ],
)
def test_it_agrees_with_another_meter(samples: np.ndarray) -> None:
    other = pyloudnorm.Meter(LINE_RATE).integrated_loudness(samples.astype(np.float64))
    assert loudness(Audio(samples, LINE_RATE)) == pytest.approx(other, abs=0.2)


def test_a_word_shorter_than_a_block_has_a_loudness() -> None:
    assert loudness(Audio(_noise(0.2, 0.1), LINE_RATE)) == pytest.approx(
        loudness(Audio(_noise(3, 0.1), LINE_RATE)), abs=0.5
    )


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(100), np.zeros(16_000)])
def test_silence(samples: np.ndarray) -> None:
    assert loudness(Audio(samples.astype(np.float32), LINE_RATE)) == SILENCE_LUFS


def test_another_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="8000"):
        loudness(Audio(np.zeros(100, np.float32), 16_000))
