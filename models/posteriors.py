"""Encoder and head of the second pass: from audio to phone posteriors."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import soxr

from models.audio import LINE_RATE, Audio
from models.logmel import HOP, RATE, log_mel
from models.onnx_session import session
from models.phones import PHONES
from models.quiet import quiet_pieces

Floats = npt.NDArray[np.float32]

FRAME: Final = 0.02
"""Seconds per row of posteriors."""
WIDTH: Final = 512
"""Numbers in a frame of the encoder's features."""

_TAIL: Final = 0.5
_LONGEST_PIECE: Final = 10.0


class PosteriorNetwork:
    """Audio to phone posteriors; one for all fields."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        """Load ``encoder.int8.onnx`` and ``head.onnx``; ModelError when missing or broken."""
        self._encoder = session(folder / "encoder.int8.onnx", threads)
        self._head = session(folder / "head.onnx", threads)

    def posteriors(self, audio: Audio) -> Floats:
        """Log-probabilities of the phones.

        Args:
            audio: at 8 kHz, any length; long audio is cut where it is quiet.

        Returns:
            shape ``(frames, 27)``, 50 frames a second, column 0 the blank.
        """
        return self.hear(audio)[0]

    def hear(self, audio: Audio) -> tuple[Floats, Floats]:
        """The same, and with it the encoder's features, ``(frames, 512)``: half a second more of
        them, behind every piece of the audio."""
        samples = audio.require(LINE_RATE).samples
        pieces = [self._piece(part) for part in quiet_pieces(samples, LINE_RATE, _LONGEST_PIECE)]
        if not pieces:
            return np.zeros((0, len(PHONES)), np.float32), np.zeros((0, WIDTH), np.float32)
        posteriors, features = zip(*pieces, strict=True)
        return np.concatenate(posteriors), np.concatenate(features)

    def _piece(self, samples: Floats) -> tuple[Floats, Floats]:
        wide = soxr.resample(samples, LINE_RATE, RATE).astype(np.float32)
        padded = np.concatenate([wide, np.zeros(round(_TAIL * RATE), np.float32)])
        mel = log_mel(Audio(padded, RATE))
        mel = np.ascontiguousarray(mel[None, :, : mel.shape[1] // 2 * 2])
        encoded = self._encoder.run(None, {"mel": mel})[0]
        found: Floats = self._head.run(None, {"encoder": encoded})[0][0]
        return found[: -(-len(wide) // (2 * HOP))], encoded[0]
