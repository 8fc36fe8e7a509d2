"""How single written forms are read: amounts, times, capitals, degrees, web addresses, codes."""

from __future__ import annotations

import re
from typing import Final

from voice.speech import numbers
from voice.speech.numbers import GROUP, by_digit, cardinal, long_number
from voice.speech.wordlist import (
    ABBREVIATIONS,
    BEFORE_DIGITS,
    BY_LETTER,
    CURRENCIES,
    DOMAINS,
    KEPT_TOGETHER,
    PER,
    PLAIN_SHORT,
    READINGS,
    SAID_AS_WORDS,
    TITLES,
    UNITS,
    spelled,
)

Match = re.Match[str]

_SYLLABLES: Final = re.compile(
    r"(?:(?:ndr|nd|[bcdfgjkptsm]r|[bfgkps]l|kh|sy|ny|ng|st|sk|sp|sw|tr|[b-df-hj-np-tv-z])?[aiueo]{1,2}"
    r"(?:ng|[bdfhklmnprst])?)+"
)
SCALE: Final = {
    "k": "ribu",
    "rb": "ribu",
    "jt": "juta",
    "milyar": "miliar",
    "m": "miliar",
    "t": "triliun",
}
_BEFORE_NAMES: Final = frozenset(
    ["ibu", "jalan", "pak", "bu", *(title.split()[-1] for title in TITLES.values())]
)
_SHORTEST_WORD: Final = 4
_SHORTEST_NAME: Final = 6
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
    if len(word) >= _SHORTEST_WORD and pronounceable(key):
        return key
    # So long with so many vowels: BHARAT, not an acronym.
    vowels = len(re.findall(r"[aiueo]", key))
    return key if len(word) >= _SHORTEST_NAME and vowels * 3 >= len(word) else spelled(key)


def capitals(match: Match) -> str:
    """Reading of a word as written, its capitals telling whether it is an acronym."""
    word = match[0]
    if word.lower() in KEPT_TOGETHER or acronym(word) is not None:
        return one_word(word)
    if word.isupper() and len(word) > 1 and _shouted(match):
        said = re.search(r"[AIUEO]", word) and (len(word) > 3 or pronounceable(word))
        return word.lower() if said else one_word(word)
    return " ".join(one_word(part) for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", word))


def _shouted(match: Match) -> bool:
    """True when the words around are all in capitals: a heading, not an acronym."""
    around = match.string[max(match.start() - 40, 0) : match.end() + 40]
    words = [w for w in re.findall(r"[A-Za-z]{2,}", around) if w.islower() or w.isupper()]
    capital = [word for word in words if word.isupper()]
    titled = re.search(r"\b[A-Z][a-z]+", around)
    return titled is None and len(capital) >= 3 and len(capital) == len(words)


def short_form(match: Match) -> str:
    """Short forms such as yg, the first letter small or not; other words stay."""
    word = match[0]
    if word[0].isupper() and (len(word) < 3 and word not in {"Jl", "Yg"}):
        return word
    return PLAIN_SHORT.get(word.lower(), word)


def degree(match: Match) -> str:
    """``, S.Pd., M.M.`` -> es pe de, em em, each after a short pause."""
    written = match[0].lstrip(", ")
    parts = [part for part in written.split(".") if part]
    if parts == ["K", "H"]:
        return "kiai haji"
    after = match.string[match.end() : match.end() + 14]
    if all(len(part) == 1 for part in parts) and _before_a_name(match, after):
        return " ".join(parts) if parts[0] != "H" else " ".join(["H.", *parts[1:]])
    spoken = " ".join(_degree_part(part) for part in parts)
    ends = written.endswith(".") and re.match(r"\s*$|\s+[A-Z][a-z]{3,}", after)
    begins = GROUP + " " if match[0].startswith(",") else ""
    return begins + spoken + ("." if ends else "")


def _before_a_name(match: Match, after: str) -> bool:
    """J.S. Hutapea, Jl. M.T. Haryono: initials; but Budi S.H. Lalu ...: a degree."""
    before = match.string[max(match.start() - 30, 0) : match.start()].rstrip().rsplit(" ", 1)[-1]
    named = not before or before[-1] in ".:(" or before.lower() in _BEFORE_NAMES or before.islower()
    return "," not in match[0] and named and re.match(r"\s*[A-Z][a-z]{2}", after) is not None


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


def amount(written: str) -> str:
    whole, _, fraction = written.replace(".", "").partition(",")
    return numbers.amount(whole, fraction)


def money_span(match: Match) -> str:
    """``Rp10-15 juta``, ``Rp300.000-500.000``; what falls is no range."""
    if _value(match[1]) >= _value(match[2]):
        return match[0]
    scale = (match[3] or "").lower()
    spoken = f"{amount(match[1])} sampai {amount(match[2])}"
    return f"{spoken} {SCALE.get(scale, scale)} rupiah"


def currency(match: Match) -> str:
    """``US$1,5 juta``, ``USD 50``, ``€5``."""
    return f"{amount(match['amount'])} {match['scale'] or ''} {CURRENCIES[match['kind']]}"


def money(match: Match) -> str:
    written, scale = match["amount"], (match["scale"] or "").lower()
    if scale:
        if not re.fullmatch(r"\d{1,3}(\.\d{3})+", written):
            written = written.replace(".", ",")
        return f"{amount(written)} {SCALE.get(scale, scale)} rupiah"
    whole, _, cents = written.replace(".", "").partition(",")
    spoken = f"{cardinal(int(whole))} rupiah"
    return f"{spoken} {cardinal(int(cents))} sen" if cents.strip("0") else spoken


def clock(match: Match) -> str:
    hour, separator, minute, second, zone = match.groups()
    before = match.string[max(match.start() - 12, 0) : match.start()].lower()
    timed = re.search(r"(?:pukul|jam|pkl\.?|\d[.:]\d\d,(?: dan| atau)?)\s*$", before) is not None
    if separator == "." and len(hour) == 1 and not timed and not zone:
        return match[0]
    if re.search(r"(?:rp\.?|versi|nomor|pasal|nilai|skor|ipk)\s*$", before):
        return match[0]
    spoken = numbers.clock(int(hour), int(minute), int(second) if second else None)
    if not timed and not re.search(r"(?:dengan|sampai|dan|hingga|atau)\s*$", before):
        spoken = f"pukul {spoken}"
    return f"{spoken} {READINGS[zone.lower()]}" if zone else spoken


def clock_range(match: Match) -> str:
    first = numbers.clock(int(match[1]), int(match[3]))
    last = numbers.clock(int(match[5]), int(match[7]))
    zone = f" {READINGS[match[9].lower()]}" if match[9] else ""
    before = match.string[max(match.start() - 12, 0) : match.start()].lower()
    hour = "" if re.search(r"(?:pukul|jam)\s*$", before) else "pukul "
    return f"{hour}{first} sampai {last}{zone}"


def date(day: str, month: str, year: str | None, match: Match) -> str:
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return match[0]
    whole = int(year) if year else None
    return numbers.date(int(day), int(month), whole + 2000 if whole and whole < 100 else whole)


def document(match: Match) -> str:
    parts = [part.strip() for part in match[0].split("/")]
    if not any(part.isdigit() for part in parts):
        return match[0]
    return " garis miring ".join(re.sub(r"\.", " titik ", part) for part in parts)


def telephone(match: Match) -> str:
    count = len(re.findall(r"\d", match[0]))
    return numbers.telephone(match[0]) if 8 <= count <= 15 else match[0]


def span(match: Match) -> str:
    first, last = match[1], match[2]
    if _value(first) < _value(last):
        return f"{first} sampai {last}"
    # 1500-123 falls: one number in groups, not a range.
    return numbers.in_groups([first, last])


def _value(written: str) -> float:
    return float(written.replace(".", "").replace(",", "."))


def fraction(match: Match) -> str:
    above, below = int(match[1]), int(match[2])
    before = match.string[max(match.start() - 12, 0) : match.start()].lower()
    # Two of something numbered: semester 1/2, SMPN 1/2.
    if re.search(
        r"(?:semester|kelas|nomor|tahap|sesi|pasal|bab|lantai|s[dm][pak]?[ns]?)\s$", before
    ):
        return match[0]
    return numbers.fraction(above, below) if 0 < above < below <= 10 else match[0]


def years(match: Match) -> str:
    """``2025/2026`` or ``2025/26``; other pairs stay."""
    first, last = int(match[1]), match[2]
    if len(last) == 2:
        if int(last) != (first + 1) % 100:
            return match[0]
        last = str(first + 1)
    return f"{cardinal(first)} {GROUP} {cardinal(int(last))}"


def labelled(match: Match) -> str:
    groups = re.findall(r"\d+", match["digits"])
    said = numbers.in_groups(groups) if len(groups) > 1 else long_number(groups[0])
    return f"{match['label']} {said}"


def unit(match: Match) -> str:
    number, unit, per = match["number"], match["unit"], match["per"]
    key = unit.lower()
    # A single capital after a number is a letter (kelas 7 M), not a measure.
    if len(key) == 1 and unit.isupper():
        return match[0]
    spoken = f"{number} {UNITS[key]}"
    return f"{spoken} per {PER.get(per.lower(), per)}" if per else spoken


def per(match: Match) -> str:
    """A slash means per only after an amount: 900.000 rupiah/siswa, but not guru/siswa."""
    before = match.string[max(match.start() - 30, 0) : match.start()].rstrip()
    per = match["per"]
    if re.search(r"(?:\d(?:\s?[A-Za-z]+)?|rupiah|ribu|juta|miliar|sen)(?:\s?/\s?[a-z]+)?$", before):
        return f"per {PER.get(per.lower(), per)}"
    return match[0]


def romans(match: Match) -> str:
    spoken = re.sub(r"\b[IVXLCDM]+\b", lambda part: roman(part[0]), match["list"])
    spoken = re.sub(r"\s*[-–—]\s*", " sampai ", spoken)
    spoken = re.sub(r"\s*/\s*([a-e])\b", r" \1", spoken)
    return f"{match['word']} {spoken.replace('/', ' ')}"


def roman(written: str) -> str:
    # Alone they are letters (Paket C, Fase D): nothing here is numbered that high.
    value = numbers.roman(written) if written not in {"L", "C", "D", "M"} else None
    return cardinal(value) if value else written


def ordinal(match: Match) -> str:
    return numbers.ordinal(int(match[1].replace(".", "")))


def ordinal_roman(match: Match) -> str:
    value = numbers.roman(match[1])
    return numbers.ordinal(value) if value else match[0]


def abbreviation(match: Match) -> str:
    written = match[0].lower()
    words, ends = ABBREVIATIONS[written]
    after = match.string[match.end() : match.end() + 12]
    if written in BEFORE_DIGITS and not re.match(r"\s*(?:\d|ke\b|ruang\b|[IVX]+\b)", after):
        return match[0]
    return f"{words}." if ends and re.match(r"\s*(?:$|[A-Z][a-z])", after) else words


def initial(match: Match) -> str:
    before = match.string[max(match.start() - 30, 0) : match.start()].rstrip().rsplit(" ", 1)[-1]
    named = before in _BEFORE_NAMES or before[:1].isupper()
    return spelled(match[1]) if named or not before else match[0]


def digits(match: Match) -> str:
    digits = match[0]
    if len(digits) >= 7 or (len(digits) > 1 and digits[0] == "0"):
        return long_number(digits)
    return cardinal(int(digits))


def said_twice(match: Match) -> str:
    """``tiga (3) hari``: the figure repeats the words before it, and is not said again."""
    before = match.string[max(match.start() - 90, 0) : match.start()].rstrip().lower()
    return "" if f" {before}".endswith(" " + cardinal(int(match[1]))) else match[0]


def in_words_too(match: Match) -> str:
    """``5 (lima) hari``, ``Rp1.000 (seribu rupiah)``: the words repeat the figure."""
    words = match["words"].lower().strip()
    written = cardinal(int(match["figure"].replace(".", "")))
    return words if written == words.removesuffix(" rupiah") else match[0]


def item(match: Match) -> str:
    return f", {cardinal(int(match[1])) if match[1].isdigit() else spelled(match[1])},"
