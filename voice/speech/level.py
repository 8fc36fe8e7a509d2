"""From a voice's raw samples to what the telephone line carries: rate, band, level, clean edges."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import soxr

from models.audio import LINE_RATE, Audio

LEVEL_DBFS: Final = -23.0
"""RMS of the speech itself (pauses left out), relative to a full-scale square wave."""
CEILING: Final = 0.79
"""No sample is larger (-2 dBFS): room for the rounding of mu-law and A-law."""
LOW_HZ: Final = 220.0
HIGH_HZ: Final = 3500.0
"""Edges of the band; wide of the line's 300-3400 Hz so that its own filter does the cutting."""

_TAPS: Final = 101
_FRAME: Final = LINE_RATE // 50
_GATE_DB: Final = 20.0
"""Frames this far under the loudest tenth are pauses and do not count for the level."""
_SILENT: Final = 1e-4
_EDGE_DB: Final = 45.0
_MARGIN: Final = LINE_RATE // 100
_FADE: Final = LINE_RATE // 200

_Samples = npt.NDArray[np.float32]


def for_line(audio: Audio) -> Audio:
    """One clause at 8 kHz, band-limited, at :data:`LEVEL_DBFS`, without silence at its ends.

    Both ends are faded to zero over 5 ms, so that clauses and pauses join without a click. Returns
    no samples when the audio is silent.
    """
    samples = audio.samples
    if audio.rate != LINE_RATE:
        samples = soxr.resample(samples, audio.rate, LINE_RATE, quality="HQ").astype(np.float32)
    samples = _trimmed(_banded(samples))
    if not len(samples):
        return Audio(samples, LINE_RATE)
    samples = _levelled(samples)
    fade = min(_FADE, len(samples) // 2)
    if fade:
        ramp = np.linspace(0.0, 1.0, fade, endpoint=False, dtype=np.float32)
        samples[:fade] *= ramp
        samples[-fade:] *= ramp[::-1]
    return Audio(samples, LINE_RATE)


def speech_level(samples: _Samples) -> float:
    """RMS in dBFS of the frames that hold speech; -120 when there are none."""
    frames = len(samples) // _FRAME
    if not frames:
        power = np.array([float(np.mean(np.square(samples)))]) if len(samples) else np.zeros(1)
    else:
        power = np.mean(np.square(samples[: frames * _FRAME].reshape(frames, _FRAME)), axis=1)
    gate = np.quantile(power, 0.9) * 10 ** (-_GATE_DB / 10)
    loud = power[power >= max(float(gate), 1e-12)]
    return float(10 * np.log10(loud.mean())) if len(loud) else -120.0


@cache
def _band_filter() -> npt.NDArray[np.float64]:
    """Linear-phase band-pass as the difference of two windowed-sinc low-passes."""
    at = np.arange(_TAPS) - (_TAPS - 1) / 2
    high = 2 * HIGH_HZ / LINE_RATE
    low = 2 * LOW_HZ / LINE_RATE
    taps: npt.NDArray[np.float64] = (
        high * np.sinc(high * at) - low * np.sinc(low * at)
    ) * np.hamming(_TAPS)
    return taps


def _banded(samples: _Samples) -> _Samples:
    if not len(samples):
        return samples
    full = np.convolve(samples.astype(np.float64), _band_filter(), mode="full")
    half = (_TAPS - 1) // 2
    return full[half : half + len(samples)].astype(np.float32)


def _trimmed(samples: _Samples) -> _Samples:
    peak = float(np.max(np.abs(samples), initial=0.0))
    if peak < _SILENT:
        return samples[:0]
    heard = np.flatnonzero(np.abs(samples) > peak * 10 ** (-_EDGE_DB / 20))
    return samples[max(heard[0] - _MARGIN, 0) : heard[-1] + 1 + _MARGIN].copy()


def _levelled(samples: _Samples) -> _Samples:
    gain = 10 ** ((LEVEL_DBFS - speech_level(samples)) / 20)
    peak = float(np.max(np.abs(samples)))
    return samples * np.float32(min(gain, CEILING / peak))
