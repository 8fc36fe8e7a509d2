"""Words that the first pass took from people behind the caller: faint, and unsure.

Whoever talks behind is further from the microphone, and what the search makes of it is seldom what
was said. A caller's own faint words are surer, so both together tell them apart. Far from anything
loud, where the caller pauses, they must be surer still.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from models.hypothesis import Word
from models.level import level_between

_FAINTER: Final = 10.0
"""Decibels that a word lies below the loudest one from which it may be somebody else's."""
_SURE: Final = 0.85
"""Confidence from which a faint word is the caller's own all the same."""
_SURE_IN_A_PAUSE: Final = 0.97
"""The same where all sound around a word is faint."""
_NEAR: Final = (0.3, 0.1)
"""Seconds before a word and behind it that are its own: Vosk tells its times late and short."""
_FAR: Final = (0.7, 0.5)
"""Seconds before it and behind it without anything loud that are a pause."""


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
    found = [_level(word, levels, step, _NEAR) for word in words]
    least = max(found) - _FAINTER
    return [
        word
        for word, level in zip(words, found, strict=True)
        if level > least or word.confidence >= _enough(word, levels, step, least)
    ]


def _enough(word: Word, levels: npt.NDArray[np.float64], step: float, least: float) -> float:
    """How sure a faint word must be."""
    pause = _level(word, levels, step, _FAR) <= least
    return _SURE_IN_A_PAUSE if pause else _SURE


def _level(
    word: Word, levels: npt.NDArray[np.float64], step: float, around: tuple[float, float]
) -> float:
    before, after = around
    return level_between(levels, step, word.start - before, word.end + after)
