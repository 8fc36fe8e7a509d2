"""Cutting long audio where it is quiet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_WINDOW: Final = 0.2


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
