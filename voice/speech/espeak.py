"""The pyttsx3 driver ``sapa_espeak``: espeak-ng speech as PCM, headless and stoppable.

pyttsx3's own Linux driver plays through ``aplay`` or writes files with a fixed rate in the header,
and crashes on long texts. This one uses the same binding, hands the samples to a sink, and can be
stopped at any sample.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from typing import Any, Final

import numpy as np

from models.audio import Audio
from voice.errors import VoiceError
from voice.speech.library import binding, mbrola_installed
from voice.speech.pcm_driver import DriverProxy, PcmDriver
from voice.speech.respelling import Respeller

DRIVER: Final = "sapa_espeak"
FORMANT_VOICE: Final = "id+m3"
"""espeak-ng's clearest Indonesian voice by formants."""
MBROLA_VOICE: Final = "mb-id1"
SLOWEST: Final = 80
FASTEST: Final = 300

LONGEST_TEXT: Final = 400
"""Characters given to the library at once; tens of thousands crash it."""

_LIBRARY_LOCK: Final = threading.RLock()
"""espeak-ng is one global machine per process: whoever speaks holds this."""


class EspeakDriver(PcmDriver):
    """espeak-ng, by formants or through MBROLA."""

    slowest = SLOWEST
    fastest = FASTEST

    def __init__(self, proxy: DriverProxy) -> None:
        super().__init__(proxy, FORMANT_VOICE)
        self._espeak = binding()
        self._pieces = 0
        self._callback = self._espeak.t_espeak_callback(self._on_chunk)
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

    def voices(self) -> list[str]:
        return [MBROLA_VOICE, FORMANT_VOICE] if mbrola_installed() else [FORMANT_VOICE]

    def version(self) -> str:
        told: bytes = self._espeak.Info(None)
        return told.decode()

    def choose(self, voice: str) -> None:
        with _LIBRARY_LOCK:
            before = self._voice
            if not self._select(voice):
                self._select(before)
                raise ValueError(f"unknown voice {voice}")

    def cut(self, text: str) -> list[str]:
        return _pieces(text)

    def _select(self, voice: str) -> bool:
        """Choose a voice; espeak would silently keep the former one when it is not there."""
        if self._espeak.SetVoiceByName(voice.encode()) != self._espeak.EE_OK:
            return False
        self._voice = voice
        # The library tells the rate of a voice only when it is initialised or speaks.
        self._samplerate = self._espeak.dll.espeak_ng_GetSampleRate()
        return True

    def speak(self, text: str) -> None:
        """VoiceError when no sound came, even after the voice was chosen again."""
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
        return 0 if self.give(audio) else 1


def buildDriver(proxy: DriverProxy) -> EspeakDriver:  # noqa: N802
    """pyttsx3 calls this to make the driver."""
    return EspeakDriver(proxy)


def register() -> str:
    """Make ``pyttsx3.init("sapa_espeak")`` find this driver; returns that name."""
    binding()
    sys.modules[f"pyttsx3.drivers.{DRIVER}"] = sys.modules[__name__]
    return DRIVER


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
