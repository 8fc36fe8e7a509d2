"""Answers as people really give them."""

from __future__ import annotations

import pytest

from voice.understanding.districts import district_name
from voice.understanding.mended import mended
from voice.understanding.names import institution_name, person_name
from voice.understanding.numbers import digits_in


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("rina siregar", "rina siregar"),
        ("eee rina siregar ya pak", "rina siregar"),
        ("rina eh bukan rini", "rini"),
        ("bukan budi tapi bowo", "bowo"),
        ("nama saya apa ya togar", "nama saya togar"),
        ("maaf", "maaf"),
        ("eee", ""),
        ("rina eh", "rina"),
        ("", ""),
    ],
)
def test_slips_are_mended(heard: str, meant: str) -> None:
    assert mended(heard) == meant


def test_values_of_the_form_come_from_mended_answers() -> None:
    assert person_name("em nama saya rina eh maaf maksud saya rini lubis bu") == "Rini Lubis"
    assert person_name("bukan rina") == "Rina"
    assert institution_name("dari tk kasih ibu ya pak") == "TK Kasih Ibu"
    assert district_name("medan eh bukan binjai pak") == "Kota Binjai"


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("nol delapan satu tiga kali nol", "081000"),
        ("nol delapan double satu", "0811"),
        ("nol delapan tripel lima", "08555"),
        ("nol delapan satu dua kali", "0811"),
        ("dua kali", ""),
    ],
)
def test_repeated_digits(said: str, digits: str) -> None:
    assert digits_in(said) == digits
