"""Reading sound files of any rate and any number of channels."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr

from models.audio import LINE_RATE, Audio
from models.errors import ModelError

_LONGEST: Final = 600.0
"""Seconds; an utterance is far shorter, and the networks hold it in memory."""


def read_sound(path: Path) -> Audio:
    """A WAV, FLAC, OGG or Opus file as mono audio at 8 kHz.

    Raises:
        ModelError: the file is missing, unreadable, empty or far too long.
    """
    try:
        with soundfile.SoundFile(str(path)) as file:
            rate = file.samplerate
            samples = file.read(round(_LONGEST * rate) + 1, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError, TypeError):
        raise ModelError(
            f"Rekaman {path} tidak dapat dibaca; pakai berkas WAV, FLAC, OGG, atau Opus."
        ) from None
    if len(samples) == 0:
        raise ModelError(f"Rekaman {path} kosong; pilih berkas lain.")
    if len(samples) > _LONGEST * rate:
        raise ModelError(
            f"Rekaman {path} lebih dari {_LONGEST / 60:.0f} menit; potong per ucapan lebih dahulu."
        )
    mono = np.nan_to_num(samples.mean(axis=1))
    resampled = soxr.resample(mono, rate, LINE_RATE) if rate != LINE_RATE else mono
    return Audio(np.ascontiguousarray(resampled, np.float32), LINE_RATE)
