"""Faint words that the first pass is unsure of are not the caller's."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.faint_words import without_faint
from models.hypothesis import Word

STEP = 0.02


def levels(*pieces: tuple[float, float]) -> npt.NDArray[np.float64]:
    """Of pieces, each so many seconds at so many decibels."""
    return np.concatenate([np.full(round(s / STEP), level) for s, level in pieces])


def said(text: str, start: float, confidence: float) -> Word:
    return Word(text, confidence, start, start + 0.4)


LINE = levels((2.0, -37.0), (2.0, -20.0), (2.0, -37.0), (2.0, -28.0))
"""Somebody behind, the caller, somebody behind, the caller more softly."""


def kept(*words: Word) -> list[str]:
    return [word.text for word in without_faint(words, LINE, STEP)]


def test_faint_and_unsure_words_go() -> None:
    assert kept(said("pisang", 0.8, 0.5), said("ijazah", 2.8, 0.5), said("goreng", 5.0, 0.8)) == [
        "ijazah"
    ]


def test_a_sure_word_stays_however_faint() -> None:
    assert kept(said("halo", 0.8, 0.97), said("ijazah", 2.8, 0.5)) == ["halo", "ijazah"]


def test_in_a_pause_a_faint_word_must_be_surer() -> None:
    """Nothing is loud from 0.7 s before it to 0.5 s behind it."""
    assert kept(said("pisang", 0.6, 0.95), said("ijazah", 2.8, 0.5)) == ["ijazah"]
    assert kept(said("pisang", 1.2, 0.95), said("ijazah", 2.8, 0.5)) == ["pisang", "ijazah"]


def test_what_is_a_little_softer_stays() -> None:
    assert kept(said("ijazah", 2.8, 0.5), said("hilang", 7.0, 0.3)) == ["ijazah", "hilang"]


def test_a_word_is_as_loud_as_its_loudest_part() -> None:
    late = Word("ijazah", 0.4, 4.15, 4.5)  # Vosk tells its times late
    assert kept(said("soal", 2.5, 0.9), late) == ["soal", "ijazah"]


def test_words_that_are_all_faint_stay() -> None:
    assert kept(said("pisang", 0.5, 0.3), said("goreng", 1.2, 0.3)) == ["pisang", "goreng"]


def test_without_words_or_levels_there_is_nothing_to_leave_out() -> None:
    assert without_faint([], LINE, STEP) == []
    words = [said("ijazah", 0.0, 0.5), said("hilang", 0.5, 0.5)]
    assert without_faint(words, np.zeros(0), STEP) == words


def test_times_beyond_the_sound_are_borne() -> None:
    assert kept(said("soal", 2.5, 0.9), said("hilang", 9.5, 0.3)) == ["soal", "hilang"]
