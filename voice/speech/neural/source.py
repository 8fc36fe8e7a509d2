"""Source and filter: a buzz at the pitch and a noise, shaped by the filters of the network.

The buzz is the sum of all harmonics under :data:`HIGHEST_HZ`. Its phase follows from the pitch
alone, the same way as in the large voice, so that the filters can learn that voice's very phases.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from models.audio import LINE_RATE

HOP: Final = 100
"""Samples between two frames: 12.5 ms at 8 kHz."""
WINDOW: Final = 400
BINS: Final = WINDOW // 2 + 1
HIGHEST_HZ: Final = 3900.0
VOICED: Final = 0.5
"""Pitch in units of 100 Hz from which a frame has a voice."""

Floats = npt.NDArray[np.float32]


def buzz(pitch: Floats) -> Floats:
    """The harmonics of a pitch curve.

    Args:
        pitch: shape ``(frames,)``, in units of 100 Hz.

    Returns:
        Shape ``(frames * HOP,)``, at 8 kHz; zero where there is no voice.
    """
    count = len(pitch)
    hertz = np.asarray(pitch, np.float64) * 100.0
    # At the middle of a frame the phase is what all frames up to it have turned.
    turns = np.cumsum(hertz) * (HOP / LINE_RATE)
    middles = (np.arange(count) + 0.5) * HOP - 0.5
    at = np.arange(count * HOP)
    phase = 2 * np.pi * np.interp(at, middles, turns)
    each = np.repeat(hertz, HOP)
    voiced = each > VOICED * 100.0
    most = np.floor(HIGHEST_HZ / np.maximum(each, 50.0))
    half = np.sin(phase / 2)
    safe = np.where(np.abs(half) < 1e-4, 1.0, half)
    # 1/2 + cos p + cos 2p + ... + cos Kp in closed form.
    summed = np.where(np.abs(half) < 1e-4, most, np.sin((most + 0.5) * phase) / (2 * safe) - 0.5)
    return np.where(voiced, summed / np.sqrt(np.maximum(most, 1.0)), 0.0).astype(np.float32)


def shaped(pitch: Floats, filters: Floats, noise: Floats) -> Floats:
    """Speech of a pitch curve and its filters.

    Args:
        pitch: shape ``(frames,)``, in units of 100 Hz.
        filters: shape ``(frames, 3 * BINS)``: log gain and phase of the buzz, log gain of noise.
        noise: white noise of variance 1, shape ``(frames * HOP,)``.

    Returns:
        Shape ``(frames * HOP,)``, at 8 kHz.
    """
    gain, phase, rough = np.split(filters, 3, axis=1)
    spectrum = _stft(buzz(pitch)) * (np.exp(gain) * np.exp(1j * phase))
    spectrum = spectrum + _stft(noise) * np.exp(rough)
    return _inverse(spectrum, len(pitch) * HOP)


def _window() -> npt.NDArray[np.float64]:
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)


def _stft(samples: Floats) -> npt.NDArray[np.complex128]:
    """Frames centred at every :data:`HOP`, reflected at both ends; the last centre is left out."""
    padded = np.pad(samples, WINDOW // 2, mode="reflect")
    count = len(samples) // HOP
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:count]
    return np.fft.rfft(frames * _window(), axis=1)


def _inverse(spectrum: npt.NDArray[np.complex128], length: int) -> Floats:
    window = _window()
    frames = np.fft.irfft(spectrum, WINDOW, axis=1) * window
    out = np.zeros(length + WINDOW)
    weight = np.zeros(length + WINDOW)
    for at, frame in enumerate(frames):
        out[at * HOP : at * HOP + WINDOW] += frame
        weight[at * HOP : at * HOP + WINDOW] += window**2
    out /= np.maximum(weight, 1e-3)
    return out[WINDOW // 2 : WINDOW // 2 + length].astype(np.float32)
