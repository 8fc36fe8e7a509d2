"""espeak-ng bound for the caller's side: Indonesian phonemes, and a plain voice of its own.

Runs only in the rendering process (see ``voice.caller.render``), one at a time.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Final

import espeakng_loader
import numpy as np
import soxr

from models.audio import LINE_RATE, Audio, Samples
from voice.errors import VoiceError

_SYNCHRONOUS: Final = 2
_BUFFER_MS: Final = 60
_NEVER_EXIT: Final = 0x8000
_UTF8: Final = 1
_IPA: Final = 2
_RATE: Final = 1
_PITCH: Final = 3

_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Espeak:
    """The espeak-ng library that ``espeakng-loader`` ships."""

    def __init__(self) -> None:
        """Load the library with its data.

        Raises:
            VoiceError: the library or its data cannot be loaded.
        """
        os.environ["ESPEAK_DATA_PATH"] = str(Path(espeakng_loader.get_data_path()).parent)
        try:
            self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        except OSError as error:
            raise VoiceError(
                "Pustaka espeak-ng tidak dapat dimuat; pasang ulang paket espeakng-loader."
            ) from error
        self._rate = self._library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, None, _NEVER_EXIT)
        if self._rate <= 0:
            raise VoiceError("Data espeak-ng tidak ditemukan; pasang ulang paket espeakng-loader.")
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._parts: list[Samples] = []
        self._callback = _Callback(self._collect)
        self._library.espeak_SetSynthCallback(self._callback)

    def ipa(self, text: str) -> str:
        """Indonesian phonemes with stress marks of words without punctuation."""
        self._choose("id")
        rest = ctypes.c_char_p(text.encode())
        clauses = []
        while rest.value is not None:
            spoken = self._library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA)
            clauses.append(spoken.decode())
        return " ".join(clauses).strip()

    def speech(self, text: str, variant: str, words_per_minute: int, pitch: int) -> Audio:
        """The text in an espeak voice such as ``id+f2``, at ``LINE_RATE``; pitch is 0..99."""
        self._choose(variant)
        self._library.espeak_SetParameter(_RATE, words_per_minute, 0)
        self._library.espeak_SetParameter(_PITCH, pitch, 0)
        self._parts = []
        data = text.encode() + b"\0"
        self._library.espeak_Synth(data, len(data), 0, 1, 0, _UTF8, None, None)
        whole = np.concatenate(self._parts) if self._parts else np.zeros(0, np.float32)
        return Audio(soxr.resample(whole, self._rate, LINE_RATE), LINE_RATE)

    def _choose(self, name: str) -> None:
        if self._library.espeak_SetVoiceByName(name.encode()) != 0:
            raise VoiceError(f"Suara espeak-ng {name} tidak ada; pasang ulang espeakng-loader.")

    def _collect(self, wave: ctypes._Pointer[ctypes.c_short], count: int, _events: int) -> int:
        if wave and count > 0:
            pcm = np.ctypeslib.as_array(wave, (count,)).astype(np.float32)
            self._parts.append(pcm / np.float32(32768.0))
        return 0
