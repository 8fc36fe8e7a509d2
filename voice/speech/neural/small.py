"""The small neural voice: a few megabytes, many times faster than speech on one core."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime

from models.audio import LINE_RATE, Audio
from voice.errors import VoiceError
from voice.speech.neural.melody import bent
from voice.speech.neural.source import HOP, VOICED, Floats, shaped
from voice.speech.phonemes import SYMBOLS

VERSION: Final = "1"
"""Raise it when the network is trained anew: what it rendered before is then unused."""
SPEAKERS: Final = {"perempuan": 0, "laki-laki": 1}
"""Its voices: a woman's and a man's."""

_FOLDER: Final = Path(__file__).parent / "small"
_PARTS: Final = ("reader", "melody", "filters")
TOKENS: Final = {symbol: number for number, symbol in enumerate(SYMBOLS, 1)}
"""Numbers of the phonemes; 0 is the silence at both ends."""
_SHORTEST: Final = 2
_LONGEST: Final = 80
"""Frames of one symbol: a network that errs must not hold a sound for a second and more."""

_Numbers = npt.NDArray[np.int64]


class SmallVoice:
    """The network in its three parts; see :mod:`voice.training.network`.

    Raises:
        VoiceError: a part is missing or damaged.
    """

    def __init__(self, folder: Path = _FOLDER) -> None:
        options = onnxruntime.SessionOptions()
        # Memory is given back after each clause: calls have little of it to spare.
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        # One core: the ears need the other.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._parts: dict[str, Any] = {}
        for name in _PARTS:
            try:
                self._parts[name] = onnxruntime.InferenceSession(
                    str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"]
                )
            except Exception as error:
                # onnxruntime raises classes of its own that share no public base.
                raise VoiceError(
                    f"Suara Sapa tidak dapat dimuat ({folder / name}.onnx). Pasang ulang Sapa."
                ) from error

    def speech(self, phonemes: str, voice: str, pace: float = 1.0) -> Audio:
        """Speak phonemes of :mod:`voice.speech.phonemes`; unknown signs are left out.

        Args:
            phonemes: at least one sound, its melody as a mark at the end.
            voice: one of :data:`SPEAKERS`.
            pace: 1.0 is the usual one, 0.8 a fifth slower at the same pitch.

        Returns:
            Audio at 8 kHz, with a little silence at both ends.
        """
        known = [TOKENS[sign] for sign in phonemes if sign in TOKENS]
        tokens = np.array([[0, *known, 0]], np.int64)
        mask = np.ones((1, tokens.shape[1], 1), np.float32)
        hidden, length = self._parts["reader"].run(
            None,
            {"tokens": tokens, "speaker": np.array([SPEAKERS[voice]], np.int64), "mask": mask},
        )
        frames = np.exp(np.asarray(length[0], np.float64)) / pace
        counts = np.clip(np.round(frames), _SHORTEST, _LONGEST).astype(np.int64)
        # Silence at the ends says nothing; what comes before and after sets its length.
        counts[[0, -1]] = np.minimum(counts[[0, -1]], 12)
        index, place = places(counts)
        rows = np.asarray(hidden[0], np.float32)[index]
        mask = np.ones((1, len(rows), 1), np.float32)
        placed, pitch = self._parts["melody"].run(
            None, {"frames": rows[None], "place": place[None], "mask": mask}
        )
        hertz = np.where(pitch[0] > VOICED, pitch[0] * 100, 0.0).astype(np.float32)
        curve = bent(hertz, phonemes[-1:]) / np.float32(100)
        (filters,) = self._parts["filters"].run(
            None, {"frames": placed, "pitch": curve[None], "mask": mask}
        )
        noise = _noise(len(rows) * HOP)
        return Audio(shaped(curve, filters[0], noise), LINE_RATE)


def places(frames: _Numbers) -> tuple[_Numbers, Floats]:
    """Which symbol each frame belongs to, and its place in it; training asks for the same.

    Args:
        frames: frames of each symbol, shape ``(symbols,)``, at least 1.

    Returns:
        Shapes ``(time,)`` and ``(time, 3)``: the share of the symbol that is over, and the
        logarithms of the frames that are over and to come.
    """
    index = np.repeat(np.arange(len(frames)), frames)
    start = np.cumsum(frames) - frames
    over = np.arange(len(index)) - start[index]
    whole = frames[index]
    place = np.stack([(over + 0.5) / whole, np.log1p(over), np.log1p(whole - over)], axis=1)
    return index, place.astype(np.float32)


def _noise(length: int) -> Floats:
    """White noise, the same for the same length: a text sounds alike each time."""
    return np.random.default_rng(length).standard_normal(length).astype(np.float32)


@cache
def small_voice() -> SmallVoice:
    """The shipped network, loaded once a process."""
    return SmallVoice()
