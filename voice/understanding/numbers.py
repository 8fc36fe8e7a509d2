"""Digits and telephone numbers from spoken words."""

from __future__ import annotations

import re
from typing import Final

DIGITS: Final = {
    "nol": "0", "kosong": "0", "satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5",
    "enam": "6", "tujuh": "7", "delapan": "8", "sembilan": "9",
}  # fmt: skip
_TEENS: Final = {"sepuluh": "10", "sebelas": "11", "seratus": "100", "seribu": "1000"}
_TIMES: Final = {"dobel": 2, "double": 2, "tripel": 3, "triple": 3}
_COUNTS: Final = {"dua": 2, "tiga": 3, "empat": 4}
MOBILE_MIN: Final = 10
NUMBER_MIN: Final = 9
NUMBER_MAX: Final = 13
_USUAL_MOBILE: Final = 12
"""Most mobile numbers have eleven or twelve digits; at twelve a pause may be taken for the end."""


def digits_in(text: str) -> str:
    """All digits of an utterance in order; words that are no numbers are passed over.

    Understands single digits, "dua belas" (12), "delapan puluh lima" (85), "dua ratus" (200) and
    "dobel tiga" (33), "tiga kali nol" (000) and, at the end or before other words, "nol dua kali"
    (00).
    """
    words = text.lower().replace("-", " ").split()
    out: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        following = words[at + 1] if at + 1 < len(words) else ""
        after = words[at + 2] if at + 2 < len(words) else ""
        if word in _TIMES and following in DIGITS:
            out.append(DIGITS[following] * _TIMES[word])
            at += 2
        elif word in _COUNTS and following == "kali" and after in DIGITS:
            out.append(DIGITS[after] * _COUNTS[word])
            at += 3
        elif word in _COUNTS and following == "kali":
            out[-1:] = [out[-1][:-1] + out[-1][-1:] * _COUNTS[word]] if out else []
            at += 2
        elif word in DIGITS and following == "belas":
            out.append("1" + DIGITS[word])
            at += 2
        elif word in DIGITS and following == "puluh":
            out.append(DIGITS[word] + DIGITS.get(after, "0"))
            at += 3 if after in DIGITS else 2
        elif word in DIGITS and following in ("ratus", "ribu"):
            out.append(DIGITS[word] + ("00" if following == "ratus" else "000"))
            at += 2
        elif word in DIGITS:
            out.append(DIGITS[word])
            at += 1
        else:
            out.append(_TEENS.get(word, word if word.isdecimal() else ""))
            at += 1
    return "".join(out)


def telephone_number(text: str) -> str | None:
    """An Indonesian telephone number (9-13 digits, leading 0), or None when it cannot be one.

    A number said with the country code, or without its leading zero, gets the zero.
    """
    number = digits_in(text)
    if number.startswith("62") and len(number) > MOBILE_MIN:
        number = "0" + number[2:]
    elif number.startswith("8") and len(number) >= MOBILE_MIN - 1:
        number = "0" + number
    least = MOBILE_MIN if number.startswith("08") else NUMBER_MIN
    if number.startswith("0") and least <= len(number) <= NUMBER_MAX:
        return number
    return None


def number_is_whole(text: str) -> bool:
    """Whether the words so far hold a telephone number that is unlikely to go on."""
    number = telephone_number(text)
    return number is not None and number.startswith("08") and len(number) >= _USUAL_MOBILE


def pieced_together(number: str, rejected: str) -> str:
    """A likelier number where one was denied and the next is still short.

    On a noisy line digits get lost rather than changed, so two attempts are both the true number
    with gaps: the shortest number that holds both fills them. ``number`` itself when that is no
    possible number, or when it is as long as mobile numbers are.
    """
    if len(number) >= _USUAL_MOBILE:
        return number
    whole = _shortest_with_both(number, rejected)
    return whole if len(whole) <= NUMBER_MAX else number


def _shortest_with_both(one: str, two: str) -> str:
    """The shortest common supersequence."""
    row = [two[:n] for n in range(len(two) + 1)]
    for index, digit in enumerate(one, 1):
        following = [one[:index]]
        for place, other in enumerate(two, 1):
            if digit == other:
                following.append(row[place - 1] + digit)
            else:
                following.append(min(row[place] + digit, following[-1] + other, key=len))
        row = following
    return row[-1]


def in_groups(number: str) -> str:
    """``081234567890`` as ``0812-3456-7890``: four, four, the rest; a last single joins in."""
    groups = re.findall(r"\d{1,4}", number)
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return "-".join(groups)


def with_numerals(text: str) -> str:
    """Runs of three or more number words as numerals: school numbers, NPSN, and the like."""
    number = "|".join([*DIGITS, "belas", "puluh", "ratus", *_TEENS])
    runs = re.compile(rf"\b(?:{number})(?:\s+(?:{number}))*\b")

    def numeral(match: re.Match[str]) -> str:
        return digits_in(match.group(0)) or match.group(0)

    return runs.sub(numeral, text)
