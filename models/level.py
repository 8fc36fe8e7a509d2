"""The loudness of speech, and bringing a recording to the loudness of a telephone line."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from models.audio import Audio, Samples

LINE_LEVEL: Final = -20.0
"""Decibels of full scale (RMS while the voice sounds) at which both ears hear best."""

_STEP: Final = 0.02
_LOUDEST: Final = 10
"""The loudest steps that may be clicks: the next one is taken for the peak of the voice."""
_ACTIVE: Final = 25.0
_MOST_GAIN: Final = 40.0
_FLOOR: Final = 1e-8
_LOUDEST_OF_A_WORD: Final = 3
"""Steps of a word, the loudest, whose mean is its level."""


def step_power(samples: Samples, size: int) -> npt.NDArray[np.float64]:
    """Mean square of every ``size`` samples; what is left at the end is not counted."""
    steps = samples[: len(samples) // size * size].reshape(-1, size)
    power: npt.NDArray[np.float64] = np.mean(np.square(steps, dtype=np.float64), axis=1)
    return power


def level_between(levels: npt.NDArray[np.float64], step: float, start: float, end: float) -> float:
    """The level of a word: that of the loudest steps it has.

    Args:
        levels: decibels of full scale of every step, shape ``(n,)``, at least one.
        step: seconds.
        start: seconds; before the first step is the first.
        end: seconds.
    """
    first = min(max(0, int(start / step)), len(levels) - 1)
    last = max(first, int(end / step))
    return float(np.sort(levels[first : last + 1])[-_LOUDEST_OF_A_WORD:].mean())


class LevelMeter:
    """The loudness of a stream, step by step, whatever the length of its pieces.

    Args:
        step: samples.

    Attributes:
        waiting: samples of the step that has begun.
    """

    def __init__(self, step: int) -> None:
        self._step = step
        self._rest: Samples = np.zeros(0, np.float32)

    def accept(self, samples: Samples) -> npt.NDArray[np.float64]:
        """Hear more samples, shape ``(n,)``; decibels of full scale of each step they complete."""
        heard = np.concatenate([self._rest, samples]) if len(self._rest) else samples
        power = step_power(heard, self._step)
        self._rest = heard[len(power) * self._step :]
        levels: npt.NDArray[np.float64] = 10.0 * np.log10(power + _FLOOR)
        return levels

    @property
    def waiting(self) -> int:
        return len(self._rest)


def speech_level(audio: Audio) -> float:
    """Decibels of full scale while the voice sounds; -inf for silence."""
    power = step_power(audio.samples, round(_STEP * audio.rate))
    if not power.any():
        return -np.inf
    peak = np.sort(power)[-min(_LOUDEST, -(-len(power) // 2))]
    power = np.minimum(power, peak)
    active = power[power >= peak * 10 ** (-_ACTIVE / 10)]
    mean = float(active.mean())
    return 10 * float(np.log10(mean)) if mean > 0 else -np.inf


def levelled(audio: Audio) -> Audio:
    """The same recording without offset, its voice at ``LINE_LEVEL``; silence stays silence.

    What was recorded very softly is raised by at most 40 dB, and loud peaks are clipped.
    """
    if not len(audio.samples):
        return audio
    centred: Samples = (audio.samples - np.median(audio.samples)).astype(np.float32)
    level = speech_level(Audio(centred, audio.rate))
    if not np.isfinite(level):
        return Audio(centred, audio.rate)
    gain = 10 ** (min(LINE_LEVEL - level, _MOST_GAIN) / 20)
    return Audio(np.clip(centred * np.float32(gain), -1.0, 1.0), audio.rate)
