"""How the melody of a clause ends: a question rises, what goes on stays up, a statement falls.

The large voice falls at every end, whatever the mark; its pitch, and the small voice's, is bent
here over the last syllables, where Indonesian tells the one from the other.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from models.audio import LINE_RATE
from voice.speech.clause import Tone
from voice.speech.neural.source import HOP, VOICED, Floats

ENDS: Final[dict[str, float]] = {Tone.RISE: 1.35, Tone.CONTINUE: 1.0}
"""Pitch at the end over the median of the clause; a statement keeps the voice's own fall."""
FRAMES_A_SECOND: Final = LINE_RATE // HOP
VOICED_HZ: Final = 100 * VOICED

_BENT: Final = 0.4 * FRAMES_A_SECOND
_FAINT: Final = 0.06 * FRAMES_A_SECOND
_FEWEST: Final = 8


def bent(hertz: Floats, mark: str) -> Floats:
    """A pitch curve with the end that a mark asks for.

    Args:
        hertz: shape ``(frames,)``, 80 a second; below :data:`VOICED_HZ` there is no voice.
        mark: last sign of the clause.

    Returns:
        The same shape.
    """
    goal = ENDS.get(mark)
    voiced = np.flatnonzero(hertz > VOICED_HZ)
    if goal is None or len(voiced) < _FEWEST:
        return hertz
    # From the voice's own curve over to the goal; the very last frames are too faint to be heard.
    end = int(voiced[-1]) - _FAINT
    share = np.clip((np.arange(len(hertz)) - (end - _BENT)) / _BENT, 0.0, 1.0)
    smooth = share * share * (3 - 2 * share)
    own = np.log(np.maximum(hertz, VOICED_HZ))
    aim = np.log(goal * float(np.median(hertz[voiced])))
    curve = np.where(hertz > VOICED_HZ, np.exp(own + smooth * (aim - own)), hertz)
    bent_curve: Floats = curve.astype(np.float32)
    return bent_curve
