"""Who speaks into the telephone, and who behind it: told by loudness alone."""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np

from models import LINE_RATE, Audio
from models.level import LevelMeter
from voice.hearing.vad import WINDOW

_REMEMBERED: Final = 250
"""Windows (8 s) over which the background is taken."""
_LULL: Final = 24
"""Windows (0.8 s) that show that the background has become quieter."""
_LULL_BELOW: Final = 8.0
"""Decibels by which people who talk behind are quieter in such a lull anyway."""
_TALK: Final = 0.2
"""Part of the windows that must be voice before people talk behind. Otherwise nothing there could
be taken for the caller, and however loud a street is, it hides nobody."""
_ABOVE: Final = 7.0
"""Decibels over people behind from which a voice may be the caller's. Six of them talking at once
seldom get there; every caller does who is 5 dB louder than they are together."""
_LATELY: Final = 6
"""Windows (0.2 s), the loudest of which counts: a quiet consonant belongs to the vowel before."""


class Background:
    """How loud the line is, and how loud it is while the caller is not speaking.

    One for a whole call, so that it is known before the caller answers.
    """

    def __init__(self) -> None:
        self._meter = LevelMeter(WINDOW)
        self._recent: deque[float] = deque(maxlen=_LULL)
        self._behind: deque[float] = deque(maxlen=_REMEMBERED)
        self._voices: deque[bool] = deque(maxlen=_REMEMBERED)

    def accept(self, frame: Audio, caller_speaks: bool = False) -> None:
        """Hear one frame, 8 kHz, of any length.

        Args:
            frame: from the line.
            caller_speaks: the caller's turn has begun, so this tells nothing about the background.
        """
        levels = self._meter.accept(frame.require(LINE_RATE).samples)
        self._recent.extend(levels)
        if not caller_speaks:
            self._behind.extend(levels)

    def note(self, voice: bool) -> None:
        """Whether there was a voice in a window in which the caller was not speaking."""
        self._voices.append(voice)

    @property
    def level(self) -> float:
        """Decibels of full scale half of the time while the caller is not speaking; -inf where
        nobody talks behind."""
        talk = sum(self._voices) > _TALK * len(self._voices)
        return float(np.median(self._behind)) if talk and self._behind else -np.inf

    @property
    def lull(self) -> float:
        """Decibels of full scale half of the last 0.8 s; infinite before so much was heard."""
        return float(np.median(self._recent)) if len(self._recent) == _LULL else np.inf

    @property
    def loudest(self) -> float:
        """Decibels of full scale of the loudest window of the last 0.2 s."""
        return max(list(self._recent)[-_LATELY:], default=-np.inf)


class Nearness:
    """Tells the caller of one turn from people behind, who are further away and so fainter.

    Where nobody talks behind, everybody is near. People who have stopped since they were heard (or
    were Sapa's own echo) are forgotten in the first pause.
    """

    def __init__(self, background: Background) -> None:
        self._background = background
        self._quietest = np.inf

    def is_near(self, over_sapa: bool = False) -> bool:
        """Whether what sounds now is loud enough to be the caller; asked once a window.

        Args:
            over_sapa: Sapa is speaking, so that the background is still being learnt.
        """
        if not over_sapa:
            self._quietest = min(self._quietest, self._background.lull + _LULL_BELOW)
        behind = min(self._background.level, self._quietest)
        return self._background.loudest >= behind + _ABOVE
