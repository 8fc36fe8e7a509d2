"""Speech behind the caller: phones said while it is fainter than the caller's voice count for less.

Whoever dictates digits pauses between them, and whatever people behind say meanwhile becomes
digits too. They are further away, so they are fainter.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from models.audio import LINE_RATE, Audio
from models.level import step_power
from models.posteriors import FRAME

Floats = npt.NDArray[np.float32]

_AROUND: Final = 12
"""Frames before and after one, the loudest of which is its level: a quiet consonant belongs to the
vowel beside it."""
_NAMED: Final = math.log(0.5)
"""Log-probability of the blank below which a frame names a phone."""
_CALLER: Final = 75.0
"""Percentile of the levels of such frames that is taken for the caller's own."""
_FAINTER: Final = (2.0, 5.0, 10.0, 20.0)
_NATS: Final = (0.0, 3.0, 3.0, 23.0)
"""By how much the blank is raised where it is so many decibels fainter than that. Up to ten, a
caller's own softest digits may be in doubt and no more; none was ever 13 dB fainter."""
_FLOOR: Final = 1e-10


def suppressed(posteriors: Floats, audio: Audio) -> Floats:
    """Posteriors in which the blank is likelier while it is fainter than the caller speaks.

    What is loud but no speech (a horn, a click) does not make the caller's voice seem faint, since
    levels are compared where phones are named.

    Args:
        posteriors: log-probabilities, shape ``(frames, 27)``, 50 frames a second.
        audio: what they were made from, at 8 kHz.

    Returns:
        log-probabilities of the same shape.
    """
    named = posteriors[:, 0] < _NAMED
    if not named.any():
        return posteriors
    level = _levels(audio, len(posteriors))
    fainter = np.percentile(level[named], _CALLER) - level
    raised = posteriors.copy()
    raised[:, 0] += np.interp(fainter, _FAINTER, _NATS).astype(np.float32)
    raised -= np.logaddexp.reduce(raised, axis=1, keepdims=True)
    return raised


def _levels(audio: Audio, frames: int) -> npt.NDArray[np.float64]:
    """Decibels of full scale of the loudest frame around each."""
    power = step_power(audio.samples, round(FRAME * audio.require(LINE_RATE).rate))
    power = np.pad(power, (0, max(0, frames - len(power))))[:frames]
    near = np.pad(power, _AROUND)
    loudest = np.lib.stride_tricks.sliding_window_view(near, 2 * _AROUND + 1).max(axis=-1)
    found: npt.NDArray[np.float64] = 10 * np.log10(loudest + _FLOOR)
    return found
