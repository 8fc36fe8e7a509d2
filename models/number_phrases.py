"""How callers say numbers: digit by digit, in groups, with doubled digits, as school numbers."""

from __future__ import annotations

import random
from typing import Final

from models.text import DIGIT_WORDS

Sentence = tuple[str, ...]

DIGITS: Final = [DIGIT_WORDS[0], "kosong", *DIGIT_WORDS[1:]]
_UNITS: Final = DIGITS[2:]
_SHORT: Final = (1, 2, 3, 4, 4, 5)
"""Digits of a part of a number, said again or added."""
_WHOLE: Final = (8, 10, 11, 12, 12, 13)
_OPENINGS: Final = (
    ("nomor", "saya"), ("nomornya",), ("nomor", "telepon", "saya"), ("nomor", "hp", "saya"),
    ("nomor", "wa", "saya"), ("bukan",), ("ya",), ("eh",), ("maaf",), ("plus",), ("salah",),
    ("yang", "benar"), ("nomor", "whatsapp", "saya"), ("di",), ("nomor", "teleponnya"),
    ("seratus",), ("sepuluh",), ("sebelas",), ("dobel",), ("terus",), ("lalu",), ("baik",),
    ("eee",), ("sebentar",), ("nomor", "hpnya"), ("nomor", "wanya"), ("ini",), ("oke",),
    ("iya",), ("bisa", "ke"), ("di", "nomor"), ("eh", "bukan"), ("maksud", "saya"), ("catat",),
)  # fmt: skip
_BETWEEN: Final = (("terus",), ("lalu",), ("eee",), ("eh",), ("strip",), ("lanjut",), ("kemudian",))
_CLOSINGS: Final = (
    ("pak",), ("bu",), ("ya",), ("sudah",), ("itu", "nomornya"), ("nomor", "wa"), ("sama", "wa"),
    ("itu", "pak"), ("itu", "bu"), ("terima", "kasih"), ("kak",),
)  # fmt: skip


def small_number(source: random.Random) -> Sentence:
    """A school number as small schools carry it: one to ninety-nine, mostly below ten."""
    chance = source.random()
    if chance < 0.7:
        return (source.choice(_UNITS),)
    if chance < 0.78:
        return ("sepuluh",)
    if chance < 0.9:
        return ("sebelas",) if source.random() < 0.2 else (source.choice(_UNITS[1:]), "belas")
    tens = (source.choice(_UNITS[1:]), "puluh")
    return tens if source.random() < 0.3 else (*tens, source.choice(_UNITS))


def school_number(source: random.Random) -> Sentence:
    """A number as primary schools carry it: six digits such as 060882, or a small one."""
    chance = source.random()
    if chance < 0.45:
        return ("nol", *(source.choice(DIGITS) for _ in range(5)))
    if chance < 0.55:
        return tuple(source.choice(_UNITS) for _ in range(6))
    if chance < 0.65:
        return (source.choice(_UNITS), "ratus", *small_number(source))
    return small_number(source)


def number_answer(source: random.Random) -> Sentence:
    """A telephone or other number, or a part of one, as it is said."""
    length = source.choice(_SHORT + _WHOLE)
    mobile = length >= _WHOLE[1] and source.random() < 0.5
    digits: list[str] = ["nol", "delapan"] if mobile else []
    while len(digits) < length:
        digits.extend(_group(source))
        if source.random() < 0.01:
            digits.extend(source.choice(_BETWEEN))
    if source.random() < 0.15:
        digits = [*source.choice(_OPENINGS), *digits]
    if source.random() < 0.04:
        digits.extend(source.choice(_CLOSINGS))
    return tuple(digits)


def _group(source: random.Random) -> Sentence:
    chance = source.random()
    digit = source.choice(DIGITS)
    if chance < 0.015:
        return (digit, *small_number(source))
    if chance < 0.02:
        return (source.choice(_UNITS), "ratus")
    if chance < 0.026:
        return (source.choice(("dobel", "dobel", "double", "tripel")), digit)
    if chance < 0.03:
        return (source.choice(("dua", "dua", "tiga", "empat")), "kali", digit)
    if chance < 0.034:
        return (digit, source.choice(("dua", "dua", "tiga")), "kali")
    return (digit,)
