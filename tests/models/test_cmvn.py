"""The line's own sound taken out of what the first pass sees."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models import ModelError
from models.graphs import MODEL
from models.training.small.cmvn import FILE, centred, read_usual, write_usual
from models.training.small.frontend import cepstra, log_mel
from tests.models.conftest import Say

USUAL = np.linspace(-3.0, 4.0, 30)


def _cepstra(frames: int) -> np.ndarray:
    return np.random.default_rng(1).normal(2.0, 5.0, (frames, 30)).astype(np.float32)


@pytest.mark.parametrize("at", [0, 100, 399, 400, 599, 600, 900])
def test_a_frame_loses_the_mean_of_six_seconds_and_of_what_is_usual(at: int) -> None:
    cepstra = _cepstra(1000)
    seen = cepstra[max(0, at - 599) : at + 1].astype(np.float64)
    added = min(200, 600 - len(seen))
    mean = (seen.sum(axis=0) + added * USUAL) / (len(seen) + added)
    assert centred(cepstra, USUAL)[at] == pytest.approx(cepstra[at] - mean, abs=1e-4)


def test_another_microphone_is_hardly_there_after_six_seconds() -> None:
    cepstra = _cepstra(1200)
    other = cepstra + np.random.default_rng(2).normal(0.0, 4.0, 30).astype(np.float32)
    apart = np.abs(centred(cepstra, USUAL) - centred(other, USUAL)).mean(axis=1)
    assert apart[0] > 2.0
    assert apart[300] < 0.5 * apart[0]
    assert apart[700:].max() < 1e-3


def test_no_frames_are_no_frames() -> None:
    assert centred(np.zeros((0, 30), np.float32), USUAL).shape == (0, 30)


def test_the_file_tells_the_mean_that_was_written(tmp_path: Path) -> None:
    assert read_usual(tmp_path) is None
    write_usual(USUAL, tmp_path)
    assert read_usual(tmp_path) == pytest.approx(USUAL)


@pytest.mark.parametrize("damage", [b"", b"\0BFM \4", b"x" * 511])
def test_another_file_is_refused(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FILE).write_bytes(damage)
    with pytest.raises(ModelError, match="rusak"):
        read_usual(tmp_path)


def test_speech_is_nearer_to_nothing_without_the_mean_that_the_shipped_ear_expects(
    say: Say,
) -> None:
    usual = read_usual(MODEL / "first-pass" / "am")
    assert usual is not None
    spoken = cepstra(log_mel(say("saya mau tanya soal akreditasi sekolah", "id+m7")))
    mean = spoken.mean(axis=0)
    assert np.linalg.norm(mean - usual) < 0.8 * np.linalg.norm(mean)
