"""Models side by side on real (synthetic) speech; none of it needs torch."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models import LINE_RATE, Audio, ModelError
from models.graphs import MODEL
from models.training.measure import Sample, graphs_of, phones_for, score
from models.training.recordings import labelled
from tests.models.conftest import Say

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


def test_every_set_is_reported_for_every_model(speech: Path, graphs: Path) -> None:
    # In a process of its own: kaldifst and libvosk do not go together (models/README.md).
    command = [sys.executable, "-c", "from models.training.cli import app; app()", "compare"]
    places = ["--work", str(speech), "--speech", str(speech), "--graphs", str(graphs)]
    second = str(MODEL / "second-pass")
    done = subprocess.run(
        [*command, *places, "--count", "2", second, second],
        check=True,
        capture_output=True,
        text=True,
    )
    clean, noise = done.stdout.splitlines()
    assert clean.split()[:2] == ["talk", "clean"] and noise.split()[:2] == ["talk", "noise"]
    one, other = re.findall(r"PER +([\d.]+) WER +([\d.]+)", clean)
    assert one == other
    assert float(one[0]) < 40 and float(one[1]) < 40


def test_graphs_that_were_never_built_are_missed(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="sapa model build"):
        graphs_of(tmp_path)


def test_phones_are_found_as_the_texts_for_training_make_them_likely(speech: Path) -> None:
    recordings = labelled(speech / "manifest.tsv")
    said = next(r.phones for r in recordings if r.split == "train")
    unheard = next(phone for phone in range(1, 27) if phone not in said)
    named = np.full((2 * len(said), 27), -20.0, np.float32)
    named[::2, 0] = 0.0
    named[range(1, len(named), 2), said] = 0.0
    # In one frame a little likelier, but in no text.
    named[5, unheard] = 0.1
    sample = Sample(Audio.silence(1.0, LINE_RATE), "", said)
    found = score([sample], lambda _: named, phones_for(recordings), None)
    assert found.phone_errors == 0.0
