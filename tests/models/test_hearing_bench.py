"""What ``bench.hearing`` puts before the ears, and its last line."""

from __future__ import annotations

from math import nan
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bench.hearing.__main__ import last_line
from bench.hearing.line import CONDITIONS, Line
from bench.hearing.sets import phone_numbers, real_sets
from models import LINE_RATE, Audio, ModelError
from models.evaluate import Utterance
from models.level import LINE_LEVEL, speech_level

DIGITS = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()


def tone(hertz: float, seconds: float = 2.0) -> Audio:
    time = np.arange(round(seconds * LINE_RATE)) / LINE_RATE
    return Audio((0.3 * np.sin(2 * np.pi * hertz * time)).astype(np.float32), LINE_RATE)


@pytest.fixture
def said(tmp_path: Path) -> list[Utterance]:
    """Utterances of 1, 3, 4 and 5 digits by two speakers."""
    soundfile.write(tmp_path / "a.flac", tone(300).samples, LINE_RATE)
    return [
        Utterance(tmp_path / "a.flac", 0, 4000, " ".join(DIGITS[:count]), speaker)
        for speaker in ("A", "B")
        for count in (1, 5, 3, 4, 5, 3, 4)
    ]


def test_numbers_have_twelve_digits_of_one_speaker(said: list[Utterance]) -> None:
    numbers = phone_numbers(said, 10, pytest.fail)
    assert len(numbers) == 4
    assert all(len(number.text.split()) == 12 for number in numbers)
    assert all(number.audio.seconds > 1.5 for number in numbers)
    assert len(phone_numbers(said, 3, pytest.fail)) == 3


def test_utterances_that_cannot_be_read_are_reported(said: list[Utterance]) -> None:
    said[0].file.unlink()
    sentences: list[str] = []
    assert phone_numbers(said, 10, sentences.append) == []
    assert sentences


def test_missing_recordings_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="tidak ditemukan"):
        real_sets(tmp_path, 4, pytest.fail)


def test_babble_lies_as_far_below_the_voice_as_it_should() -> None:
    voice = tone(1000)
    line = Line([voice, *(tone(hertz) for hertz in (300, 400, 500, 600))])
    clean, noisy = (line.carried(voice, condition).samples for condition in ("clean", "10db"))
    assert speech_level(Audio(clean, LINE_RATE)) == pytest.approx(LINE_LEVEL, abs=0.3)
    babble = 10 * np.log10(np.mean((noisy - clean) ** 2))
    assert babble == pytest.approx(LINE_LEVEL - 10, abs=0.5)
    assert np.array_equal(noisy, line.carried(voice, "10db").samples)


@pytest.mark.parametrize("people", [1, 3])
def test_babble_is_of_as_many_people_as_are_asked_for(people: int) -> None:
    voice, others = tone(1000), [tone(hertz) for hertz in (300, 400, 500, 600)]
    carried = [Line([voice, *others], people).carried(voice, one) for one in ("clean", "10db")]
    babble = np.abs(np.fft.rfft(carried[1].samples - carried[0].samples))
    assert np.sum(babble > babble.max() / 4) == people


def test_what_was_not_measured_is_nan_in_the_last_line() -> None:
    line = last_line({}, (0.1, 0.1, nan), 80.0, 400.0)
    pairs = dict(pair.split("=") for pair in line.split())
    wanted = (
        "digits_wer dialog_wer news_wer synth_wer question_wer district_acc phone_number_acc"
        " rtf_first rtf_second latency_second_ms whisper_dialog_wer whisper_news_wer whisper_rtf"
        " speed_ratio"
    )
    assert list(pairs)[:14] == wanted.split()
    assert pairs["news_wer"] == pairs["speed_ratio"] == pairs["whisper_rtf"] == "nan"
    assert (pairs["rtf_first"], pairs["latency_second_ms"]) == ("0.100", "80")
    assert {f"digits_wer_{name}" for name in CONDITIONS if name != "clean"} < set(pairs)
