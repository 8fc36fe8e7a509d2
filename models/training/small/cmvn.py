"""The line's own sound taken out, as Vosk does where a model has ``am/global_cmvn.stats``.

From every frame the mean of the last six seconds is taken (online cepstral mean normalisation).
While fewer have gone by, two seconds of what is usual count with them.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from models.errors import ModelError
from models.training.small.frontend import BINS, Floats

FILE: Final = "global_cmvn.stats"
"""Beside ``final.mdl``."""

# Kaldi's OnlineCmvnOptions, which Vosk leaves as they are.
_WINDOW: Final = 600
_USUAL: Final = 200
_COUNT: Final = 1000.0
"""Frames that the file speaks of; Kaldi asks for the mean alone."""
_HEAD: Final = b"\0BDM "
_SIZES: Final = struct.Struct("<bibi")


def centred(features: Floats, usual: npt.NDArray[np.floating]) -> Floats:
    """Frames without the mean of those before them.

    Args:
        features: cepstra, ``(frames, 30)``, 100 frames a second.
        usual: the mean that they are expected to have.
    """
    sums = np.concatenate([np.zeros((1, BINS)), np.cumsum(features, axis=0, dtype=np.float64)])
    until = np.arange(1, len(features) + 1)
    since = np.maximum(until - _WINDOW, 0)
    count = (until - since)[:, None]
    added = np.minimum(_USUAL, _WINDOW - count)
    mean = (sums[until] - sums[since] + added * usual) / (count + added)
    found: Floats = (features - mean).astype(np.float32)
    return found


def write_usual(mean: npt.NDArray[np.floating], folder: Path) -> None:
    """Write the file for Vosk into the folder of a ``final.mdl``.

    Args:
        mean: of the cepstra, ``(30,)``.
    """
    rows = np.zeros((2, BINS + 1))
    rows[0, :BINS], rows[0, BINS] = mean * _COUNT, _COUNT
    rows[1, :BINS] = (mean**2 + 1.0) * _COUNT
    sizes = _SIZES.pack(4, 2, 4, BINS + 1)
    (folder / FILE).write_bytes(_HEAD + sizes + rows.astype("<f8").tobytes())


def read_usual(folder: Path) -> npt.NDArray[np.float64] | None:
    """The mean that :func:`write_usual` wrote; None where there is no such file.

    Raises:
        ModelError: the file is another one.
    """
    path = folder / FILE
    if not path.exists():
        return None
    data = path.read_bytes()
    start = len(_HEAD) + _SIZES.size
    if not data.startswith(_HEAD) or len(data) != start + 16 * (BINS + 1):
        raise ModelError(f"Model suara {path} rusak atau terpotong.")
    rows = np.frombuffer(data, "<f8", offset=start).reshape(2, BINS + 1)
    found: npt.NDArray[np.float64] = rows[0, :BINS] / rows[0, BINS]
    return found
