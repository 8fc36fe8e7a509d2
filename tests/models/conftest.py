"""Real graphs, real ears and real (synthetic) speech, made once for all tests of the room."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from models import LINE_RATE, Audio, Ears, build_graphs

_PHRASINGS = [
    "Bagaimana cara mengurus NUPTK?",
    "di mana alamat kantor BPMP",
    "lupa kode registrasi",
]

Say = Callable[[str, str], Audio]


def louder(audio: Audio, decibels: float) -> Audio:
    """The same sound so many decibels louder, clipped at full scale."""
    scaled = audio.samples * np.float32(10 ** (decibels / 20))
    return Audio(np.clip(scaled, -1.0, 1.0), audio.rate)


@pytest.fixture(scope="session")
def phrasings() -> list[str]:
    return list(_PHRASINGS)


@pytest.fixture(scope="session")
def graphs(tmp_path_factory: pytest.TempPathFactory, phrasings: list[str]) -> Path:
    """Graphs of the shipped word lists and a few questions."""
    folder = tmp_path_factory.mktemp("graphs")
    build_graphs(folder, phrasings)
    return folder


@pytest.fixture(scope="session")
def ears(graphs: Path) -> Ears:
    return Ears.load(graphs=graphs)


@pytest.fixture(scope="session")
def say(tmp_path_factory: pytest.TempPathFactory) -> Say:
    """Speak a text with an espeak voice, a short silence before and after, at 8 kHz."""
    folder = tmp_path_factory.mktemp("espeak")
    script = Path(__file__).with_name("espeak_speech.py")

    def speak(text: str, voice: str = "id+m7") -> Audio:
        out = folder / "speech.npz"
        subprocess.run(
            [sys.executable, str(script), str(out)],
            input=f"{voice}\t130\t{text}",
            text=True,
            check=True,
        )
        with np.load(out) as spoken:
            speech = Audio(spoken["0"] * np.float32(0.5), LINE_RATE)
        parts = [Audio.silence(0.3, LINE_RATE), speech, Audio.silence(0.4, LINE_RATE)]
        return Audio.join(parts, LINE_RATE)

    return speak
