"""What the caller's voice is told to say."""

from __future__ import annotations

import pytest

from voice.caller.pronunciation import LONGEST, breaths
from voice.speech.neural.kokoro import MOST_PHONEMES


def said(text: str) -> str:
    return " ".join(sounds for sounds, _ in breaths(text))


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("Saya guru.", "sˈaja ɡˈuru."),
        ("Cara mengajar?", "ʧˈara məŋˈaʤar?"),
        ("SMK", "ˈɛs ˈɛm kˈa."),
        ("nol delapan", "nˈɔl dəlˈapan."),
        ("merdeka, cepat", "mərdˈeka, ʧəpˈat."),
    ],
)
def test_texts_become_the_phonemes_of_kokoro(text: str, sounds: str) -> None:
    assert said(text) == sounds


def test_digits_are_said_one_by_one() -> None:
    assert said("0812 3456 7890") == said(
        "nol delapan satu dua, tiga empat lima enam, tujuh delapan sembilan nol"
    )


def test_a_long_story_is_said_in_several_breaths() -> None:
    story = "Begini Bu, kemarin kami rapat dengan kepala sekolah, lalu ada siswa yang pindah. " * 8
    parts = list(breaths(story))
    assert len(parts) > 3
    assert all(0 < len(sounds) <= LONGEST < MOST_PHONEMES for sounds, _ in parts)
    assert all(pause > 0 for _, pause in parts)
    assert sum(sounds.count("rˈapat") for sounds, _ in parts) == 8


def test_nothing_to_say_is_no_breath() -> None:
    assert list(breaths(" ... ")) == []
