"""From written Indonesian to the words of the graphs."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from num2words import num2words

_TOKEN: Final = re.compile(r"[a-z]+|[0-9]+")
_SHORTHAND: Final = {
    "yg": "yang",
    "dgn": "dengan",
    "utk": "untuk",
    "sdh": "sudah",
    "blm": "belum",
    "tdk": "tidak",
    "krn": "karena",
    "jg": "juga",
    "sy": "saya",
    "gk": "gak",
    "dr": "dari",
    "pd": "pada",
    "dlm": "dalam",
    "bs": "bisa",
    "klo": "kalau",
    "kalo": "kalau",
    "tp": "tapi",
    "hrs": "harus",
    "bgt": "banget",
    "org": "orang",
    "skrg": "sekarang",
    "jgn": "jangan",
    "spt": "seperti",
    "lg": "lagi",
    "bnyk": "banyak",
    "sm": "sama",
    "jl": "jalan",
    "kab": "kabupaten",
    "kec": "kecamatan",
}
DIGIT_WORDS: Final = [
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
]
_LONGEST_CARDINAL: Final = 4


def spoken_words(text: str, shorthand: bool = False) -> list[str]:
    """Lower-case words of a text as they are said; numbers become words, hyphens part words.

    Args:
        text: any written text.
        shorthand: also write out chat shorthand such as ``yg``; only for text from the web, since
            in an office ``pd`` or ``spt`` mean something else.
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    ascii_only = "".join(c for c in folded if not unicodedata.combining(c)).replace("'", "")
    words: list[str] = []
    for token in _TOKEN.findall(ascii_only):
        if token.isdigit():
            words.extend(_number_words(token))
        else:
            words.append(_SHORTHAND.get(token, token) if shorthand else token)
    return words


def _number_words(digits: str) -> list[str]:
    if len(digits) > _LONGEST_CARDINAL or digits.startswith("0"):
        return [DIGIT_WORDS[int(d)] for d in digits]
    return str(num2words(int(digits), lang="id")).split()


def acronyms_in(text: str) -> set[str]:
    """Words written in capitals throughout, in lower case."""
    return {word.casefold() for word in re.findall(r"\b[A-Z]{2,}\b", text)}
