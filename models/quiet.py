"""Where audio is quiet: the silence behind the last sound, and good places to cut."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from models.level import LevelMeter

Floats = npt.NDArray[np.float32]

STEP: Final = 0.02
"""Seconds of which a :class:`QuietMeter` tells one level."""

_WINDOW: Final = 0.2
_CONTRAST: Final = 10.0
"""Decibels between background and voice below which loudness says nothing about silence."""
_LOUD_FROM: Final = 0.4
"""Part of the way from background to voice, in decibels, where sound counts as voice."""


def quiet_pieces(samples: Floats, rate: int, longest: float) -> Iterator[Floats]:
    """Pieces of at most ``longest`` seconds, cut in the quietest place of each second half.

    Args:
        samples: shape ``(n,)``.
        rate: samples per second.
        longest: seconds.
    """
    limit = round(longest * rate)
    while len(samples) > limit:
        cut = limit // 2 + _quietest(samples[limit // 2 : limit], round(_WINDOW * rate))
        yield samples[:cut]
        samples = samples[cut:]
    if len(samples):
        yield samples


def _quietest(samples: Floats, window: int) -> int:
    """Middle of the window with the least energy."""
    energy = np.cumsum(np.concatenate([[0.0], samples.astype(np.float64) ** 2]))
    return int(np.argmin(energy[window:] - energy[:-window])) + window // 2


def voiced(levels: npt.NDArray[np.float64], part: float) -> npt.NDArray[np.bool_] | None:
    """Which steps of a recording hold voice, by loudness alone.

    Args:
        levels: decibels of each step, shape ``(n,)``.
        part: of the way from background to voice, in decibels, where sound counts as voice.

    Returns:
        shape ``(n,)``; None where speech and background differ too little to tell.
    """
    if not len(levels):
        return None
    floor, peak = np.percentile(levels, 5), np.percentile(levels, 95)
    if peak - floor < _CONTRAST:
        return None
    found: npt.NDArray[np.bool_] = levels > floor + part * (peak - floor)
    return found


class QuietMeter:
    """How long a growing utterance has been quiet, by loudness alone.

    It holds back an end of turn that the recogniser declares inside a word. Where speech and
    background differ too little to tell, it holds nothing back.

    Attributes:
        levels: decibels of full scale of every ``STEP`` seconds so far.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._step = round(STEP * rate)
        self._meter = LevelMeter(self._step)
        self.levels: list[float] = []

    def accept(self, samples: Floats) -> None:
        """Hear more samples, shape ``(n,)``."""
        self.levels.extend(self._meter.accept(samples))

    @property
    def trailing(self) -> float:
        """Seconds of quiet at the end; infinite where loudness tells nothing."""
        loud = voiced(np.array(self.levels), _LOUD_FROM)
        if loud is None:
            return math.inf
        quiet_steps = len(loud) - 1 - int(np.flatnonzero(loud)[-1])
        return (quiet_steps * self._step + self._meter.waiting) / self._rate
