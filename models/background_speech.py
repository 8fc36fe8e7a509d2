"""Speech behind the caller: a digit before louder ones is the caller's only where it is sure.

Whoever dictates digits pauses between them, and whatever people behind say meanwhile becomes
digits too. They are further away, so theirs are fainter, and the caller speaks up again after
them. A caller's own last digits are faint too, often by 10 to 16 dB, but nothing louder follows,
and one that is swallowed amid others runs on from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from models.audio import LINE_RATE, Audio
from models.hypothesis import Word
from models.level import LevelMeter, level_between
from models.posteriors import FRAME

Floats = npt.NDArray[np.float64]

_LOUDER_LATER: Final = 0.7
"""What a decibel counts for that a later word is louder; the rest is for one that any word is."""
_NOBODY: Final = 14.0
"""Such decibels from which a word is never the caller's; the nearer to it, the surer it must be."""
_SURE: Final = 0.98
"""Confidence that is enough where a word runs on from one of the caller's, or into one."""
_OF_THE_CALLERS: Final = 10.0
"""Decibels by which such a one is louder."""
_RUNS_ON: Final = 0.3
"""Seconds between them at most."""


def without_others(words: Sequence[Word], audio: Audio) -> list[Word]:
    """The words that are sure enough for how faint they are.

    Args:
        words: of one utterance, with times and the search's own confidences.
        audio: the utterance, at 8 kHz.
    """
    steps = LevelMeter(round(FRAME * LINE_RATE)).accept(audio.require(LINE_RATE).samples)
    if not words or not len(steps):
        return list(words)
    levels = np.array([level_between(steps, FRAME, word.start, word.end) for word in words])
    later = np.maximum.accumulate(levels[::-1])[::-1]
    fainter = _LOUDER_LATER * later + (1 - _LOUDER_LATER) * levels.max() - levels
    most = np.where(_run_on(words, levels), _SURE, np.inf)
    needed = np.minimum(fainter / _NOBODY, most)
    return [word for word, least in zip(words, needed, strict=True) if word.confidence >= least]


def _run_on(words: Sequence[Word], levels: Floats) -> npt.NDArray[np.bool_]:
    """Which words a much louder one follows or comes before without a pause."""
    start = np.array([word.start for word in words])
    end = np.array([word.end for word in words])
    apart = np.maximum(start[:, None] - end, start - end[:, None])
    louder = levels >= levels[:, None] + _OF_THE_CALLERS
    near: npt.NDArray[np.bool_] = (louder & (apart <= _RUNS_ON)).any(axis=1)
    return near
