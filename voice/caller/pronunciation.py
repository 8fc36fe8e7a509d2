"""How the simulated caller says a text: written Indonesian to the phonemes Kokoro knows.

Much simpler than Sapa's own reading of text: scenario lines are written as they are said, and only
what callers really read out (acronyms and long numbers) is spelled here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

# fmt: off
_LETTERS: Final = {
    "a": "ˈa", "b": "bˈe", "c": "ʧˈe", "d": "dˈe", "e": "ˈe", "f": "ˈɛf", "g": "ɡˈe", "h": "hˈa",
    "i": "ˈi", "j": "ʤˈe", "k": "kˈa", "l": "ˈɛl", "m": "ˈɛm", "n": "ˈɛn", "o": "ˈo", "p": "pˈe",
    "q": "kˈi", "r": "ˈɛr", "s": "ˈɛs", "t": "tˈe", "u": "ˈu", "v": "fˈe", "w": "wˈe",
    "x": "ˈɛks", "y": "jˈe", "z": "zˈɛt",
}
_DIGITS: Final = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
)
# fmt: on
_AS_WORDS: Final = frozenset({"BOS", "BOP", "PIP", "KIP", "PAUD", "ARKAS", "SIPLAH", "RAPOR"})
_SOUNDS: Final = (
    ("tʃ", "ʧ"),
    ("dʒ", "ʤ"),
    ("ç", "ʃ"),
    ("x", "h"),
    ("ɪ", "i"),
    ("ʊ", "u"),
    ("g", "ɡ"),
    ("ʲ", ""),
)
_LONG_NUMBER: Final = 5
_PIECES: Final = re.compile(r"[,;:.?!]+|[^\s,;:.?!]+")


def spelled(text: str) -> str:
    """Long digit strings and those with a leading zero as digit words, in threes and fours."""
    return re.sub(r"\d+", lambda found: _digits(found.group()), text)


def phonemes(text: str, ipa: Callable[[str], str]) -> str:
    """Kokoro's phonemes of a text; ``ipa`` gives those of plain words.

    Punctuation stays, because it carries the melody; words in capitals are spelled letter by
    letter, except the few that are said as words.
    """
    said: list[str] = []
    plain: list[str] = []

    def finish() -> None:
        if plain:
            said.append(ipa(" ".join(plain)))
            plain.clear()

    for piece in _PIECES.findall(spelled(text)):
        if piece[0] in ",;:.?!":
            finish()
            if said:
                said[-1] += piece[0]
        elif piece.isalpha() and piece.isupper() and piece not in _AS_WORDS:
            finish()
            said.append(" ".join(_LETTERS.get(letter, "") for letter in piece.lower()))
        else:
            plain.append(piece.lower())
    finish()
    sounds = " ".join(said)
    for heard, known in _SOUNDS:
        sounds = sounds.replace(heard, known)
    return sounds


def _digits(number: str) -> str:
    if len(number) < _LONG_NUMBER and not number.startswith("0"):
        return number
    groups = [number[at : at + 4] for at in range(0, len(number), 4)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = [groups[-2][:3], groups[-2][3:] + groups[-1]]
    return ", ".join(" ".join(_DIGITS[int(digit)] for digit in group) for group in groups)
