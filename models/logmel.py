"""Whisper's log-mel spectrogram in numpy: the input of the second pass."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from models.audio import Audio

RATE: Final = 16000
HOP: Final = 160
MELS: Final = 80
_WINDOW: Final = 400

Floats = npt.NDArray[np.float32]


def _mel_to_hz(mel: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Slaney's scale: linear up to 1 kHz, logarithmic above."""
    linear = mel * 200.0 / 3.0
    return np.where(mel < 15.0, linear, 1000.0 * np.exp((mel - 15.0) * np.log(6.4) / 27.0))


@cache
def mel_filters() -> Floats:
    """Triangular filters of unit area, shape ``(80, 201)``, 0 to 8 kHz."""
    bins = np.linspace(0.0, RATE / 2, _WINDOW // 2 + 1)
    top = 15.0 + 27.0 * np.log(RATE / 2 / 1000.0) / np.log(6.4)
    edges = _mel_to_hz(np.linspace(0.0, top, MELS + 2))
    rise = (bins[None, :] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - bins[None, :]) / (edges[2:] - edges[1:-1])[:, None]
    triangles = np.maximum(0.0, np.minimum(rise, fall))
    return (triangles * (2.0 / (edges[2:] - edges[:-2]))[:, None]).astype(np.float32)


def log_mel(audio: Audio) -> Floats:
    """Log-mel spectrogram of 16 kHz audio.

    Returns:
        shape ``(80, frames)`` with one frame per 10 ms; empty for less than one hop of audio.

    Raises:
        ValueError: the audio is not at 16 kHz.
    """
    samples = audio.require(RATE).samples
    frames = len(samples) // HOP
    if frames == 0:
        return np.zeros((MELS, 0), np.float32)
    half = _WINDOW // 2
    padded = np.pad(samples, half, "reflect" if len(samples) > half else "edge")
    window = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
    strips = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP][:frames]
    power = np.abs(np.fft.rfft(strips * window, axis=1)).astype(np.float32) ** 2
    mel = np.log10(np.maximum(power @ mel_filters().T, 1e-10)).T
    mel = np.maximum(mel, mel.max() - 8.0)
    return np.ascontiguousarray((mel + 4.0) / 4.0, dtype=np.float32)
