"""Models side by side on real (synthetic) speech; none of it needs torch."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from models.graphs import MODEL
from tests.models.conftest import Say

SECOND = MODEL / "second-pass"
TEXTS = {
    "train": ["selamat pagi bapak", "saya mau bertanya", "terima kasih banyak"],
    "dev": ["di mana alamat kantor", "lupa kode registrasi"],
}


@pytest.fixture(scope="module")
def speech(say: Say, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of recordings with its manifest."""
    folder = tmp_path_factory.mktemp("recordings")
    rows = ["file start samples corpus speaker split label text".split()]
    for split, texts in TEXTS.items():
        for number, text in enumerate(texts):
            file, spoken = f"{split}{number}.wav", say(text, "id+m3")
            soundfile.write(folder / file, spoken.samples, spoken.rate)
            rows.append([file, "0", str(len(spoken.samples)), "talk", "m3", split, "words", text])
    lines = ["\t".join(row) for row in rows]
    (folder / "manifest.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def compared(speech: Path, graphs: Path, *models: Path) -> subprocess.CompletedProcess[str]:
    """In a process of its own: kaldifst and libvosk do not go together (models/README.md)."""
    command = [sys.executable, "-c", "from models.training.cli import app; app()", "compare"]
    places = ["--work", str(speech), "--speech", str(speech), "--graphs", str(graphs)]
    return subprocess.run(
        [*command, *places, "--count", "2", *map(str, models)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_set_is_reported_for_every_model(speech: Path, graphs: Path) -> None:
    done = compared(speech, graphs, SECOND, SECOND)
    assert done.returncode == 0, done.stderr
    clean, noise = done.stdout.splitlines()
    assert clean.split()[:2] == ["talk", "clean"] and noise.split()[:2] == ["talk", "noise"]
    one, other = re.findall(r"PER +([\d.]+) WER +([\d.]+)", clean)
    assert one == other
    assert float(one[0]) < 40 and float(one[1]) < 40


def test_graphs_that_were_never_built_are_missed(speech: Path, tmp_path: Path) -> None:
    done = compared(speech, tmp_path, SECOND)
    assert done.returncode != 0 and "sapa model build" in done.stderr
