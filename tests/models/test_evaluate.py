"""Error rates, calibration, and ``sapa model eval`` on a small folder of transcribed speech."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isnan
from pathlib import Path

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from models import Hypothesis, ModelError, Pass, Word
from models.cli import app
from models.evaluate import (
    Score,
    calibration,
    calibration_error,
    corpora,
    held_out,
    right_words,
)
from models.graphs import MODEL
from tests.models.conftest import Say

NUMBER = "nol delapan satu dua tiga"


def heard(*words: tuple[str, float]) -> Hypothesis:
    return Hypothesis(tuple(Word(text, sure) for text, sure in words), Pass.SECOND)


@dataclass
class Context:
    graphs: Path
    model: Path = MODEL

    def phrasings(self) -> list[str]:
        return []


@pytest.fixture
def speech(say: Say, tmp_path: Path) -> Path:
    """One utterance by ear, one whose file is missing, one cut short, one of training."""
    number = say(NUMBER, "id+m7")
    soundfile.write(tmp_path / "a.flac", np.stack([number.samples] * 2, axis=1), 8000)
    whole, more = len(number.samples), len(number.samples) + 1
    lines = [
        "file\tstart\tsamples\tcorpus\tspeaker\tsplit\tlabel\ttext",
        f"a.flac\t0\t{whole}\tdigits\tm7\tdev\twords\t{NUMBER}",
        f"b.flac\t0\t{whole}\tdigits\tm7\tdev\twords\t{NUMBER}",
        f"a.flac\t0\t{more}\tdigits\tm7\tdev\twords\t{NUMBER}",
        f"a.flac\t0\t{whole}\tother\tm7\ttrain\twords\t{NUMBER}",
    ]
    (tmp_path / "manifest.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_words_and_characters_are_counted() -> None:
    score = Score()
    score.add("Alamat kantor nya 2", heard(("alamat", 0.9), ("kantornya", 0.8), ("tiga", 0.1)))
    assert (score.errors, score.words, score.whole) == (1, 3, 0)
    assert (score.character_errors, score.characters) == (3, len("alamat kantornya dua"))
    assert score.marks == [(0.9, True), (0.8, True), (0.1, False)]
    assert score.misheard == [("alamat kantornya dua", "alamat kantornya tiga")]
    score.add("ya", heard())
    assert score.rate == pytest.approx(50.0)
    assert isnan(Score().rate)


def test_an_inserted_word_is_wrong_and_its_neighbours_are_right() -> None:
    assert right_words("satu dua tiga".split(), "satu dua dua tiga".split()).count(True) == 3


def test_calibration_puts_words_of_like_confidence_together() -> None:
    marks = [(0.92, True)] * 9 + [(0.92, False)] + [(0.1, False)] * 5 + [(1.0, True)]
    rows = calibration(marks)
    assert [(row.words, row.right) for row in rows] == [(5, 0.0), (10, 0.9), (1, 1.0)]
    assert calibration_error(marks) == pytest.approx((10 * 0.02 + 5 * 0.1) / 16)
    assert calibration_error([]) == 0.0


def test_only_held_out_utterances_are_found(speech: Path) -> None:
    assert corpora(speech) == ["digits"]
    assert len(held_out(speech, "digits", 10)) == 3
    assert held_out(speech, "other", 10) == []


def test_a_damaged_manifest_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "manifest.tsv").write_text("file\tsplit\nx\tdev\n")
    with pytest.raises(ModelError, match="rusak"):
        corpora(tmp_path)


def test_eval_lists_what_it_cannot_read(graphs: Path, speech: Path) -> None:
    arguments = ["eval", "--speech", str(speech), "--json"]
    result = CliRunner().invoke(app, arguments, obj=Context(graphs))
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert set(found["sets"]["digits"]) == {"first", "second", "both"}
    both = found["sets"]["digits"]["both"]
    assert (both["utterances"], both["words"]) == (1, 5)
    assert both["wer"] <= 20.0
    assert both["cer"] <= both["wer"]
    assert len(found["skipped"]) == 2
    assert all("rusak" in sentence for sentence in found["skipped"])
    assert sum(row["words"] for row in found["calibration"]["both"]["rows"]) >= 4


def test_eval_shows_tables(graphs: Path, speech: Path) -> None:
    arguments = ["eval", "--speech", str(speech), "--set", "digits", "--pass", "first"]
    result = CliRunner().invoke(app, arguments, obj=Context(graphs))
    assert result.exit_code == 0
    assert "WER" in result.stdout
    assert "2 ucapan dilewati" in result.stderr


@pytest.mark.parametrize("arguments", [["--speech", "tidak-ada"], ["--set", "lain"]])
def test_eval_says_what_is_missing(graphs: Path, speech: Path, arguments: list[str]) -> None:
    where = [] if "--speech" in arguments else ["--speech", str(speech)]
    result = CliRunner().invoke(app, ["eval", *arguments, *where], obj=Context(graphs))
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "tidak ada" in result.stderr
