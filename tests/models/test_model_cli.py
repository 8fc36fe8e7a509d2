"""``sapa model``: what staff see."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from typer.testing import CliRunner

from models import Audio
from models.cli import app
from models.graphs import MODEL

Say = Callable[[str, str], Audio]


@dataclass
class Context:
    graphs: Path
    asked: list[str]
    model: Path = MODEL

    def phrasings(self) -> list[str]:
        return self.asked


@pytest.fixture
def context(graphs: Path, phrasings: list[str]) -> Context:
    return Context(graphs, phrasings)


@pytest.fixture(scope="module")
def medan(say: Say) -> Audio:
    return say("kota medan", "id+m3")


def run(context: Context, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [*arguments], obj=context)
    return result.exit_code, result.stdout, result.stderr


def test_build_says_that_nothing_was_to_do(context: Context) -> None:
    code, out, _ = run(context, "build")
    assert code == 0
    assert "sudah mutakhir" in out
    assert "kabupaten/kota: " in out


def test_words_shows_pronunciations_and_graphs(context: Context) -> None:
    code, out, _ = run(context, "words", "NUPTK", "petugas", "simpatika")
    assert code == 0
    rows = {line.split()[1]: line for line in out.splitlines() if line.startswith("│")}
    assert "e n u p e t e k a" in rows["nuptk"]
    assert "pertanyaan" in rows["nuptk"]
    assert "ya/tidak" in rows["petugas"]
    assert "belum dikenal" in rows["simpatika"]


def test_word_that_cannot_be_said_fails(context: Context) -> None:
    code, out, _ = run(context, "words", "?!")
    assert code == 1
    assert "tidak dapat dilafalkan" in out


@pytest.mark.parametrize(
    ("name", "rate", "channels"),
    [("a.wav", 8000, 1), ("b.flac", 44100, 2), ("c.ogg", 16000, 1), ("d.wav", 11025, 2)],
)
def test_transcribe_takes_any_rate_and_channels(
    context: Context, medan: Audio, tmp_path: Path, name: str, rate: int, channels: int
) -> None:
    samples = soxr.resample(medan.samples, medan.rate, rate)
    soundfile.write(tmp_path / name, np.stack([samples] * channels, axis=1), rate)
    arguments = ["transcribe", "--graph", "district", "--pass", "both", "--json"]
    code, out, err = run(context, *arguments, str(tmp_path / name))
    assert code == 0, err
    first, second = (json.loads(line) for line in out.splitlines())
    assert (first["pass"], second["pass"]) == ("first", "second")
    assert second["file"] == str(tmp_path / name)
    assert second["text"] == "kota medan"
    assert [w["word"] for w in second["words"]] == ["kota", "medan"]
    assert all(0.0 <= w["confidence"] <= 1.0 for w in second["words"])


def test_unreadable_and_empty_files_are_named_and_the_rest_is_heard(
    context: Context, medan: Audio, tmp_path: Path
) -> None:
    good, text, empty = tmp_path / "good.wav", tmp_path / "text.wav", tmp_path / "empty.wav"
    soundfile.write(good, medan.samples, medan.rate)
    text.write_text("bukan suara")
    soundfile.write(empty, np.zeros(0, np.float32), 8000)
    missing = tmp_path / "tidak-ada.wav"
    files = [str(p) for p in (text, empty, missing, good)]
    code, out, err = run(context, "transcribe", "--graph", "district", *files)
    assert code == 1
    assert f"{good} [kedua] kota medan" in out
    sentences = err.splitlines()
    assert len(sentences) == 3
    assert "text.wav tidak dapat dibaca" in sentences[0]
    assert "empty.wav kosong" in sentences[1]
    assert "tidak-ada.wav tidak dapat dibaca" in sentences[2]


def test_missing_graphs_are_one_sentence(tmp_path: Path) -> None:
    code, _, err = run(Context(tmp_path, []), "transcribe", "x.wav")
    assert code == 1
    assert err.strip() == "Graf pengenal suara belum dibangun. Jalankan: sapa model build"
