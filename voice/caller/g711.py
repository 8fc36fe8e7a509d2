"""ITU-T G.711: the two ways a telephone network squeezes a sample into eight bits."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from models.audio import LINE_RATE, Audio

_MU_BIAS: Final = 0x84
_MU_CLIP: Final = 0x7FFF - _MU_BIAS


class Codec(StrEnum):
    """A-law (Europe, Indonesia) or mu-law (America, Japan)."""

    ALAW = "alaw"
    MULAW = "mulaw"


@cache
def decoding(codec: Codec) -> npt.NDArray[np.int16]:
    """The 16-bit value of every code, shape ``(256,)``."""
    code = np.arange(256, dtype=np.int32)
    if codec is Codec.MULAW:
        code = ~code & 0xFF
        exponent, mantissa = (code >> 4) & 7, code & 15
        size = (((mantissa << 3) + _MU_BIAS) << exponent) - _MU_BIAS
        return np.where(code & 0x80, -size, size).astype(np.int16)
    code ^= 0x55
    exponent, mantissa = (code >> 4) & 7, code & 15
    size = np.where(
        exponent == 0, (mantissa << 4) + 8, ((mantissa << 4) + 0x108) << np.maximum(exponent - 1, 0)
    )
    return np.where(code & 0x80, size, -size).astype(np.int16)


def encode(codec: Codec, pcm: npt.NDArray[np.int16]) -> npt.NDArray[np.uint8]:
    """Codes of 16-bit samples of any shape."""
    value = pcm.astype(np.int32)
    if codec is Codec.MULAW:
        size = np.minimum(np.abs(value), _MU_CLIP) + _MU_BIAS
        exponent = _bit_length(size) - 8
        mantissa = (size >> (exponent + 3)) & 15
        code = (exponent << 4) | mantissa | np.where(value < 0, 0x80, 0)
        return (~code & 0xFF).astype(np.uint8)
    size = np.where(value < 0, ~value, value) >> 4
    exponent = np.maximum(_bit_length(size) - 4, 0)
    mantissa = np.where(exponent > 1, size >> np.maximum(exponent - 1, 0), size) & 15
    code = (exponent << 4) | mantissa | np.where(value < 0, 0, 0x80)
    return (code ^ 0x55).astype(np.uint8)


def round_trip(codec: Codec, audio: Audio) -> Audio:
    """The same audio after one coder and one decoder, at ``LINE_RATE``."""
    pcm = np.clip(np.rint(audio.require(LINE_RATE).samples * 32768.0), -32768, 32767)
    heard = decoding(codec)[encode(codec, pcm.astype(np.int16))]
    return Audio(heard.astype(np.float32) / np.float32(32768.0), LINE_RATE)


def _bit_length(size: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Bits needed for each non-negative number below 2**24."""
    return np.frexp(size.astype(np.float64))[1].astype(np.int32)
