"""The pyttsx3 drivers ``sapa_small`` and ``sapa_large``: Sapa's two voices as PCM.

Properties beyond pyttsx3's usual ``voice``, ``voices``, ``rate`` and ``volume``: ``sink``, which
gets each piece of speech as :class:`models.Audio`; ``samplerate`` in Hz; ``version``.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final, Protocol

import numpy as np

from models.audio import Audio
from voice.errors import VoiceError
from voice.speech.clause import Tone
from voice.speech.espeak import DriverProxy, Sink
from voice.speech.neural import large, small
from voice.speech.phonemes import phonemes

SMALL: Final = "sapa_small"
LARGE: Final = "sapa_large"
USUAL_RATE: Final = 130
"""Words per minute that stand for the voices' own pace."""
SLOWEST: Final = 0.6
FASTEST: Final = 1.6
LONGEST_PHONEMES: Final = 400
"""A longer text is spoken in pieces: the large network can take no more."""

_PIECES_A_SECOND: Final = 50
_TONES: Final = "".join(tone.value for tone in Tone)


class Network(Protocol):
    """What speaks phonemes."""

    def speech(self, phonemes: str, voice: str, pace: float = 1.0) -> Audio: ...


class NetworkDriver:
    """One pyttsx3 driver. Speaks in the calling thread; ``stop`` may come from any other."""

    def __init__(
        self, proxy: DriverProxy, network: Network, voices: tuple[str, ...], version: str
    ) -> None:
        self._proxy = proxy
        self._network = network
        self._voices = voices
        self._version = version
        self._stopped = threading.Event()
        self._sink: Sink = _discard
        self._voice = voices[0]
        self._rate = USUAL_RATE
        self._volume = 1.0
        self._samplerate = 0

    # The names below are pyttsx3's driver interface.

    def say(self, text: str) -> None:
        """Speak words of the front end, the melody of their end as a mark, into the sink.

        Raises:
            VoiceError: the network made no sound.
        """
        self._proxy.setBusy(True)
        self._stopped.clear()
        completed = False
        try:
            self._proxy.notify("started-utterance")
            for piece in _pieces(text):
                if self._stopped.is_set():
                    break
                self._speak(piece)
            completed = not self._stopped.is_set()
        finally:
            self._proxy.notify("finished-utterance", completed=completed)
            self._proxy.setBusy(False)

    def stop(self) -> None:
        """No piece reaches the sink after this returns, but for one already on its way."""
        self._stopped.set()

    def getProperty(self, name: str) -> object:  # noqa: N802
        known: dict[str, object] = {
            "voices": list(self._voices),
            "voice": self._voice,
            "rate": self._rate,
            "volume": self._volume,
            "sink": self._sink,
            "samplerate": self._samplerate,
            "version": self._version,
        }
        if name not in known:
            raise KeyError(f"unknown property {name}")
        return known[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        if name == "voice":
            if value not in self._voices:
                raise ValueError(f"unknown voice {value}")
            self._voice = str(value)
        elif name == "rate":
            self._rate = int(min(max(value, USUAL_RATE * SLOWEST), USUAL_RATE * FASTEST))
        elif name == "volume":
            self._volume = float(min(max(value, 0.0), 1.0))
        elif name == "sink":
            self._sink = value
        else:
            raise KeyError(f"unknown property {name}")

    def startLoop(self) -> None:  # noqa: N802
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        """Nothing to end: every utterance is spoken by the time ``say`` returns."""

    def iterate(self) -> Any:
        self._proxy.setBusy(False)
        yield

    def destroy(self) -> None:
        self._stopped.set()

    def _speak(self, sounds: str) -> None:
        audio = self._network.speech(sounds, self._voice, self._rate / USUAL_RATE)
        self._samplerate = audio.rate
        if not np.any(audio.samples):
            raise VoiceError(
                f"Suara Sapa tidak menghasilkan bunyi untuk '{sounds[:40]}'. Jalankan: sapa doctor"
            )
        samples = audio.samples * np.float32(self._volume)
        step = audio.rate // _PIECES_A_SECOND
        for start in range(0, len(samples), step):
            if self._stopped.is_set():
                return
            self._sink(Audio(samples[start : start + step], audio.rate))


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


def _discard(audio: Audio) -> None:
    """The sink until someone sets another."""
