"""A trained second pass that hears many clean utterances at once, to label them."""

# mypy: disable-error-code="no-any-return"
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch

from models.audio import Audio
from models.logmel import MELS
from models.training.features import Floats, mel_of
from models.training.lessons import Teacher
from models.training.network import Hearing
from models.training.precision import autocast, fastest
from models.training.shipped import shipped

_BATCH: Final = 4000
"""Frames of 20 ms heard at once."""


def teacher_of(folder: Path) -> Teacher:
    """The second pass of a folder with ``encoder.int8.onnx`` and ``head.onnx`` as a teacher.

    Raises:
        ModelError: the folder holds no such model.
    """
    model = shipped(folder).eval().to(fastest())

    def hear(sounds: Sequence[Audio]) -> list[Floats]:
        mels = [mel_of(sound) for sound in sounds]
        found = [np.zeros((0, 0), np.float32)] * len(mels)
        for batch in _batches([mel.shape[1] // 2 for mel, _ in mels]):
            named = _named(model, [mels[number][0] for number in batch])
            for number, rows in zip(batch, named, strict=True):
                found[number] = rows[: mels[number][1]].copy()
        return found

    return hear


def _batches(frames: Sequence[int]) -> list[list[int]]:
    """Utterances of like length together."""
    order = sorted(range(len(frames)), key=lambda number: -frames[number])
    batches: list[list[int]] = []
    for number in order:
        full = not batches or (len(batches[-1]) + 1) * frames[batches[-1][0]] > _BATCH
        if full:
            batches.append([])
        batches[-1].append(number)
    return batches


def _named(model: Hearing, mels: Sequence[Floats]) -> Floats:
    longest = max(mel.shape[1] for mel in mels)
    padded = np.zeros((len(mels), MELS, longest), np.float32)
    for row, mel in zip(padded, mels, strict=True):
        row[:] = mel.min()
        row[:, : mel.shape[1]] = mel
    frames = torch.tensor([mel.shape[1] // 2 for mel in mels])
    with torch.inference_mode(), autocast():
        return model(torch.from_numpy(padded).to(fastest()), frames).float().numpy()
