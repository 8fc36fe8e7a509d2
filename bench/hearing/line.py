"""The line between a voice and the ears: 8 kHz, mu-law, with babble or without."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from models import LINE_RATE, Audio
from models.level import LINE_LEVEL, levelled, speech_level
from voice.caller.g711 import Codec, round_trip

CONDITIONS: Final[dict[str, float | None]] = {"clean": None, "15db": 15.0, "10db": 10.0}
"""Decibels of the voice over the babble."""

_TALKERS: Final = 6


class Line:
    """Carries every utterance the same way each time.

    Args:
        talk: speech at 8 kHz of which babble is mixed; the utterance that is carried is never
            among it.
        talkers: voices of the babble.
    """

    def __init__(self, talk: Sequence[Audio], talkers: int = _TALKERS) -> None:
        self._talk: Final = [audio for audio in talk if np.isfinite(speech_level(audio))]
        self._talkers: Final = talkers

    def carried(self, audio: Audio, condition: str) -> Audio:
        """The utterance as it arrives.

        Args:
            audio: at 8 kHz.
            condition: a key of ``CONDITIONS``.
        """
        voice = levelled(audio.require(LINE_RATE))
        decibels = CONDITIONS[condition]
        if decibels is not None:
            babble = self._babble(audio) * 10 ** ((LINE_LEVEL - decibels) / 20)
            voice = Audio((voice.samples + babble).astype(np.float32), LINE_RATE)
        return round_trip(Codec.MULAW, voice)

    def _babble(self, audio: Audio) -> npt.NDArray[np.float64]:
        """As long as the utterance, of unit power."""
        source = np.random.default_rng(zlib.crc32(audio.samples.tobytes()))
        others = [talk for talk in self._talk if talk is not audio]
        size = len(audio.samples)
        mixed = np.zeros(size)
        for place in source.choice(len(others), min(self._talkers, len(others)), replace=False):
            other = others[place]
            turned = np.roll(other.samples, source.integers(len(other.samples)))
            mixed += np.resize(turned, size) * 10 ** (-speech_level(other) / 20)
        mixed /= mixed.std() + 1e-9
        return mixed
