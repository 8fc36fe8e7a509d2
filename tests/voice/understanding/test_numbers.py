"""Digits and telephone numbers from words."""

import pytest

from voice.understanding.numbers import (
    digits_in,
    in_groups,
    number_is_whole,
    pieced_together,
    telephone_number,
    with_numerals,
)


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("nol delapan satu dua", "0812"),
        ("kosong delapan dua belas tiga empat", "081234"),
        ("delapan puluh lima sebelas sepuluh", "851110"),
        ("dobel tujuh dua ratus", "77200"),
        ("nomor saya nol enam satu ya pak", "061"),
        ("tidak ada", ""),
    ],
)
def test_digits_are_read_in_order(said: str, digits: str) -> None:
    assert digits_in(said) == digits


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol", "081234567890"),
        (
            "enam dua delapan satu dua tiga empat lima enam tujuh delapan sembilan nol",
            "081234567890",
        ),
        ("nol enam satu delapan empat lima enam tujuh delapan", "061845678"),
        ("delapan satu tiga sembilan enam satu dua empat lima tujuh delapan", "081396124578"),
        ("delapan satu dua tiga", None),
        ("nol delapan satu dua tiga empat", None),
        ("satu dua tiga empat lima enam tujuh delapan sembilan nol", None),
        ("tidak mau", None),
    ],
)
def test_only_possible_numbers_are_taken(said: str, number: str | None) -> None:
    assert telephone_number(said) == number


def test_a_mobile_number_is_whole_at_twelve_digits() -> None:
    eleven = "nol delapan satu dua tiga empat lima enam tujuh delapan sembilan"
    assert not number_is_whole(eleven)
    assert number_is_whole(f"{eleven} nol")


@pytest.mark.parametrize(
    ("number", "groups"),
    [
        ("081234567890", "0812-3456-7890"),
        ("08123456789", "0812-3456-789"),
        ("0812345678901", "0812-3456-78901"),
        ("061845678", "0618-45678"),
    ],
)
def test_numbers_are_read_back_in_groups(number: str, groups: str) -> None:
    assert in_groups(number) == groups


def test_school_numbers_are_written_as_numerals() -> None:
    said = "sd negeri nol enam nol delapan empat tiga medan barat"
    assert with_numerals(said) == "sd negeri 060843 medan barat"


@pytest.mark.parametrize(
    ("number", "rejected", "whole"),
    [
        ("08267890123", "08216789012", "082167890123"),
        ("08537665544", "08537766544", "085377665544"),
        ("081234567890", "08123456789", "081234567890"),
        ("0812345678", "0899999999", "0812345678"),
    ],
)
def test_two_gapped_attempts_make_one_number(number: str, rejected: str, whole: str) -> None:
    assert pieced_together(number, rejected) == whole
