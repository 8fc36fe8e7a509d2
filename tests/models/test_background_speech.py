"""People who talk behind a caller that dictates digits."""

from __future__ import annotations

import numpy as np
import pytest

from models import LINE_RATE, Audio, Ears, Field
from models.background_speech import without_others
from models.hypothesis import Word
from models.level import levelled
from tests.models.conftest import Say, louder

FRAME = LINE_RATE // 50
CALLER = ("nol delapan satu dua", "tiga tujuh enam lima", "sembilan empat nol satu")
BEHIND = ("dua tujuh lima", "tiga empat delapan")


def dictated(say: Say, behind: float) -> Audio:
    """Three groups of digits, and in the two pauses another voice, so many decibels louder."""
    groups = [levelled(say(text, "id+m7")) for text in CALLER]
    others = [louder(levelled(say(text, "id+f2")), behind) for text in BEHIND]
    joined = Audio.join([groups[0], others[0], groups[1], others[1], groups[2]], LINE_RATE)
    hiss = 0.0005 * np.random.default_rng(1).standard_normal(len(joined.samples))
    return Audio((joined.samples + hiss).astype(np.float32), LINE_RATE)


def tone(*levels: tuple[float, int]) -> Audio:
    """A tone, each part at so many decibels of full scale for so many frames."""
    parts = [
        10 ** (decibels / 20) * np.sqrt(2) * np.sin(np.arange(frames * FRAME) * 0.7)
        for decibels, frames in levels
    ]
    return Audio(np.concatenate(parts).astype(np.float32), LINE_RATE)


def test_digits_of_a_softer_voice_in_the_pauses_are_not_the_callers(ears: Ears, say: Say) -> None:
    heard = ears.second_pass(Field.DIGITS, levelled(dictated(say, behind=-15.0)))
    assert heard.text == " ".join(CALLER)


def test_digits_as_loud_as_the_others_are_all_heard(ears: Ears, say: Say) -> None:
    heard = ears.second_pass(Field.DIGITS, levelled(dictated(say, behind=0.0)))
    assert heard.text == " ".join((CALLER[0], BEHIND[0], CALLER[1], BEHIND[1], CALLER[2]))


def test_a_callers_own_last_digits_may_be_faint(ears: Ears, say: Say) -> None:
    groups = [levelled(say(text, "id+m7")) for text in CALLER]
    falling = [louder(group, -9.0 * number) for number, group in enumerate(groups)]
    heard = ears.second_pass(Field.DIGITS, levelled(Audio.join(falling, LINE_RATE)))
    assert heard.text == " ".join(CALLER)


def kept(confidence: float, *levels: float, pause: float = 0.6) -> list[int]:
    """Which of some words are kept: tones of 0.4 s at so many decibels, each with a pause."""
    each = 0.4 + pause
    words = [
        Word("nol", confidence, number * each, number * each + 0.4) for number in range(len(levels))
    ]
    left = without_others(words, tone(*((level, round(each / 0.02)) for level in levels)))
    return [words.index(word) for word in left]


def test_the_fainter_a_word_before_louder_ones_the_surer_it_must_be() -> None:
    for faint, enough in ((3.0, 0.21), (7.0, 0.5), (13.0, 0.93)):
        levels = (-20.0, -20.0 - faint, -20.0)
        assert kept(enough + 0.02, *levels) == [0, 1, 2]
        assert kept(enough - 0.02, *levels) == [0, 2]
    assert kept(1.0, -20.0, -34.5, -20.0) == [0, 2]


def test_before_the_callers_first_word_somebody_behind_is_not_heard() -> None:
    assert kept(1.0, -35.0, -20.0, -20.0) == [1, 2]


def test_a_sure_word_that_runs_on_from_a_much_louder_one_may_be_swallowed() -> None:
    assert kept(0.99, -20.0, -35.0, -20.0, pause=0.1) == [0, 1, 2]
    assert kept(0.97, -20.0, -35.0, -20.0, pause=0.1) == [0, 2]
    assert kept(0.99, -20.0, -35.0, -20.0, pause=0.4) == [0, 2]


def test_where_nothing_louder_follows_a_word_may_be_fainter() -> None:
    assert kept(0.95, -20.0, -26.0, -30.0, -36.0) == [0, 1, 2, 3]
    assert kept(0.25, -20.0, -22.0, -36.0) == [0, 1]


def test_a_horn_after_the_words_does_not_make_them_faint() -> None:
    words = [Word("nol", 0.5, 0.0, 0.4)]
    assert without_others(words, tone((-25.0, 25), (-5.0, 50))) == words


def test_a_word_is_as_loud_as_its_vowel() -> None:
    words = [Word("empat", 0.5, 0.0, 0.5), Word("satu", 0.5, 0.5, 1.0)]
    assert without_others(words, tone((-20.0, 5), (-50.0, 20), (-20.0, 25))) == words


@pytest.mark.parametrize("samples", [0, 100, 16000])
def test_silence_takes_no_words_away_but_needs_none(samples: int) -> None:
    silence = Audio(np.zeros(samples, np.float32), LINE_RATE)
    words = [Word("nol", 0.9, 0.0, 0.4)]
    assert without_others([], silence) == []
    assert without_others(words, silence) == words
