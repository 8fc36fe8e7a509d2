"""Loudness of speech in LUFS as ITU-R BS.1770-4 measures it, for one channel at 8 kHz."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from models.audio import LINE_RATE, Audio

SILENCE_LUFS: Final = -70.0

_BLOCK: Final = LINE_RATE * 2 // 5
_STEP: Final = _BLOCK // 4
_OFFSET: Final = -0.691
_RELATIVE: Final = -10.0
_SHELF: Final = (1500.0, 1 / np.sqrt(2.0), 4.0)
_PASS: Final = (38.0, 0.5)
"""Frequency (Hz), quality and, for the shelf, gain (dB) of the two filters of K-weighting."""

_Floats = npt.NDArray[np.float64]


def loudness(audio: Audio) -> float:
    """Integrated loudness in LUFS, pauses left out; :data:`SILENCE_LUFS` for silence.

    Audio shorter than a block of 0.4 s counts as one block.
    """
    samples = audio.require(LINE_RATE).samples.astype(np.float64)
    if not len(samples):
        return SILENCE_LUFS
    size = min(_BLOCK, len(samples))
    blocks = np.lib.stride_tricks.sliding_window_view(samples, size)[::_STEP]
    power = _weighted_power(blocks)
    level = _OFFSET + 10 * np.log10(np.maximum(power, 1e-12))
    heard = power[level > SILENCE_LUFS]
    if not len(heard):
        return SILENCE_LUFS
    gate = _OFFSET + 10 * np.log10(heard.mean()) + _RELATIVE
    loud = power[level > max(gate, SILENCE_LUFS)]
    return float(_OFFSET + 10 * np.log10(loud.mean()))


def _weighted_power(blocks: _Floats) -> _Floats:
    """Mean square of each block after K-weighting, by its spectrum."""
    size = blocks.shape[1]
    spectrum = np.abs(np.fft.rfft(blocks, axis=1)) ** 2 * _weights(size)
    both = 2 * spectrum.sum(axis=1) - spectrum[:, 0]
    if size % 2 == 0:
        both -= spectrum[:, -1]
    result: _Floats = both / size**2
    return result


@cache
def _weights(size: int) -> _Floats:
    """Power gain of K-weighting at the frequencies of a transform of so many samples."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    gain = np.ones(len(z), complex)
    for b, a in (_shelf(), _high_pass()):
        gain *= (b[0] + b[1] * z + b[2] * z**2) / (a[0] + a[1] * z + a[2] * z**2)
    weights: _Floats = np.abs(gain) ** 2
    return weights


def _shelf() -> tuple[_Floats, _Floats]:
    hertz, quality, db = _SHELF
    high = 10 ** (db / 40)
    turn = 2 * np.pi * hertz / LINE_RATE
    width = np.sin(turn) / (2 * quality)
    cosine, root = np.cos(turn), np.sqrt(high)
    b = high * np.array([
        (high + 1) + (high - 1) * cosine + 2 * root * width,
        -2 * ((high - 1) + (high + 1) * cosine),
        (high + 1) + (high - 1) * cosine - 2 * root * width,
    ])  # fmt: skip
    a = np.array([
        (high + 1) - (high - 1) * cosine + 2 * root * width,
        2 * ((high - 1) - (high + 1) * cosine),
        (high + 1) - (high - 1) * cosine - 2 * root * width,
    ])  # fmt: skip
    return b, a


def _high_pass() -> tuple[_Floats, _Floats]:
    hertz, quality = _PASS
    turn = 2 * np.pi * hertz / LINE_RATE
    width = np.sin(turn) / (2 * quality)
    cosine = np.cos(turn)
    b = np.array([(1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2])
    a = np.array([1 + width, -2 * cosine, 1 - width])
    return b, a
