"""From a voice's raw samples to what the telephone line carries: rate, band, level, clean edges."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import soxr

from models.audio import LINE_RATE, Audio
from voice.speech.loudness import loudness

LEVEL_LUFS: Final = -23.0
"""Loudness of every clause by ITU-R BS.1770 (EBU R 128)."""
CEILING: Final = 0.79
"""No sample is larger (-2 dBFS): room for the rounding of mu-law and A-law."""
LOW_HZ: Final = 220.0
HIGH_HZ: Final = 3500.0
"""Edges of the band; wide of the line's 300-3400 Hz so that its own filter does the cutting."""

_KNEE: Final = 0.55
_TAPS: Final = 101
_SILENT: Final = 1e-4
_EDGE_DB: Final = 45.0
_MARGIN: Final = LINE_RATE // 100
_FADE: Final = LINE_RATE // 200
_NEAR: Final = LINE_RATE // 40
_SMOOTH: Final = LINE_RATE // 100

_Samples = npt.NDArray[np.float32]


def for_line(audio: Audio) -> Audio:
    """One clause at 8 kHz, band-limited, at :data:`LEVEL_LUFS`, without silence at its ends.

    Both ends are faded to zero over 5 ms, so that clauses and pauses join without a click. Returns
    no samples when the audio is silent.
    """
    samples = _trimmed(_at_line_rate(audio))
    if not len(samples):
        return Audio(samples, LINE_RATE)
    return Audio(_faded(_levelled(samples)), LINE_RATE)


def cut_for_line(audio: Audio, cuts: Sequence[float]) -> list[Audio]:
    """A clause as :func:`for_line` makes it, in several parts.

    Args:
        audio: one clause, of any rate.
        cuts: seconds at which parts meet; each is moved to the softest spot within 25 ms.
    """
    samples = _levelled(_at_line_rate(audio))
    edges = [0, *[_softest(samples, round(cut * LINE_RATE)) for cut in cuts], len(samples)]
    parts = [samples[one:two] for one, two in pairwise(edges)]
    # Silence is cut off at the outer ends alone.
    heard = np.flatnonzero(_heard(samples))
    if not len(heard):
        return [Audio(part, LINE_RATE) for part in parts]
    parts[0] = parts[0][max(int(heard[0]) - _MARGIN, 0) :]
    last = len(parts[-1]) - max(len(samples) - int(heard[-1]) - 1 - _MARGIN, 0)
    parts[-1] = parts[-1][:last]
    return [Audio(part.copy(), LINE_RATE) for part in parts]


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


def _at_line_rate(audio: Audio) -> _Samples:
    samples = audio.samples
    if audio.rate != LINE_RATE:
        samples = soxr.resample(samples, audio.rate, LINE_RATE, quality="HQ").astype(np.float32)
    return _banded(samples)


def _heard(samples: _Samples) -> npt.NDArray[np.bool_]:
    """Which samples are not near-silence."""
    peak = float(np.max(np.abs(samples), initial=0.0))
    heard: npt.NDArray[np.bool_] = np.abs(samples) > max(peak * 10 ** (-_EDGE_DB / 20), _SILENT)
    return heard


def _trimmed(samples: _Samples) -> _Samples:
    heard = np.flatnonzero(_heard(samples))
    if not len(heard):
        return samples[:0]
    return samples[max(int(heard[0]) - _MARGIN, 0) : int(heard[-1]) + 1 + _MARGIN].copy()


def _levelled(samples: _Samples) -> _Samples:
    peak = float(np.max(np.abs(samples), initial=0.0))
    if peak < _SILENT:
        return samples
    gain = 10 ** ((LEVEL_LUFS - loudness(Audio(samples, LINE_RATE))) / 20)
    return _limited(samples * np.float32(gain))


def _limited(samples: _Samples) -> _Samples:
    """Rare peaks above the knee bent under the ceiling, so that they do not set the level."""
    size = np.abs(samples)
    room = CEILING - _KNEE
    over = _KNEE + room * np.tanh(np.maximum(size - _KNEE, 0) / room)
    limited: _Samples = np.where(size > _KNEE, np.sign(samples) * over, samples).astype(np.float32)
    return limited


def _faded(samples: _Samples) -> _Samples:
    fade = min(_FADE, len(samples) // 2)
    if fade:
        ramp = np.linspace(0.0, 1.0, fade, endpoint=False, dtype=np.float32)
        samples[:fade] *= ramp
        samples[-fade:] *= ramp[::-1]
    return samples


def _softest(samples: _Samples, at: int) -> int:
    """Where the power over 10 ms is least near a sample."""
    low, high = max(at - _NEAR, 0), min(at + _NEAR, len(samples))
    if high - low < 2 * _SMOOTH:
        return min(max(at, 0), len(samples))
    power = np.convolve(samples[low:high] ** 2, np.ones(_SMOOTH), mode="same")
    inside = power[_SMOOTH // 2 : -_SMOOTH // 2]
    return low + _SMOOTH // 2 + int(np.argmin(inside))
