"""Other voices and gaps in spectrograms: every time an utterance is seen, it looks different."""

from __future__ import annotations

import math
import random
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from models.logmel import MELS

Floats = npt.NDArray[np.float32]

_TOP: Final = 15.0 + 27.0 * np.log(8.0) / np.log(6.4)
_BANDS: Final = 2
_WIDEST_BAND: Final = 10
_AS_IT_IS: Final = 0.5
_LEAST_ROOM: Final = 3


def warped(mel: Floats, factor: float) -> Floats:
    """Another length of the vocal tract: what was at f Hz comes to lie at ``factor`` times f.

    Args:
        mel: shape ``(80, n)`` of 0 to 8 kHz.
    """
    hertz = _centres() / factor
    linear = hertz * 3.0 / 200.0
    curved = 15.0 + 27.0 * np.log(np.maximum(hertz, 1000.0) / 1000.0) / np.log(6.4)
    place = np.where(hertz < 1000.0, linear, curved) / _TOP * (MELS + 1) - 1.0
    return between(mel.T, place).T


def between(values: Floats, place: npt.NDArray[np.floating[Any]]) -> Floats:
    """Values at fractional places along the last axis, by linear interpolation; what lies beyond
    an end is taken from that end."""
    last = values.shape[-1] - 1
    place = np.clip(place, 0.0, last)
    low = np.minimum(place.astype(int), last - 1)
    share = (place - low).astype(np.float32)
    found: Floats = values[..., low] * (1.0 - share) + values[..., low + 1] * share
    return found


def faster(draw: random.Random, most: float, columns: int, phones: int) -> float:
    """How many times as fast an utterance is to be spoken: half of them stay as they are.

    Args:
        most: natural logarithm of the largest factor; 0 leaves all as they are.
        columns: of 10 ms it lasts.
        phones: said in it; three columns are left to each of them.
    """
    if not most or draw.random() < _AS_IT_IS:
        return 1.0
    room = columns / (_LEAST_ROOM * phones + 2)
    return max(1.0, min(math.exp(draw.uniform(0.0, most)), room))


def hurried(mel: Floats, factor: float) -> Floats:
    """The same spoken ``factor`` times as fast: fewer columns, pitch and formants as they were.

    Args:
        mel: shape ``(bands, n)``.

    Returns:
        shape ``(bands, m)``, ``m`` the even number nearest below ``n / factor``.
    """
    columns = int(mel.shape[1] / factor) // 2 * 2
    return between(mel, np.arange(columns) * factor)


def hide(mel: Floats, draw: random.Random, stretches: int, longest: int) -> None:
    """Hide stretches of time and bands of frequency behind the mean, in place.

    Args:
        longest: most columns of 10 ms of one stretch.
    """
    mean = float(mel.mean())
    for _ in range(stretches):
        length = draw.randint(0, min(longest, mel.shape[1] // 6))
        start = draw.randint(0, mel.shape[1] - length)
        mel[:, start : start + length] = mean
    for _ in range(_BANDS):
        width = draw.randint(0, _WIDEST_BAND)
        start = draw.randint(0, MELS - width)
        mel[start : start + width] = mean


@cache
def _centres() -> npt.NDArray[np.float64]:
    """Hertz in the middle of every filter."""
    mel = np.linspace(0.0, _TOP, MELS + 2)[1:-1]
    return np.where(mel < 15.0, mel * 200.0 / 3.0, 1000.0 * np.exp((mel - 15.0) * np.log(6.4) / 27))
