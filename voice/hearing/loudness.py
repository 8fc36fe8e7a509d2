"""Who speaks into the telephone, and who behind it: told by loudness alone."""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np

from models import LINE_RATE, Audio
from models.level import LevelMeter
from voice.hearing.vad import WINDOW

_REMEMBERED: Final = 250
"""Windows (8 s) over which people who talk behind are heard."""
_LULL: Final = 24
"""Windows (0.8 s) that show that the background has become quieter."""
_LULL_BELOW: Final = 8.0
"""Decibels by which people who talk behind are quieter in such a lull anyway."""
_TALK: Final = 0.2
"""Part of the windows that must be voice before people talk behind. Otherwise nothing there could
be taken for the caller, and however loud a street is, it hides nobody."""
_ENOUGH: Final = 40
"""Windows of voice (1.3 s) from which people who talk behind are told from the silence between
their words. A caller who interrupts Sapa has not said so much before Sapa stops."""
_USUAL: Final = 0.6
"""Part of these windows that are fainter than what counts as their loudness."""
_ABOVE: Final = 7.0
"""Decibels over people behind from which a voice may be the caller's. Six of them talking at once
seldom get there; every caller does who is 5 dB louder than they are together."""
_APART: Final = 10.0
"""Decibels by which the caller must be louder than people behind were, to be told from them however
long they are silent. An echo of Sapa's that loud tells nothing of who speaks after her."""
_LOUD: Final = 0.8
"""Part of the caller's windows that are fainter than what counts as the caller's loudness."""
_PAUSED: Final = 0.2
_DEEP: Final = 12.0
"""Part of the windows that must be so many decibels fainter than people behind, where they are not
a crowd. One person pauses by 30, two by 8 to 31, six by 4 to 11."""
_LATELY: Final = 6
"""Windows (0.2 s), the loudest of which counts: a quiet consonant belongs to the vowel before."""
_LASTING: Final = 4
"""Windows among them that must be loud before digits go on: people behind are so for a moment."""
_PAUSE: Final = 10
"""Windows (0.3 s) without the caller, after which digits may not go on by one loud window."""
_EVEN: Final = 13.0
"""Decibels by which no digit is fainter than most of what the same caller has dictated."""


class Background:
    """How loud the line is, and how loud people are on it while the caller is not speaking.

    One for a whole call, so that it is known before the caller answers.
    """

    def __init__(self) -> None:
        self._meter = LevelMeter(WINDOW)
        self._recent: deque[float] = deque(maxlen=_LULL)
        self._behind: deque[float] = deque(maxlen=_REMEMBERED)
        self._voices: deque[float | None] = deque(maxlen=_REMEMBERED)

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
        """Whether a voice is in the window heard last, in which the caller is not speaking."""
        self._voices.append(self._recent[-1] if voice and self._recent else None)

    @property
    def level(self) -> float:
        """Decibels of full scale of people who talk behind, where they do; else -inf."""
        voices = [level for level in self._voices if level is not None]
        if len(voices) <= _TALK * len(self._voices):
            return -np.inf
        levels = voices if len(voices) >= _ENOUGH else self._behind
        return float(np.quantile(levels, _USUAL)) if levels else -np.inf

    @property
    def pauses(self) -> float:
        """Decibels of full scale at most in the quietest fifth of the line; -inf at first."""
        return float(np.quantile(self._behind, _PAUSED)) if self._behind else -np.inf

    @property
    def lull(self) -> float:
        """Decibels of full scale half of the last 0.8 s; infinite before so much was heard."""
        return float(np.median(self._recent)) if len(self._recent) == _LULL else np.inf

    @property
    def latest(self) -> float:
        """Decibels of full scale of the window heard last; -inf before there is one."""
        return self._recent[-1] if self._recent else -np.inf

    @property
    def loudest(self) -> float:
        """Decibels of full scale of the loudest window of the last 0.2 s."""
        return max(self._lately, default=-np.inf)

    @property
    def lasting(self) -> float:
        """Decibels of full scale that four windows of the last 0.2 s reach; -inf before them."""
        lately = sorted(self._lately)
        return lately[-_LASTING] if len(lately) >= _LASTING else -np.inf

    @property
    def _lately(self) -> list[float]:
        return list(self._recent)[-_LATELY:]


class Nearness:
    """Tells the caller of one turn from people behind, who are further away and so fainter.

    Where nobody talks behind, everybody is near. People who have stopped since they were heard (or
    were Sapa's own echo) are forgotten in the first pause, unless the caller is so much louder that
    they cannot be taken for one another.

    Args:
        background: of this call.
        digits: the caller dictates, digit by digit and evenly loud. A moment of people behind that
            is louder than they usually are then is not taken for the next digit: no turn would end,
            for after digits more silence is needed than six people leave.

    Attributes:
        louder: decibels by which the last window is louder than people behind; infinite where
            nobody talks there, or a crowd, which never leaves the caller alone.
    """

    def __init__(self, background: Background, digits: bool = False) -> None:
        self._background = background
        self._digits = digits
        self._silent = 0
        self._quietest = np.inf
        self._own: list[float] = []
        self._loudness = -np.inf
        self.louder = np.inf

    def is_caller(self, voice: bool, over_sapa: bool = False) -> bool:
        """Whether the caller speaks now; asked once a window.

        Args:
            voice: somebody does.
            over_sapa: Sapa is speaking, so that the background is still being learnt.
        """
        people = behind = self._background.level
        crowd = behind < self._background.pauses + _DEEP
        if not over_sapa:
            self._quietest = min(self._quietest, self._background.lull + _LULL_BELOW)
        if self._loudness < behind + _APART:
            behind = min(behind, self._quietest)
        told_apart = np.isfinite(behind) and not crowd
        self.louder = self._background.latest - behind if told_apart else np.inf
        loud = loudest = self._background.loudest
        enough = behind + _ABOVE
        known = np.isfinite(people) and behind == people and len(self._own) >= _ENOUGH
        if self._digits and known:
            loud = self._background.lasting if self._silent >= _PAUSE else loudest
            enough = max(enough, self._loudness - _EVEN)
        caller = voice and loud >= enough
        self._silent = 0 if caller else self._silent + 1
        if caller and not over_sapa:
            self._own.append(loudest)
            self._loudness = float(np.quantile(self._own, _LOUD))
        return caller
