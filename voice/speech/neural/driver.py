"""The pyttsx3 drivers ``sapa_small`` and ``sapa_large``: Sapa's two voices as PCM."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Final, Protocol

import numpy as np

from models.audio import Audio
from voice.errors import VoiceError
from voice.speech.clause import Tone
from voice.speech.neural import large, small
from voice.speech.pcm_driver import WORDS_PER_MINUTE, DriverProxy, PcmDriver
from voice.speech.phonemes import phonemes

SMALL: Final = "sapa_small"
LARGE: Final = "sapa_large"
USUAL_RATE: Final = WORDS_PER_MINUTE
"""Words per minute that stand for the voices' own pace."""
LONGEST_PHONEMES: Final = 400
"""A longer text is spoken in pieces: the large network can take no more."""

_TONES: Final = "".join(tone.value for tone in Tone)


class Network(Protocol):
    """What speaks phonemes."""

    def speech(self, phonemes: str, voice: str, pace: float = 1.0) -> Audio: ...


class NetworkDriver(PcmDriver):
    """A network with some voices; what it says are words of the front end, a mark at the end."""

    slowest = round(USUAL_RATE * 0.6)
    fastest = round(USUAL_RATE * 1.6)

    def __init__(
        self, proxy: DriverProxy, network: Network, voices: tuple[str, ...], version: str
    ) -> None:
        super().__init__(proxy, voices[0])
        self._network = network
        self._voices = voices
        self._version = version

    def voices(self) -> list[str]:
        return list(self._voices)

    def version(self) -> str:
        return self._version

    def choose(self, voice: str) -> None:
        if voice not in self._voices:
            raise ValueError(f"unknown voice {voice}")
        self._voice = voice

    def cut(self, text: str) -> list[str]:
        return _pieces(text)

    def speak(self, piece: str) -> None:
        audio = self._network.speech(piece, self._voice, self._rate / USUAL_RATE)
        self._samplerate = audio.rate
        if not np.any(audio.samples):
            raise VoiceError(
                f"Suara Sapa tidak menghasilkan bunyi untuk '{piece[:40]}'. Jalankan: sapa doctor"
            )
        self.give(audio)


def register(name: str) -> str:
    """Make ``pyttsx3.init(name)`` find one of the two drivers; returns that name."""
    module = ModuleType(f"pyttsx3.drivers.{name}")
    builders: dict[str, Callable[[DriverProxy], NetworkDriver]] = {
        SMALL: lambda proxy: NetworkDriver(
            proxy, small.small_voice(), tuple(small.SPEAKERS), small.VERSION
        ),
        LARGE: lambda proxy: NetworkDriver(
            proxy, large.large_voice(), tuple(large.PACES), large.VERSION
        ),
    }
    module.buildDriver = builders[name]  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    return name


def _pieces(text: str) -> list[str]:
    """Phonemes of a text, cut at words where there are too many."""
    tone = text[-1:] if text[-1:] in _TONES else Tone.FALL.value
    pieces: list[str] = []
    piece = ""
    for word in text.rstrip(_TONES).split():
        sounds = phonemes(word)
        if piece and len(piece) + 1 + len(sounds) > LONGEST_PHONEMES:
            pieces.append(piece + Tone.CONTINUE.value)
            piece = ""
        piece = f"{piece} {sounds}".strip()
    return [*pieces, piece + tone] if piece else pieces
