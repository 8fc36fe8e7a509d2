"""Sounds that hurried people leave out, in training voices."""

from __future__ import annotations

import random

import pytest

from models.training.mbrola_voices import Sound, hurried
from models.training.swallowed import drawn_care, swallowed

WORDS = "bəlˈum əmpˈat hˈari lˈihat sˈudah tˈidak sˈaat ˈanak kəʧˈil"


def ways(word: str, care: float = 0.0) -> set[str]:
    return {swallowed(word, care, random.Random(seed)).replace("ˈ", "") for seed in range(200)}


@pytest.mark.parametrize(
    ("word", "hurried_way"),
    [
        ("bəlˈum", "blum"),
        ("əmpˈat", "mpat"),
        ("hˈari", "ari"),
        ("lˈihat", "liat"),
        ("sˈudah", "suda"),
        ("tˈidak", "tida"),
        ("sˈaat", "sat"),
        ("ˈanak kəʧˈil", "ana kʧil"),
    ],
)
def test_careless_people_sometimes_leave_these_sounds_out(word: str, hurried_way: str) -> None:
    assert hurried_way in ways(word)


def test_nothing_else_is_left_out() -> None:
    assert ways("səmbˈilan") == {"səmbilan"}
    assert ways("məŋˈapa") == {"məŋapa", "mŋapa"}
    assert ways("pasar buku") == {"pasar buku"}


def test_careful_people_say_everything() -> None:
    assert {swallowed(WORDS, 1.0, random.Random(seed)) for seed in range(50)} == {WORDS}


def test_the_less_care_the_fewer_sounds() -> None:
    def length(care: float) -> int:
        return sum(len(swallowed(WORDS, care, random.Random(seed))) for seed in range(200))

    assert length(1.0) > length(0.6) > length(0.2)


def test_only_the_share_is_careless() -> None:
    source = random.Random(1)
    cares = [drawn_care(0.3, source) for _ in range(1000)]
    assert 250 < sum(care < 1.0 for care in cares) < 350
    assert all(0.2 <= care <= 1.0 for care in cares)
    assert {drawn_care(0.0, source) for _ in range(100)} == {1.0}


def test_the_sounds_for_mbrola_too() -> None:
    belum = [Sound(name, 80.0, ()) for name in ("b", "@", "l", "u", "m")]

    def said(care: float) -> list[list[Sound]]:
        return [hurried(belum, care, random.Random(seed)) for seed in range(100)]

    assert said(1.0) == [belum] * 100
    names = {"".join(sound.name for sound in sounds) for sounds in said(0.0)}
    assert names == {"b@lum", "blum"}
    assert all(sound.length <= 80.0 for sounds in said(0.0) for sound in sounds)
    assert any(sound.length < 45.0 for sounds in said(0.0) for sound in sounds)
