"""What Vosk computes from the line: Kaldi's MFCC at 8 kHz, as ``conf/mfcc.conf`` asks for it."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from models.audio import LINE_RATE, Audio

Floats = npt.NDArray[np.float32]

BINS: Final = 30
HOP: Final = 80
"""Samples from one frame to the next, 10 ms."""

_WIDTH: Final = 200
_FFT: Final = 256
_LOWEST: Final = 20.0
_HIGHEST: Final = 3872.1003
_LIFTER: Final = 22.0
_FLOOR: Final = 1.1920929e-07


def log_mel(line: Audio, dither: np.random.Generator | None = None) -> Floats:
    """Logarithms of the mel energies.

    Args:
        line: at 8 kHz.
        dither: source of the noise of one step of 16 bits that Vosk adds; None adds nothing.

    Returns:
        shape ``(frames, 30)``, 100 frames a second, none when the audio is shorter than 25 ms.
    """
    samples = line.require(LINE_RATE).samples * np.float32(32768)
    if len(samples) < _WIDTH:
        return np.zeros((0, BINS), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, _WIDTH)[::HOP].astype(np.float32)
    if dither is not None:
        frames = frames + dither.standard_normal(frames.shape, dtype=np.float32)
    frames -= frames.mean(axis=1, keepdims=True)
    before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    spectrum = np.fft.rfft((frames - np.float32(0.97) * before) * _window(), _FFT)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    found: Floats = np.log(np.maximum(power @ _mel_bank(), np.float32(_FLOOR)))
    return found


def cepstra(mel: Floats) -> Floats:
    """What the network is fed, from :func:`log_mel`; same shape."""
    found: Floats = mel @ cosines().T
    return found


@cache
def cosines() -> Floats:
    """The liftered cosine transform, ``(30, 30)``: one row a coefficient."""
    places = np.arange(BINS) + 0.5
    rows = np.sqrt(2 / BINS) * np.cos(np.pi / BINS * np.outer(np.arange(BINS), places))
    rows[0] = np.sqrt(1 / BINS)
    lifter = 1 + _LIFTER / 2 * np.sin(np.pi * np.arange(BINS) / _LIFTER)
    found: Floats = (rows * lifter[:, None]).astype(np.float32)
    return found


def mel_of_hertz(hertz: float | npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(1127 * np.log1p(np.asarray(hertz) / 700))


def centres() -> npt.NDArray[np.float64]:
    """Middle of each mel bin in Hz."""
    edges = np.linspace(mel_of_hertz(_LOWEST), mel_of_hertz(_HIGHEST), BINS + 2)[1:-1]
    return np.asarray(700 * np.expm1(edges / 1127))


@cache
def _window() -> Floats:
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WIDTH) / (_WIDTH - 1))
    window: Floats = (hann**0.85).astype(np.float32)
    return window


@cache
def _mel_bank() -> Floats:
    """Triangles over the bins of the spectrum, ``(129, 30)``."""
    edges = np.linspace(mel_of_hertz(_LOWEST), mel_of_hertz(_HIGHEST), BINS + 2)
    step = edges[1] - edges[0]
    at = mel_of_hertz(np.arange(_FFT // 2 + 1) * LINE_RATE / _FFT)
    at[-1] = np.inf  # Kaldi leaves the topmost bin out
    bank = np.maximum(0.0, 1 - np.abs(at[:, None] - edges[None, 1:-1]) / step)
    found: Floats = bank.astype(np.float32)
    return found
