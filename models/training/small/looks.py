"""Other voices, levels and gaps in what the first pass sees: never the same look twice."""

from __future__ import annotations

import random
from typing import Final

import numpy as np

from models.training.masking import between
from models.training.small.frontend import BINS, Floats, centres, mel_of_hertz

_BANDS: Final = 1
_WIDEST: Final = 5
_GAPS: Final = 1
_LONGEST: Final = 14
_LOUDER: Final = 1.5


def look(mel: Floats, draw: random.Random, warp: float) -> Floats:
    """An utterance as another voice might say it, with bands and moments hidden.

    Args:
        mel: shape ``(frames, 30)``; it is not changed.
        warp: most by which formants are moved, as a part of 1.
    """
    seen = warped(mel, float(np.exp(draw.uniform(-warp, warp))))
    seen += draw.uniform(-_LOUDER, _LOUDER)
    for _ in range(draw.randint(0, _BANDS)):
        width = draw.randint(1, _WIDEST)
        start = draw.randint(0, BINS - width)
        seen[:, start : start + width] = seen.mean()
    for _ in range(draw.randint(0, _GAPS)):
        length = draw.randint(1, _LONGEST)
        start = draw.randint(0, max(0, len(seen) - length))
        seen[start : start + length] = seen.mean(axis=0)
    return seen


def warped(mel: Floats, factor: float) -> Floats:
    """Another length of the vocal tract: what was at f Hz comes to lie at ``factor`` times f."""
    lowest, highest = mel_of_hertz(centres()[[0, -1]])
    place = (mel_of_hertz(centres() / factor) - lowest) / (highest - lowest) * (BINS - 1)
    return between(mel, place)
