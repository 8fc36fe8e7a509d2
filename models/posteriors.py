"""Encoder and head of the second pass: from audio to phone posteriors."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime
import soxr

from models.audio import LINE_RATE, Audio
from models.errors import ModelError
from models.logmel import HOP, RATE, log_mel
from models.phones import PHONES
from models.quiet import quiet_pieces

Floats = npt.NDArray[np.float32]

FRAME: Final = 0.02
"""Seconds per row of posteriors."""

_TAIL: Final = 0.5
_LONGEST_PIECE: Final = 10.0


class PosteriorNetwork:
    """Audio to phone posteriors; one for all fields."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        """Load ``encoder.int8.onnx`` and ``head.onnx``; ModelError when missing or broken."""
        self._encoder = _session(folder / "encoder.int8.onnx", threads)
        self._head = _session(folder / "head.onnx", threads)

    def posteriors(self, audio: Audio) -> Floats:
        """Log-probabilities of the phones.

        Args:
            audio: at 8 kHz, any length; long audio is cut where it is quiet.

        Returns:
            shape ``(frames, 27)``, 50 frames a second, column 0 the blank.
        """
        samples = audio.require(LINE_RATE).samples
        pieces = [self._piece(part) for part in quiet_pieces(samples, LINE_RATE, _LONGEST_PIECE)]
        return np.concatenate(pieces) if pieces else np.zeros((0, len(PHONES)), np.float32)

    def _piece(self, samples: Floats) -> Floats:
        wide = soxr.resample(samples, LINE_RATE, RATE).astype(np.float32)
        padded = np.concatenate([wide, np.zeros(round(_TAIL * RATE), np.float32)])
        mel = log_mel(Audio(padded, RATE))
        mel = np.ascontiguousarray(mel[None, :, : mel.shape[1] // 2 * 2])
        encoded = self._encoder.run(None, {"mel": mel})[0]
        found: Floats = self._head.run(None, {"encoder": encoded})[0][0]
        return found[: -(-len(wide) // (2 * HOP))]


def _session(path: Path, threads: int) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # The arena would keep the memory of the longest utterance for ever.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception:
        raise ModelError(f"Model suara {path} tidak ada atau rusak; pasang ulang Sapa.") from None
