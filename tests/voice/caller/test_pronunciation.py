"""What the caller's voice is told to say."""

from __future__ import annotations

import pytest

from voice.caller.pronunciation import LONGEST, Pronunciation, mended
from voice.speech.neural.kokoro import MOST_PHONEMES


@pytest.fixture(scope="module")
def pronunciation() -> Pronunciation:
    return Pronunciation()


def said(pronunciation: Pronunciation, text: str) -> str:
    return " ".join(sounds for sounds, _ in pronunciation.breaths(text))


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("Saya guru.", "sˈaja ɡˈuru."),
        ("Cara mengajar?", "ʧˈara məŋˈaʤar?"),
        ("SMK", "ˈes ˈem kˈa."),
        ("nol delapan", "nˈol dəlˈapan."),
        ("merdeka, cepat", "mərdˈeka, ʧəpˈat."),
    ],
)
def test_texts_become_the_phonemes_of_kokoro(
    pronunciation: Pronunciation, text: str, sounds: str
) -> None:
    assert said(pronunciation, text) == sounds


def test_digits_are_said_one_by_one(pronunciation: Pronunciation) -> None:
    assert said(pronunciation, "0812 3456 7890") == said(
        pronunciation, "nol delapan satu dua, tiga empat lima enam, tujuh delapan sembilan nol"
    )


def test_a_long_story_is_said_in_several_breaths(pronunciation: Pronunciation) -> None:
    story = "Begini Bu, kemarin kami rapat dengan kepala sekolah, lalu ada siswa yang pindah. " * 8
    breaths = list(pronunciation.breaths(story))
    assert len(breaths) > 3
    assert all(0 < len(sounds) <= LONGEST < MOST_PHONEMES for sounds, _ in breaths)
    assert all(pause > 0 for _, pause in breaths)
    assert sum(sounds.count("rˈapat") for sounds, _ in breaths) == 8


def test_nothing_to_say_is_no_breath(pronunciation: Pronunciation) -> None:
    assert list(pronunciation.breaths(" ... ")) == []


@pytest.mark.parametrize(
    ("ipa", "word", "right"),
    [
        ("tʃˈɛpat", "cepat", "tʃəpˈat"),
        ("mˈɛdan", "medan", "mˈedan"),
        ("pəŋɡˈɛrak", "penggerak", "pəŋɡərˈak"),
        ("ən", "en", "en"),
        ("sˈaja", "saya", "sˈaja"),
        ("kˈɛlə", "kelexyz", "kˈɛlə"),
    ],
)
def test_each_e_is_mended_where_it_is_known(ipa: str, word: str, right: str) -> None:
    assert mended(ipa, word) == right
