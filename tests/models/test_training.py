"""The parts of the training recipe that need no torch: lines, labels, recordings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models import LINE_RATE, Audio, ModelError
from models.training.nothing import nothing
from models.training.recordings import labelled
from models.training.telephone import Telephone, coded

NOISE = (4.0, 26.0)


def tone(seconds: float = 2.0, rate: int = 16000) -> Audio:
    time = np.arange(round(seconds * rate)) / rate
    return Audio((0.3 * np.sin(2 * np.pi * 700 * time)).astype(np.float32), rate)


def test_a_line_brings_everything_to_the_telephone_s_rate() -> None:
    telephone = Telephone([np.zeros(LINE_RATE, np.float32)], seed=1)
    for carried in (telephone.light(tone()), telephone.heavy(tone(), NOISE)):
        assert carried.rate == LINE_RATE
        assert np.isfinite(carried.samples).all()
        assert 1.2 < carried.seconds < 3.2


def test_lines_are_the_same_again_with_the_same_seed() -> None:
    talk = [np.zeros(LINE_RATE, np.float32)]
    first, second, other = (
        Telephone(talk, seed).heavy(tone(), NOISE).samples for seed in (4, 4, 5)
    )
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("codec", ["ALAW", "ULAW"])
def test_coding_keeps_the_sound(codec: str) -> None:
    line = tone(rate=LINE_RATE).samples
    assert np.corrcoef(line, coded(line, codec))[0, 1] > 0.999


def test_noise_comes_at_its_level() -> None:
    line = tone(rate=LINE_RATE).samples
    noisy = Telephone([line], seed=2).noisy(line, 10.0)
    added = noisy / np.abs(noisy).max() - line / np.abs(line).max()
    assert np.sqrt(np.mean(added**2)) > 0.05


def test_the_noise_of_bad_lines_is_as_loud_as_asked() -> None:
    quiet = np.concatenate([tone(rate=LINE_RATE).samples, np.zeros(LINE_RATE, np.float32)])

    def hiss(decibels: float) -> float:
        telephone = Telephone([quiet], seed=6)
        drawn = (decibels, decibels)
        lines = [telephone.heavy(Audio(quiet, LINE_RATE), drawn) for _ in range(8)]
        return float(np.mean([np.abs(line.samples[-LINE_RATE // 4 :]).mean() for line in lines]))

    assert hiss(5.0) > 3 * hiss(25.0)


def test_nothing_to_hear_is_audio_all_the_same() -> None:
    telephone = Telephone([np.zeros(LINE_RATE, np.float32)], seed=3)
    pieces = list(nothing(telephone, 22, seed=1))
    assert len(pieces) == 22
    assert all(piece.rate == LINE_RATE and len(piece.samples) for piece in pieces)


def test_a_missing_manifest_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"manifest\.tsv"):
        labelled(tmp_path / "manifest.tsv")
