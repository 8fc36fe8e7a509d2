"""The shipped general model: words and n-grams in one small compressed file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np

from models.errors import BROKEN_ARCHIVE, ModelError
from models.lm.arrays import ArrayNgram, Level
from models.lm.words import WordModel

_STEP: Final = 1.0 / 32.0
"""Natural logarithms are rounded down to this, so that no context's sum exceeds one."""

_MOST: Final = 2500


def write_model(language: WordModel, path: Path, note: str) -> None:
    """Write a model; probabilities and back-offs are rounded to 1/32 nat.

    The file is a NumPy archive: ``note`` and ``words`` as text in UTF-8 bytes, then for every
    length k from 0 ``count_k`` (n-grams of every context), ``word_k``, ``logp_k``, ``backoff_k``.
    """
    model = language.model
    content: dict[str, Any] = {
        "note": np.frombuffer(note.encode(), np.uint8),
        "words": np.frombuffer("\n".join(language.words).encode(), np.uint8),
    }
    for k, level in enumerate(model.levels):
        if k:
            count = np.bincount(level.context, minlength=len(model.levels[k - 1]))
            content[f"count_{k}"] = count.astype(np.uint16)
            content[f"word_{k}"] = level.word.astype(np.uint16)
        steps = np.clip(np.ceil(-level.logp / _STEP), 0, _MOST)
        content[f"logp_{k}"] = steps.astype(np.uint16)
        if k + 1 < model.order:
            steps = np.clip(np.round(-level.backoff / _STEP), -_MOST, _MOST)
            content[f"backoff_{k}"] = steps.astype(np.int16)
    np.savez_compressed(path, **content)


def read_model(path: Path) -> WordModel:
    """Read a model; ModelError when the file is missing or broken."""
    try:
        with np.load(path) as content:
            words = content["words"].tobytes().decode().split("\n")
            levels: list[Level] = []
            while f"logp_{len(levels)}" in content:
                k = len(levels)
                logp = content[f"logp_{k}"] * -_STEP
                size = len(logp)
                context, word = np.zeros(size, np.int64), np.arange(size)
                if k:
                    count = content[f"count_{k}"]
                    context = np.repeat(np.arange(len(count)), count)
                    word = content[f"word_{k}"].astype(np.int64)
                backoff = np.zeros(size)
                if f"backoff_{k}" in content:
                    backoff = content[f"backoff_{k}"] * -_STEP
                levels.append(Level(context, word, logp, backoff, np.zeros(size)))
            model = ArrayNgram(levels)
    except BROKEN_ARCHIVE as error:
        raise ModelError(
            f"Model bahasa {path} tidak dapat dibaca ({error}); pasang ulang Sapa."
        ) from None
    if not levels or len(words) != model.size:
        raise ModelError(f"Model bahasa {path} kosong; pasang ulang Sapa.")
    return WordModel(words, model)
