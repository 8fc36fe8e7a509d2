"""Muting people who talk behind the caller, whom the second pass would hear as well."""

from __future__ import annotations

from typing import Final

import numpy as np

from models import LINE_RATE, Audio
from voice.hearing.vad import WINDOW

_ABOVE: Final = 6.0
"""Decibels over people behind from which a window may be the caller's."""
_AROUND: Final = 6
"""Windows (0.2 s) before and after such a one that are kept with it: a quiet consonant belongs to
the vowel beside it."""
_MUTED: Final = 10.0 ** (-20.0 / 20.0)
"""Gain of everything else, which is left to be heard a little: where the caller speaks softly,
words that are faint are better than none."""
_RAMP: Final = round(0.02 * LINE_RATE)
"""Samples over which the gain changes; a sudden change sounds like a consonant."""


class Muting:
    """Remembers of one turn in which windows somebody is louder than people behind."""

    def __init__(self) -> None:
        self._louder: list[bool] = []

    def note(self, louder: float) -> None:
        """One more window has been heard.

        Args:
            louder: decibels by which it is louder than people who talk behind; infinite where
                nobody does, or they cannot be told apart.
        """
        self._louder.append(louder >= _ABOVE)

    def muted(self, audio: Audio, start: int) -> Audio:
        """The same sound with people behind muted where the caller is silent.

        Args:
            audio: a piece of what was heard, 8 kHz.
            start: samples heard before it.

        Returns:
            audio of the same length; what no window was noted of is kept as it is.
        """
        size = len(audio.require(LINE_RATE).samples)
        if all(self._louder):
            return audio
        around = np.ones(2 * _AROUND + 1)
        near = np.convolve(self._louder, around)[_AROUND : _AROUND + len(self._louder)] > 0.5
        gain = np.repeat(np.where(near, 1.0, _MUTED), WINDOW)[start : start + size]
        gain = np.pad(gain, (0, size - len(gain)), constant_values=1.0)
        half = _RAMP // 2
        ramped = np.convolve(np.pad(gain, half, "edge"), np.ones(2 * half + 1), "valid")
        return Audio((audio.samples * ramped / (2 * half + 1)).astype(np.float32), LINE_RATE)
