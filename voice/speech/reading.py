"""How single written forms are read: capitals, degrees, web addresses, codes."""

from __future__ import annotations

import re
from typing import Final

from voice.speech.numbers import GROUP, by_digit, cardinal, long_number
from voice.speech.wordlist import (
    BY_LETTER,
    DOMAINS,
    KEPT_TOGETHER,
    PLAIN_SHORT,
    READINGS,
    SAID_AS_WORDS,
    spelled,
)

Match = re.Match[str]

_SYLLABLES: Final = re.compile(
    r"(?:(?:[bcdfgjkptsm]r|[bfgkps]l|kh|sy|ny|ng|st|sk|sp|sw|tr|[b-df-hj-np-tv-z])?[aiueo]{1,2}"
    r"(?:ng|[bdfhklmnprst])?)+"
)
_SHORTEST_WORD: Final = 4
_ADDRESS_SIGNS: Final = {
    ".": "titik",
    "/": "garis miring",
    "@": "at",
    "-": "strip",
    "_": "garis bawah",
    "?": "tanda tanya",
    "=": "sama dengan",
    "&": "dan",
    "#": "pagar",
    "+": "plus",
    ":": "titik dua",
    "%": "persen",
    "~": "gelombang",
}


def acronym(word: str) -> str | None:
    """Reading of a known acronym in whatever case, or None; two letters only in capitals."""
    key = word.lower()
    if len(key) == 2 and not word.isupper():
        return None
    if key in READINGS:
        return READINGS[key]
    return spelled(key) if key in BY_LETTER else None


def pronounceable(word: str) -> bool:
    """True when the letters fall into Indonesian syllables."""
    return _SYLLABLES.fullmatch(word.lower()) is not None


def one_word(word: str) -> str:
    """Reading of one run of letters."""
    key = word.lower()
    known = acronym(word)
    if known is not None:
        return known
    if len(word) == 1 or not re.search(r"[aiueo]", key):
        # y serves as the vowel of a few foreign names.
        return key if len(word) > 3 and "y" in key and not word.isupper() else spelled(key)
    if not word.isupper() or key in SAID_AS_WORDS:
        return key
    return key if len(word) >= _SHORTEST_WORD and pronounceable(key) else spelled(key)


def capitals(match: Match) -> str:
    """Reading of a word as written, its capitals telling whether it is an acronym."""
    word = match[0]
    if word.lower() in KEPT_TOGETHER or acronym(word) is not None:
        return one_word(word)
    if word.isupper() and len(word) > 1 and _shouted(match):
        return word.lower() if re.search(r"[AIUEO]", word) else one_word(word)
    return " ".join(one_word(part) for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", word))


def _shouted(match: Match) -> bool:
    """True when the words around are all in capitals: a heading, not an acronym."""
    around = match.string[max(match.start() - 40, 0) : match.end() + 40]
    words = [w for w in re.findall(r"[A-Za-z]{2,}", around) if w.islower() or w.isupper()]
    capital = [word for word in words if word.isupper()]
    titled = re.search(r"\b[A-Z][a-z]+", around)
    return titled is None and len(capital) >= 3 and len(capital) == len(words)


def short_form(match: Match) -> str:
    """Lower-case short forms such as yg; other words stay."""
    return PLAIN_SHORT.get(match[0], match[0])


def degree(match: Match) -> str:
    """``, S.Pd., M.M.`` -> es pe de, em em, each after a short pause."""
    written = match[0].lstrip(", ")
    parts = [part for part in written.split(".") if part]
    if parts == ["K", "H"]:
        return "kiai haji"
    spoken = " ".join(_degree_part(part) for part in parts)
    after = match.string[match.end() : match.end() + 14]
    ends = written.endswith(".") and re.match(r"\s*$|\s+[A-Z][a-z]{3,}", after)
    begins = GROUP + " " if match[0].startswith(",") else ""
    return begins + spoken + ("." if ends else "")


def _degree_part(part: str) -> str:
    said = len(part) > 1 and not part.isupper() and re.search(r"[aiueo]", part.lower())
    return part.lower() if said else spelled(part)


def web_address(written: str) -> str:
    """``www.bpmp.id/unduh`` -> we we we titik be pe em pe titik i de garis miring unduh."""
    address = re.sub(r"^https?://", "", written, flags=re.IGNORECASE)
    ending = re.search(r"[.,;:!?)\]}'\"/]+$", address)
    mark = ""
    if ending:
        address = address[: ending.start()]
        mark = "".join(c for c in ending[0] if c in ".,;:!?")[:1]
    said = [_address_part(part) for part in re.findall(r"[A-Za-z]+|\d+|[^A-Za-z\d]", address)]
    return " ".join(part for part in said if part) + mark


def _address_part(part: str) -> str:
    if part.isdigit():
        short = len(part) <= 4 and part[0] != "0"
        return cardinal(int(part)) if short else by_digit(part)
    if part.isalpha() and part.isascii():
        joined = re.fullmatch(r"(?i)(bpmp|bbpmp|bpsdm|lpmp|smkn|sman|smpn|sdn)([a-z]{3,})", part)
        if joined:
            return f"{acronym(joined[1].upper())} {one_word(joined[2].lower())}"
        return DOMAINS.get(part.lower()) or acronym(part.upper()) or one_word(part)
    return _ADDRESS_SIGNS.get(part, "")


def mixed(match: Match) -> str:
    """Letters and digits in one: S1, SP2D, 7A, COVID19, or a code such as X7K29Q."""
    written = match[0]
    whole = READINGS.get(written.lower())
    if whole is not None:
        return whole
    runs = re.findall(r"[A-Za-z]+|\d+", written)
    code = len(runs) > 3
    said = []
    for run in runs:
        if not run.isdigit():
            said.append(spelled(run) if code or len(run) < 3 else one_word(run))
        elif code or len(runs) == 3 or (run[0] == "0" and len(run) > 1):
            said.append(by_digit(run))
        else:
            said.append(cardinal(int(run)) if len(run) <= 4 else long_number(run))
    return " ".join(said)
