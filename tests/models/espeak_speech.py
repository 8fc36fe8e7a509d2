"""Speaks lines with espeak-ng in a process of its own, so that no other test shares its state.

``python espeak_speech.py OUT.npz`` reads lines ``voice<TAB>words per minute<TAB>text`` and writes
one array of samples for each, named by its number, at 8 kHz.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import espeakng_loader
import numpy as np
import soxr

_SYNCHRONOUS, _UTF8, _RATE = 2, 1, 1
_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


def main() -> None:
    os.environ["ESPEAK_DATA_PATH"] = str(Path(espeakng_loader.get_data_path()).parent)
    espeak = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = espeak.espeak_Initialize(_SYNCHRONOUS, 60, None, 0x8000)
    parts: list[np.ndarray[tuple[int], np.dtype[np.float32]]] = []

    def collect(wave: object, count: int, _events: object) -> int:
        if wave and count:
            data = ctypes.string_at(ctypes.cast(wave, ctypes.c_void_p), 2 * count)  # type: ignore[arg-type]
            parts.append(np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768.0))
        return 0

    callback = _CALLBACK(collect)
    espeak.espeak_SetSynthCallback(callback)
    spoken: dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]] = {}
    for number, line in enumerate(sys.stdin.read().splitlines()):
        voice, speed, text = line.split("\t")
        espeak.espeak_SetVoiceByName(voice.encode())
        espeak.espeak_SetParameter(_RATE, int(speed), 0)
        raw = text.encode() + b"\0"
        parts.clear()
        espeak.espeak_Synth(raw, len(raw), 0, 1, 0, _UTF8, None, None)
        wide = np.concatenate(parts)
        spoken[str(number)] = soxr.resample(wide, rate, 8000).astype(np.float32)
    np.savez(sys.argv[1], allow_pickle=False, **spoken)


if __name__ == "__main__":
    main()
