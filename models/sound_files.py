"""Reading sound files of any rate, length and number of channels."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr

from models.audio import LINE_RATE, Audio, Samples
from models.errors import ModelError

_LONGEST: Final = 2 * 3600.0
"""Seconds; longer recordings would not fit into the memory of a small computer."""
_BLOCK: Final = 30.0
"""Seconds read at a time, so that a long recording never lies in memory at its own rate."""
_CANCELLED: Final = 0.1
"""Power of the mean of all channels, as a part of the loudest one's, below which the channels
cancel each other out (a microphone wired the wrong way round)."""


def read_sound(path: Path) -> Audio:
    """A WAV, FLAC, OGG, Opus or MP3 file as mono audio at 8 kHz.

    Raises:
        ModelError: the file is missing, unreadable, damaged, empty or far too long.
    """
    if not path.exists():
        raise ModelError(f"Rekaman {path} tidak ditemukan; periksa nama berkasnya.")
    try:
        with soundfile.SoundFile(str(path)) as file:
            channels = _at_line_rate(file)
    except (soundfile.SoundFileError, OSError, TypeError, ValueError):
        raise ModelError(
            f"Rekaman {path} tidak dapat dibaca; pakai berkas WAV, FLAC, OGG, Opus, atau MP3"
            " yang utuh."
        ) from None
    if not len(channels):
        raise ModelError(f"Rekaman {path} kosong; pilih berkas lain.")
    if len(channels) > _LONGEST * LINE_RATE:
        raise ModelError(
            f"Rekaman {path} lebih dari {_LONGEST / 3600:.0f} jam; bagi dua lebih dahulu."
        )
    return Audio(_mono(channels), LINE_RATE)


def _at_line_rate(file: soundfile.SoundFile) -> Samples:
    """Shape ``(n, channels)``; reads on to the end, however long the header says it is."""
    stream = soxr.ResampleStream(file.samplerate, LINE_RATE, file.channels, dtype="float32")
    same = file.samplerate == LINE_RATE
    size, most = round(_BLOCK * file.samplerate), _LONGEST * file.samplerate
    parts: list[Samples] = []
    read = 0
    while read <= most:
        block = np.nan_to_num(file.read(size, dtype="float32", always_2d=True), posinf=0, neginf=0)
        read += len(block)
        last = len(block) < size
        parts.append(block if same else stream.resample_chunk(block, last=last))
        if last:
            break
    return np.concatenate(parts)


def _mono(channels: Samples) -> Samples:
    mean = channels.mean(axis=1)
    if channels.shape[1] > 1:
        powers = np.square(channels).mean(axis=0)
        if np.square(mean).mean() < _CANCELLED * powers.max() / channels.shape[1]:
            mean = channels[:, int(powers.argmax())]
    return np.ascontiguousarray(mean, np.float32)
