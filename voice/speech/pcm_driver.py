"""What Sapa's pyttsx3 drivers share: speech as PCM into a sink, headless and stoppable.

Properties beyond pyttsx3's usual ``voice``, ``voices``, ``rate`` and ``volume``: ``sink``, which
gets each piece of speech as :class:`models.Audio`; ``samplerate`` in Hz; and ``version``.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

import numpy as np

from models.audio import Audio

WORDS_PER_MINUTE: Final = 130
"""Slower than most engines' default: clearer over a telephone line."""
PIECES_A_SECOND: Final = 50
"""The sink gets 20 ms at a time, so that a stop waits for no more."""

Sink = Callable[[Audio], None]


class DriverProxy(Protocol):
    """What pyttsx3 gives its drivers to report to."""

    def notify(self, topic: str, **details: object) -> None: ...

    def setBusy(self, busy: bool) -> None: ...  # noqa: N802


class PcmDriver(ABC):
    """One pyttsx3 driver. Speaks in the calling thread; ``stop`` may come from any other."""

    slowest: int
    fastest: int
    """Bounds of ``rate``, words per minute."""

    def __init__(self, proxy: DriverProxy, voice: str) -> None:
        self._proxy = proxy
        self._stopped = threading.Event()
        self._sink: Sink = _discard
        self._voice = voice
        self._rate = WORDS_PER_MINUTE
        self._volume = 1.0
        self._samplerate = 0
        self._cut_short = False

    @abstractmethod
    def voices(self) -> list[str]:
        """Names of the voices that are there."""

    @abstractmethod
    def version(self) -> str:
        """Of what makes the sound."""

    @abstractmethod
    def choose(self, voice: str) -> None:
        """Take a voice; ValueError when it is not there."""

    @abstractmethod
    def cut(self, text: str) -> Sequence[str]:
        """A text in pieces that can be spoken at once."""

    @abstractmethod
    def speak(self, piece: str) -> None:
        """One of them through :meth:`give`; VoiceError when no sound comes of it."""

    def give(self, audio: Audio) -> bool:
        """Hand sound to the sink, piece by piece; False when a stop came meanwhile."""
        samples = audio.samples * np.float32(self._volume)
        step = audio.rate // PIECES_A_SECOND
        for start in range(0, len(samples), step):
            if self._stopped.is_set():
                return False
            self._sink(Audio(samples[start : start + step], audio.rate))
        return True

    # The names below are pyttsx3's driver interface.

    def say(self, text: str) -> None:
        """Speak a text into the sink, at once and in this thread.

        Raises:
            VoiceError: no sound came of it.
        """
        self._proxy.setBusy(True)
        self._stopped.clear()
        completed = False
        try:
            self._proxy.notify("started-utterance")
            for piece in self.cut(text):
                if self._stopped.is_set():
                    break
                self.speak(piece)
            completed = not self._stopped.is_set()
            self._cut_short = not completed
        finally:
            self._proxy.notify("finished-utterance", completed=completed)
            self._proxy.setBusy(False)

    def stop(self) -> None:
        """No piece reaches the sink after this returns, but for one already on its way."""
        self._stopped.set()

    def getProperty(self, name: str) -> object:  # noqa: N802
        known: dict[str, Callable[[], object]] = {
            "voices": self.voices,
            "voice": lambda: self._voice,
            "rate": lambda: self._rate,
            "volume": lambda: self._volume,
            "sink": lambda: self._sink,
            "samplerate": lambda: self._samplerate,
            "version": self.version,
        }
        if name not in known:
            raise KeyError(f"unknown property {name}")
        return known[name]()

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        if name == "voice":
            self.choose(str(value))
        elif name == "rate":
            self._rate = int(min(max(value, self.slowest), self.fastest))
        elif name == "volume":
            self._volume = float(min(max(value, 0.0), 1.0))
        elif name == "sink":
            self._sink = value
        else:
            raise KeyError(f"unknown property {name}")

    def startLoop(self) -> None:  # noqa: N802
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802, B027
        """Nothing to end: every utterance is spoken by the time ``say`` returns."""

    def iterate(self) -> Any:
        self._proxy.setBusy(False)
        yield

    def destroy(self) -> None:
        self._stopped.set()


def _discard(audio: Audio) -> None:
    """The sink until someone sets another."""
