"""``sapa model``: what staff see."""

from __future__ import annotations

import json
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
from tests.models.conftest import Say


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
    [
        ("a.wav", 8000, 1),
        ("b.flac", 44100, 2),
        ("c.ogg", 16000, 1),
        ("d.wav", 11025, 2),
        ("e.mp3", 22050, 1),
    ],
)
def test_transcribe_takes_any_rate_and_channels(
    context: Context, medan: Audio, tmp_path: Path, name: str, rate: int, channels: int
) -> None:
    samples = soxr.resample(medan.samples, medan.rate, rate)
    soundfile.write(tmp_path / name, np.stack([samples] * channels, axis=1), rate)
    arguments = ["transcribe", "--graph", "district", "--json"]
    code, out, err = run(context, *arguments, str(tmp_path / name))
    assert code == 0, err
    heard = json.loads(out)
    assert set(heard) == {"file", "text", "words", "pass", "confidence", "alternatives"}
    assert (heard["file"], heard["pass"]) == (str(tmp_path / name), "both")
    assert heard["text"] == "kota medan"
    assert [w["word"] for w in heard["words"]] == ["kota", "medan"]
    assert all(0.0 <= w["confidence"] <= 1.0 for w in heard["words"])
    assert all(set(w) == {"word", "confidence", "start", "end"} for w in heard["words"])


@pytest.mark.parametrize("which", ["first", "both"])
def test_one_object_a_file_in_the_order_given(
    context: Context, medan: Audio, tmp_path: Path, which: str
) -> None:
    files = [tmp_path / f"{number}.wav" for number in range(4)]
    for number, file in enumerate(files):
        # Soft, loud, offset, and only silence.
        sound = medan.samples * np.float32([0.02, 4.0, 0.5, 0.0][number])
        soundfile.write(file, sound + np.float32(0.1 * (number == 2)), 8000)
    arguments = ["transcribe", "--graph", "district", "--pass", which, "--json"]
    code, out, err = run(context, *arguments, *map(str, files))
    assert code == 0, err
    heard = [json.loads(line) for line in out.splitlines()]
    assert [one["file"] for one in heard] == [str(file) for file in files]
    assert [one["text"] for one in heard] == ["kota medan"] * 3 + [""]
    assert {one["pass"] for one in heard} == {which}


def test_channels_that_cancel_each_other_are_heard(
    context: Context, medan: Audio, tmp_path: Path
) -> None:
    soundfile.write(tmp_path / "a.wav", np.stack([medan.samples, -medan.samples], axis=1), 8000)
    code, out, err = run(context, "transcribe", "--graph", "district", str(tmp_path / "a.wav"))
    assert code == 0, err
    assert out.strip() == f"{tmp_path / 'a.wav'}: kota medan"


def test_unreadable_and_empty_files_are_named_and_the_rest_is_heard(
    context: Context, medan: Audio, tmp_path: Path
) -> None:
    good, text, empty = tmp_path / "good.wav", tmp_path / "text.wav", tmp_path / "empty.wav"
    torn = tmp_path / "torn.flac"
    soundfile.write(good, medan.samples, medan.rate)
    soundfile.write(torn, medan.samples, medan.rate)
    whole = torn.read_bytes()
    torn.write_bytes(whole[:1000] + bytes(len(whole) - 1000))
    text.write_text("bukan suara")
    soundfile.write(empty, np.zeros(0, np.float32), 8000)
    missing = tmp_path / "tidak-ada.wav"
    files = [str(p) for p in (text, empty, missing, torn, tmp_path, good)]
    code, out, err = run(context, "transcribe", "--graph", "district", *files)
    assert code == 1
    assert f"{good}: kota medan" in out
    sentences = err.splitlines()
    assert len(sentences) == 5
    assert "text.wav tidak dapat dibaca" in sentences[0]
    assert "empty.wav kosong" in sentences[1]
    assert "tidak-ada.wav tidak ditemukan" in sentences[2]
    assert "torn.flac tidak dapat dibaca" in sentences[3]
    assert f"{tmp_path} tidak dapat dibaca" in sentences[4]


def test_missing_graphs_are_one_sentence(tmp_path: Path) -> None:
    code, _, err = run(Context(tmp_path, []), "transcribe", "x.wav")
    assert code == 1
    assert err.strip() == "Graf pengenal suara belum dibangun. Jalankan: sapa model build"
