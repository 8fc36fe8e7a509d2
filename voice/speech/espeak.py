"""The pyttsx3 driver ``sapa_espeak``: espeak-ng speech as PCM, headless and stoppable.

pyttsx3's own Linux driver plays through ``aplay`` or writes files with a fixed rate in the header,
and crashes on long texts. This one uses the same binding, hands the samples to a sink, and can be
stopped at any sample. Properties beyond pyttsx3's usual ``voice``, ``voices``, ``rate`` and
``volume``: ``sink``, which gets each piece of speech as :class:`models.Audio`; ``samplerate`` in
Hz; and ``version`` of the library.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable
from typing import Any, Final, Protocol

import numpy as np

from models.audio import Audio
from voice.errors import VoiceError
from voice.speech.library import binding, mbrola_installed
from voice.speech.respelling import Respeller

DRIVER: Final = "sapa_espeak"
FORMANT_VOICE: Final = "id+m3"
"""espeak-ng's clearest Indonesian voice by formants."""
MBROLA_VOICE: Final = "mb-id1"
WORDS_PER_MINUTE: Final = 130
"""Slower than espeak's default: clearer over a telephone line."""
SLOWEST: Final = 80
FASTEST: Final = 300

PIECES_A_SECOND: Final = 50
"""The sink gets 20 ms at a time, so that a stop waits for no more."""
LONGEST_TEXT: Final = 400
"""Characters given to the library at once; tens of thousands crash it."""

_LIBRARY_LOCK: Final = threading.RLock()
"""espeak-ng is one global machine per process: whoever speaks holds this."""

Sink = Callable[[Audio], None]


class DriverProxy(Protocol):
    """What pyttsx3 gives its drivers to report to."""

    def notify(self, topic: str, **details: object) -> None: ...

    def setBusy(self, busy: bool) -> None: ...  # noqa: N802


class EspeakDriver:
    """One pyttsx3 driver. Speaks in the calling thread; ``stop`` may come from any other."""

    def __init__(self, proxy: DriverProxy) -> None:
        self._proxy = proxy
        self._espeak = binding()
        self._stopped = threading.Event()
        self._sink: Sink = _discard
        self._pieces = 0
        self._cut_short = False
        self._callback = self._espeak.t_espeak_callback(self._on_chunk)
        self._rate = WORDS_PER_MINUTE
        self._volume = 1.0
        self._voice = FORMANT_VOICE
        with _LIBRARY_LOCK:
            wanted = MBROLA_VOICE if mbrola_installed() else FORMANT_VOICE
            if not self._select(wanted) and not self._select(FORMANT_VOICE):
                raise VoiceError(
                    "Suara bahasa Indonesia tidak ada dalam data espeak-ng. Pasang ulang paket "
                    "espeakng-loader."
                )
            self._respellers = {
                voice: Respeller(self._espeak.dll, mbrola=voice == MBROLA_VOICE)
                for voice in (MBROLA_VOICE, FORMANT_VOICE)
            }

    # The names below are pyttsx3's driver interface.

    def say(self, text: str) -> None:
        """Speak a text into the sink, at once and in this thread.

        Raises:
            VoiceError: the library made no sound, even after the voice was chosen again.
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
            self._cut_short = not completed
        finally:
            self._proxy.notify("finished-utterance", completed=completed)
            self._proxy.setBusy(False)

    def stop(self) -> None:
        """No piece reaches the sink after this returns, but for one already on its way."""
        self._stopped.set()

    def getProperty(self, name: str) -> object:  # noqa: N802
        if name == "voices":
            return [MBROLA_VOICE, FORMANT_VOICE] if mbrola_installed() else [FORMANT_VOICE]
        known: dict[str, Callable[[], object]] = {
            "voice": lambda: self._voice,
            "rate": lambda: self._rate,
            "volume": lambda: self._volume,
            "sink": lambda: self._sink,
            "samplerate": lambda: self._samplerate,
            "version": lambda: self._espeak.Info(None).decode(),
        }
        if name not in known:
            raise KeyError(f"unknown property {name}")
        return known[name]()

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        if name == "voice":
            with _LIBRARY_LOCK:
                before = self._voice
                if not self._select(str(value)):
                    self._select(before)
                    raise ValueError(f"unknown voice {value}")
        elif name == "rate":
            self._rate = int(min(max(value, SLOWEST), FASTEST))
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

    def _select(self, voice: str) -> bool:
        """Choose a voice; espeak would silently keep the former one when it is not there."""
        if self._espeak.SetVoiceByName(voice.encode()) != self._espeak.EE_OK:
            return False
        self._voice = voice
        # The library tells the rate of a voice only when it is initialised or speaks.
        self._samplerate = self._espeak.dll.espeak_ng_GetSampleRate()
        return True

    def _speak(self, text: str) -> None:
        with _LIBRARY_LOCK:
            if self._cut_short:
                # MBROLA still holds the end of what was stopped; a fresh start drops it.
                self._cut_short = not self._select(self._voice)
            if self._synthesise(text) or self._stopped.is_set():
                return
            # MBROLA is a child process: when it has died, choosing the voice starts another.
            for voice in dict.fromkeys((self._voice, FORMANT_VOICE)):
                if self._select(voice) and (self._synthesise(text) or self._stopped.is_set()):
                    return
            raise VoiceError(
                f"Mesin suara espeak-ng tidak menghasilkan bunyi untuk teks '{text[:40]}'. "
                "Jalankan: sapa doctor"
            )

    def _synthesise(self, text: str) -> bool:
        """Speak one piece; True when it made any sound."""
        espeak = self._espeak
        self._pieces = 0
        espeak.cSetSynthCallback(self._callback)
        espeak.SetParameter(espeak.RATE, self._rate, 0)
        respelled = self._respellers.get(self._voice, self._respellers[FORMANT_VOICE])
        spoken = respelled(text).encode() + b"\0"
        flags = espeak.CHARS_UTF8 | espeak.PHONEMES
        code = espeak.cSynth(spoken, len(spoken), 0, espeak.POS_CHARACTER, 0, flags, None, None)
        return code == espeak.EE_OK and self._pieces > 0

    def _on_chunk(self, wav: Any, count: int, events: Any) -> int:
        """Called by the library with each piece; a non-zero answer makes it stop."""
        if self._stopped.is_set():
            return 1
        if not wav or not count:
            return 0
        audio = Audio.from_pcm16(ctypes.string_at(wav, 2 * count), self._samplerate)
        if np.any(audio.samples):
            self._pieces += 1
        samples = audio.samples * np.float32(self._volume)
        step = self._samplerate // PIECES_A_SECOND
        for start in range(0, count, step):
            if self._stopped.is_set():
                return 1
            self._sink(Audio(samples[start : start + step], audio.rate))
        return 0


def buildDriver(proxy: DriverProxy) -> EspeakDriver:  # noqa: N802
    """pyttsx3 calls this to make the driver."""
    return EspeakDriver(proxy)


def register() -> str:
    """Make ``pyttsx3.init("sapa_espeak")`` find this driver; returns that name."""
    binding()
    sys.modules[f"pyttsx3.drivers.{DRIVER}"] = sys.modules[__name__]
    return DRIVER


def _discard(audio: Audio) -> None:
    """The sink until someone sets another."""


def _pieces(text: str) -> list[str]:
    """Cut a text at spaces into pieces the library can bear."""
    pieces: list[str] = []
    rest = text.strip()
    while len(rest) > LONGEST_TEXT:
        cut = rest.rfind(" ", 1, LONGEST_TEXT)
        cut = cut if cut > 0 else LONGEST_TEXT
        pieces.append(rest[:cut])
        rest = rest[cut:].strip()
    return [*pieces, rest] if rest else pieces
