"""Numbers as Indonesian words: amounts, digits one by one, years, ordinals, clock times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from num2words import num2words

GROUP: Final = "\ue000"
"""Stands in a text for the short pause between groups of digits."""

_DIGITS: Final = "nol satu dua tiga empat lima enam tujuh delapan sembilan"
_MONTHS: Final = (
    "januari februari maret april mei juni juli agustus september oktober november desember"
)
DIGITS: Final = tuple(_DIGITS.split())
MONTHS: Final = tuple(_MONTHS.split())

_ONE_THOUSAND: Final = re.compile(r"(juta|miliar|triliun) satu ribu\b")
_LARGEST: Final = 10**15
_ROMAN: Final = re.compile(r"(?=.)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_DIGITS: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_AREA_OF_THREE: Final = ("021", "022", "024", "031", "061")
_FRACTIONS: Final = {(1, 2): "setengah", (1, 3): "sepertiga", (1, 4): "seperempat"}


def cardinal(number: int) -> str:
    """``2023`` -> dua ribu dua puluh tiga; numbers of 16 digits or more are read by digit."""
    if abs(number) >= _LARGEST:
        return ("minus " if number < 0 else "") + by_digit(str(abs(number)))
    spoken = _ONE_THOUSAND.sub(r"\1 seribu", str(num2words(abs(number), lang="id")))
    return f"minus {spoken}" if number < 0 else spoken


def ordinal(number: int) -> str:
    """``3`` -> ketiga."""
    return "pertama" if number == 1 else "ke" + cardinal(number)


def by_digit(digits: str) -> str:
    """``012`` -> nol satu dua. Anything but the digits 0-9 is left out."""
    return " ".join(DIGITS[int(d)] for d in digits if d in "0123456789")


def amount(whole: str, fraction: str = "") -> str:
    """Digits before and after the decimal comma; a leading zero makes it be read by digit."""
    spoken = by_digit(whole) if len(whole) > 1 and whole[0] == "0" else cardinal(int(whole or "0"))
    return f"{spoken} koma {by_digit(fraction)}" if fraction else spoken


def in_groups(groups: Sequence[str]) -> str:
    """Each group digit by digit, a short pause between."""
    return f" {GROUP} ".join(by_digit(group) for group in groups)


def long_number(digits: str) -> str:
    """NPSN, NUPTK, NIK and the like, digit by digit in groups of three or four."""
    return in_groups(_cut(digits, _sizes(len(digits))))


def telephone(written: str) -> str:
    """A telephone number with any separators, digit by digit.

    Groups as written are kept when they are of two to five digits; else they are made as people
    say them: 0812-3456-7890, 061-786-1234, +62-812-345-6789.
    """
    parts = re.findall(r"\d+", written)
    if written.lstrip(" (").startswith("+") and parts[0][:2] == "62":
        rest = [part for part in (parts[0][2:], *parts[1:]) if part]
        return f"plus enam dua {GROUP} {in_groups(_telephone_groups(rest, international=True))}"
    if parts[0].startswith("628"):
        rest = [parts[0][2:], *parts[1:]]
        return f"enam dua {GROUP} {in_groups(_telephone_groups(rest, international=True))}"
    return in_groups(_telephone_groups(parts, international=False))


def _telephone_groups(parts: list[str], international: bool) -> list[str]:
    if len(parts) > 1 and all(2 <= len(part) <= 5 for part in parts):
        return parts
    digits = "".join(parts)
    if international:
        head = 3 if digits.startswith("8") else 2
    elif digits.startswith("08"):
        head = 4
    else:
        head = 3 if digits.startswith(_AREA_OF_THREE) else 4
    rest = len(digits) - head
    tail = {5: [5], 6: [3, 3], 7: [3, 4], 8: [4, 4], 9: [3, 3, 3]}.get(rest) or _sizes(rest)
    return _cut(digits, [head, *tail])


def _sizes(count: int) -> list[int]:
    """Sizes of groups of three or four (two or five when there is no other way)."""
    if count <= 4:
        return [count] if count else []
    if count == 5:
        return [3, 2]
    if count == 18:  # NIP: year, month and day of birth, year of appointment, the rest
        return [4, 4, 4, 3, 3]
    if count % 4 == 0:
        return [4] * (count // 4)
    if count % 3 == 0:
        return [3] * (count // 3)
    threes = -count % 4
    return [4] * ((count - 3 * threes) // 4) + [3] * threes


def _cut(digits: str, sizes: Sequence[int]) -> list[str]:
    groups, at = [], 0
    for size in sizes:
        groups.append(digits[at : at + size])
        at += size
    return [group for group in groups if group]


def roman(written: str) -> int | None:
    """Value of a Roman number in capitals, or None when it is not a proper one."""
    if not _ROMAN.fullmatch(written):
        return None
    values = [_ROMAN_DIGITS[letter] for letter in written]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def fraction(above: int, below: int) -> str:
    """``3, 4`` -> tiga perempat."""
    if (above, below) in _FRACTIONS:
        return _FRACTIONS[above, below]
    return f"{cardinal(above)} per{cardinal(below)}"


def clock(hour: int, minute: int, second: int | None = None) -> str:
    """``8, 30`` -> delapan lewat tiga puluh menit."""
    spoken = cardinal(hour)
    if minute:
        spoken += f" lewat {cardinal(minute)} menit"
    if second:
        spoken += f" {cardinal(second)} detik"
    return spoken


def date(day: int, month: int, year: int | None) -> str:
    """``2, 3, 2023`` -> dua maret dua ribu dua puluh tiga."""
    spoken = f"{cardinal(day)} {MONTHS[month - 1]}"
    return f"{spoken} {cardinal(year)}" if year is not None else spoken
