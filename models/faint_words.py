"""Words that the first pass took from people behind the caller: faint, and unsure.

Whoever talks behind is further from the microphone, and what the search makes of it is seldom what
was said. A caller's own faint words are surer, so both together tell them apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from models.hypothesis import Word

_FAINTER: Final = 10.0
"""Decibels that a word lies below the loudest one from which it may be somebody else's."""
_SURE: Final = 0.85
"""Confidence from which a faint word is the caller's own all the same."""
_BEFORE: Final = 0.3
_AFTER: Final = 0.1
"""Seconds around a word that are counted to it: Vosk tells its times late and short."""
_LOUDEST: Final = 3
"""Steps of a word, the loudest, whose mean is its level."""


def without_faint(
    words: Sequence[Word], levels: npt.NDArray[np.float64], step: float
) -> list[Word]:
    """The words that are loud enough beside the loudest of them, or sure.

    Args:
        words: of one utterance, with times and Vosk's own confidences.
        levels: decibels of full scale of every step since its beginning, shape ``(n,)``.
        step: seconds.
    """
    if not words or not len(levels):
        return list(words)
    found = [_level(word, levels, step) for word in words]
    least = max(found) - _FAINTER
    return [
        word
        for word, level in zip(words, found, strict=True)
        if level > least or word.confidence >= _SURE
    ]


def _level(word: Word, levels: npt.NDArray[np.float64], step: float) -> float:
    first = min(max(0, int((word.start - _BEFORE) / step)), len(levels) - 1)
    last = max(first, int((word.end + _AFTER) / step))
    return float(np.sort(levels[first : last + 1])[-_LOUDEST:].mean())
