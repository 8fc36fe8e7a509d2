"""The table of rules that turn written Indonesian into words; applied in order, top to bottom.

Each rule is a name, a pattern and what a match becomes. Earlier rules see the text as written,
later ones what is left: the order is the priority (a date before a range, a range before a number).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from voice.speech import numbers
from voice.speech.numbers import GROUP, by_digit, cardinal, long_number
from voice.speech.reading import capitals, degree, mixed, short_form, web_address
from voice.speech.wordlist import (
    ABBREVIATIONS,
    BEFORE_DIGITS,
    PER,
    READINGS,
    ROMAN_AFTER,
    TITLES,
    UNITS,
    spelled,
)

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table.

    Attributes:
        name: what it is for.
        pattern: what it looks for.
        becomes: the words of a match; punctuation in them still makes pauses.
    """

    name: str
    pattern: re.Pattern[str]
    becomes: Callable[[Match], str]

    def __call__(self, text: str) -> str:
        return self.pattern.sub(lambda match: f" {self.becomes(match)} ", text)


def _rule(name: str, pattern: str, becomes: Callable[[Match], str], flags: int = 0) -> Rule:
    return Rule(name, re.compile(pattern, flags), becomes)


def _any(words: object) -> str:
    assert hasattr(words, "__iter__")
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_MONTH: Final = "|".join(numbers.MONTHS)
_DAY: Final = "senin|selasa|rabu|kamis|jumat|sabtu|minggu|ahad"
_SCALE: Final = {"rb": "ribu", "jt": "juta", "milyar": "miliar", "m": "miliar", "t": "triliun"}
_NUMBER: Final = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_DASH: Final = r"\s?[-–—]\s?"
_ZONE: Final = r"(?:\s*(WIB|WITA|WIT)\b)?"
_TIME: Final = r"([01]?\d|2[0-4])([.:])([0-5]\d)(?::([0-5]\d))?"
_UNTIL: Final = r"\s*(?:[-–—]|s\.?d\.?|s/d|sampai(?: dengan)?|hingga)\s*"
_COMPARED: Final = {
    "<": "kurang dari",
    ">": "lebih dari",
    "≤": "paling banyak",
    "≥": "paling sedikit",
    "±": "kurang lebih",
}
_LONG: Final = (
    r"NPSN|NUPTK|NISN|NIP|NIK|NRG|NPWP|PIN|OTP|kode pos|kode|rekening|virtual account|"
    r"nomor (?:tiket|telepon|hp|wa|whatsapp|peserta|induk|pokok|registrasi|seri|ponsel|kontak)"
)
_REGULATION: Final = (
    "(?:Perpres|Permen|Kepmen|Keppres|Perda|Pergub|Perwal|Perbup|Perdirjen|Persesjen)[a-z]*|"
    "UU|PP|SE|SK|Inpres|peraturan|keputusan"
)
_PER_WORDS: Final = (
    "siswa|murid|orang|peserta|tahun|bulan|hari|minggu|jam|menit|detik|sekolah|semester|guru|kelas|"
    "rombel|unit|kegiatan|kali|liter|lembar|" + "|".join(PER)
)


def _amount(written: str) -> str:
    whole, _, fraction = written.replace(".", "").partition(",")
    return numbers.amount(whole, fraction)


def _money(match: Match) -> str:
    written, scale = match["amount"], (match["scale"] or "").lower()
    if scale:
        if not re.fullmatch(r"\d{1,3}(\.\d{3})+", written):
            written = written.replace(".", ",")
        return f"{_amount(written)} {_SCALE.get(scale, scale)} rupiah"
    whole, _, cents = written.replace(".", "").partition(",")
    spoken = f"{cardinal(int(whole))} rupiah"
    return f"{spoken} {cardinal(int(cents))} sen" if cents.strip("0") else spoken


def _clock(match: Match) -> str:
    hour, separator, minute, second, zone = match.groups()
    before = match.string[max(match.start() - 12, 0) : match.start()].lower()
    timed = re.search(r"(?:pukul|jam|pkl\.?)\s*$", before) is not None
    if separator == "." and len(hour) == 1 and not timed and not zone:
        return match[0]
    if re.search(r"(?:rp\.?|versi|nomor|pasal|nilai|skor|ipk)\s*$", before):
        return match[0]
    spoken = numbers.clock(int(hour), int(minute), int(second) if second else None)
    if not timed and not re.search(r"(?:dengan|sampai|dan|hingga|atau)\s*$", before):
        spoken = f"pukul {spoken}"
    return f"{spoken} {READINGS[zone.lower()]}" if zone else spoken


def _clock_range(match: Match) -> str:
    first = numbers.clock(int(match[1]), int(match[3]))
    last = numbers.clock(int(match[5]), int(match[7]))
    zone = f" {READINGS[match[9].lower()]}" if match[9] else ""
    before = match.string[max(match.start() - 12, 0) : match.start()].lower()
    hour = "" if re.search(r"(?:pukul|jam)\s*$", before) else "pukul "
    return f"{hour}{first} sampai {last}{zone}"


def _date(day: str, month: str, year: str, match: Match) -> str:
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return match[0]
    return numbers.date(int(day), int(month), int(year))


def _document(match: Match) -> str:
    parts = [part.strip() for part in match[0].split("/")]
    if not any(part.isdigit() for part in parts):
        return match[0]
    return " garis miring ".join(re.sub(r"\.", " titik ", part) for part in parts)


def _telephone(match: Match) -> str:
    count = len(re.findall(r"\d", match[0]))
    return numbers.telephone(match[0]) if 8 <= count <= 15 else match[0]


def _labelled(match: Match) -> str:
    groups = re.findall(r"\d+", match["digits"])
    said = numbers.in_groups(groups) if len(groups) > 1 else long_number(groups[0])
    return f"{match['label']} {said}"


def _range(match: Match) -> str:
    first, last = match[1], match[2]
    if _value(first) < _value(last):
        return f"{first} sampai {last}"
    # 1500-123 falls: one number in groups, not a range.
    return numbers.in_groups([first, last])


def _value(written: str) -> float:
    return float(written.replace(".", "").replace(",", "."))


def _years(match: Match) -> str:
    return f"{cardinal(int(match[1]))} {GROUP} {cardinal(int(match[2]))}"


def _fraction(match: Match) -> str:
    above, below = int(match[1]), int(match[2])
    return numbers.fraction(above, below) if 0 < above < below <= 10 else match[0]


def _unit(match: Match) -> str:
    number, unit, per = match["number"], match["unit"], match["per"]
    key = unit.lower().replace("²", "2").replace("³", "3")
    # A single capital after a number is a letter (kelas 7 M), not a measure.
    if len(key) == 1 and unit.isupper():
        return match[0]
    spoken = f"{number} {UNITS[key]}"
    return f"{spoken} per {PER.get(per.lower(), per)}" if per else spoken


def _number(match: Match) -> str:
    return _amount(match[0])


def _romans(match: Match) -> str:
    spoken = re.sub(r"\b[IVXLCDM]+\b", lambda part: _roman(part[0]), match["list"])
    spoken = re.sub(r"\s*[-–—]\s*", " sampai ", spoken)
    spoken = re.sub(r"\s*/\s*([a-e])\b", r" \1", spoken)
    return f"{match['word']} {spoken.replace('/', ' ')}"


def _roman(written: str) -> str:
    value = numbers.roman(written)
    return cardinal(value) if value else written


def _ordinal_roman(match: Match) -> str:
    value = numbers.roman(match[1])
    return numbers.ordinal(value) if value else match[0]


def _abbreviation(match: Match) -> str:
    written = match[0].lower()
    words, ends = ABBREVIATIONS[written]
    after = match.string[match.end() : match.end() + 12]
    if written in BEFORE_DIGITS and not re.match(r"\s*(?:\d|ke\b)", after):
        return match[0]
    return f"{words}." if ends and re.match(r"\s*(?:$|[A-Z][a-z])", after) else words


def _initial(match: Match) -> str:
    before = match.string[max(match.start() - 30, 0) : match.start()].rstrip().rsplit(" ", 1)[-1]
    known = {"haji", "hajah", "doktor", "doktoranda", "doktorandus", "insinyur", "profesor"}
    named = before in known or before in {"bapak", "ibu", "pak", "bu"} or before[:1].isupper()
    return spelled(match[1]) if named or not before else match[0]


def _title(match: Match) -> str:
    return TITLES[match[0]]


def _item(match: Match) -> str:
    return f", {cardinal(int(match[1])) if match[1].isdigit() else spelled(match[1])},"


def _digits(match: Match) -> str:
    digits = match[0]
    if len(digits) >= 7 or (len(digits) > 1 and digits[0] == "0"):
        return long_number(digits)
    return cardinal(int(digits))


def _per(match: Match) -> str:
    """A slash means per only after an amount: 900.000 rupiah/siswa, but not guru/siswa."""
    before = match.string[max(match.start() - 30, 0) : match.start()].rstrip()
    per = match["per"]
    if re.search(r"(?:\d(?:\s?[a-z]+)?|rupiah|ribu|juta|miliar|sen)(?:\s?/\s?[a-z]+)?$", before):
        return f"per {PER.get(per.lower(), per)}"
    return match[0]


RULES: Final[tuple[Rule, ...]] = (
    _rule("markdown link", r"\[([^\[\]]{1,200})\]\(([^()\s]{1,300})\)", lambda m: m[1]),
    _rule("e-mail", r"(?<![\w@])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", lambda m: web_address(m[0])),
    _rule("URL", r"\b(?:https?://|www\.)[^\s<>\"“”]{1,500}", lambda m: web_address(m[0]), re.I),
    _rule(
        "domain",
        r"(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:id|com|org|net|gov|edu|app|io|info)\b(?:/[^\s<>\"“”,;]*)?",
        lambda m: web_address(m[0]),
        re.I,
    ),
    _rule(
        "ticket",
        r"(?<![\w-])([A-Z]{2,6})-(\d{4})-(\d{3,8})(?![\w-])",
        lambda m: (
            f"{spelled(m[1])} {GROUP} {by_digit(m[2])} {GROUP} "
            + numbers.in_groups([m[3][i : i + 3] for i in range(0, len(m[3]), 3)])
        ),
    ),
    _rule(
        "degree", r"(?:,\s*)?(?<![\w.])(?:[A-Z]|Ph|Dr)\.(?:[A-Z][a-z]{0,4}\.?)+(?![a-z])", degree
    ),
    _rule("title", rf"(?<![\w.])(?:{_any(TITLES)})(?=\s*[A-Z])", _title),
    _rule("initial", r"(?<![\w.])([A-Z])\.(?=\s?[A-Z])", _initial),
    _rule("number of", r"\bno(?:mor)?\.(?=\s*\S)|\bno(?=\s?\d)", lambda m: "nomor", re.I),
    _rule("abbreviation", rf"(?<![\w.])(?:{_any(ABBREVIATIONS)})(?!\w)", _abbreviation, re.I),
    _rule("list item", r"(?m)^[ \t]*(?:[-*•][ \t]+)?(\d{1,2}|[a-z])[.)][ \t]+(?=\S)", _item),
    _rule(
        "in brackets", r"\b(ayat|huruf|angka|butir)\s?\((\w)\)", lambda m: f"{m[1]} {m[2]}", re.I
    ),
    _rule("item in brackets", r"(?<![\w(])\(?(\d{1,2}|[a-z])\)(?=\s+\w)", _item),
    _rule("one word", r"\b(e-mail|wi-fi)\b", lambda m: m[1].replace("-", "").lower(), re.I),
    _rule(
        "regulation",
        rf"\b(?P<kind>{_REGULATION})\s+(?:nomor\s+)?(?P<number>\d{{1,3}})\s?/\s?"
        r"(?P<year>(?:19|20)\d\d)\b",
        lambda m: f"{m['kind']} nomor {m['number']} tahun {m['year']}",
        re.I,
    ),
    _rule(
        "date, day first",
        r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/-])",
        lambda m: _date(m[1], m[3], m[4], m),
    ),
    _rule(
        "date, year first",
        r"(?<![\d/.-])((?:19|20)\d\d)([/-])(\d{1,2})\2(\d{1,2})(?![\d/-])",
        lambda m: _date(m[4], m[3], m[1], m),
    ),
    _rule(
        "document number", r"\b[A-Z0-9][A-Z0-9.-]*(?:\s?/\s?[A-Z0-9][A-Z0-9.-]*){2,}\b", _document
    ),
    _rule("clock range", rf"(?<![\d.,:/-]){_TIME}{_UNTIL}{_TIME}{_ZONE}(?!\d)", _clock_range, re.I),
    _rule("clock", rf"(?<![\d.,:/-]){_TIME}(?!\d|[.,:]\d|\s?%){_ZONE}", _clock),
    _rule(
        "rupiah, a range",
        rf"\bRp\.?\s?(\d+(?:,\d+)?){_DASH}(\d+(?:,\d+)?)\s*(ribu|rb|juta|jt|miliar|triliun)\b",
        lambda m: f"{_amount(m[1])} sampai {_amount(m[2])} {_SCALE.get(m[3], m[3])} rupiah",
        re.I,
    ),
    _rule(
        "rupiah",
        rf"\b(?:Rp|IDR)\.?\s*(?P<amount>{_NUMBER}|\d+\.\d+)(?:,?-+(?!\s?\d|\s?Rp))?"
        r"\s*(?P<scale>(?:ribu|rb|juta|jt|miliar|milyar|triliun)\b|[MT]\b)?",
        _money,
        re.I,
    ),
    _rule("dollar", rf"(?:US)?\$\s?({_NUMBER})", lambda m: f"{_amount(m[1])} dolar"),
    _rule("money range", r"rupiah\s*[-–—]\s*", lambda m: "rupiah sampai"),
    _rule(
        "telephone",
        r"(?<![\w.,/-])(?:\+62|\(0\d{2,3}\)|0\d{1,4}|62(?=8\d{8}))"
        r"(?:[ .-]{0,3}\d{2,13}){1,5}(?![\w/])",
        _telephone,
    ),
    _rule(
        "labelled number",
        rf"\b(?P<label>(?:{_LONG})(?:\s+(?:sekolah|anda|saya|guru|siswa|adalah|bapak|ibu|nomor))?)"
        r"\s*[:=]?\s*(?P<digits>\d(?:[ .-]?\d){2,24})(?![\d,]*\d)",
        _labelled,
        re.I,
    ),
    _rule("diploma", r"\b([SD])[-.]?(I{1,3}|IV)\b", lambda m: f"{spelled(m[1])} {_roman(m[2])}"),
    _rule("times", r"(?<=\d)\s?[x×]\s?(?=\d)", lambda m: "kali"),
    _rule("ordinal", r"\bke-\s?(\d{1,15})\b", lambda m: numbers.ordinal(int(m[1])), re.I),
    _rule("ordinal, Roman", r"\b[Kk]e-\s?([IVXLCDM]+)\b", _ordinal_roman),
    _rule("decade", r"\b(\d{1,15})-an\b", lambda m: f"{cardinal(int(m[1]))}an"),
    _rule("school year", r"(?<![\d/])((?:19|20)\d\d)/((?:19|20)\d\d)(?![\d/])", _years),
    _rule("fraction", r"(?<![\d/.,])(\d{1,2})[/⁄](\d{1,2})(?![\d/]|[.,]\d)", _fraction),
    _rule(
        "range of days",
        rf"\b({_DAY}|{_MONTH}){_DASH}(?={_DAY}|{_MONTH})",
        lambda m: f"{m[1]} sampai",
        re.I,
    ),
    _rule(
        "range",
        rf"(?<![\w/.,-])({_NUMBER}){_DASH}({_NUMBER})(?![\w-]|[.,]\d)",
        _range,
    ),
    _rule("percent range", rf"(%){_DASH}(?=\d)", lambda m: "% sampai"),
    _rule("less, more", r"([<>≤≥±])\s*=?\s*(?=\d)", lambda m: _COMPARED[m[1]]),
    _rule("minus", r"(?<![\w)])[-−](?=\d)", lambda m: "minus"),
    _rule(
        "unit",
        rf"(?<![\w.,])(?P<number>{_NUMBER})\s?(?P<unit>(?:{_any(UNITS)}|m²|m³|km²)(?![A-Za-z0-9²³]))"
        rf"(?:\s?/\s?(?P<per>{_PER_WORDS})\b)?",
        _unit,
        re.I,
    ),
    _rule(
        "per",
        rf"\s?/\s?(?P<per>{_PER_WORDS})\b",
        _per,
        re.I,
    ),
    _rule("amount", r"(?<![\w.,])(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+)(?![\d])", _number),
    _rule(
        "decimal point",
        r"(?<![\w.,])(\d+)\.(\d+)(?![\w.])",
        lambda m: f"{m[1]} titik {by_digit(m[2])}",
    ),
    _rule(
        "Roman after a word",
        rf"\b(?P<word>{_any(ROMAN_AFTER)})\s+(?P<list>[IVXLCDM]+\b"
        r"(?:\s?/\s?[a-e]\b)?(?:(?:\s*[-–—/,]\s*|\s+(?:dan|atau|sampai|hingga)\s+|,\s*(?:dan|atau)\s+)"
        r"[IVXLCDM]+\b(?:\s?/\s?[a-e]\b)?)*)",
        _romans,
        re.I,
    ),
    _rule("Roman", r"(?<![\w.-])[IVX]{2,}(?![\w-])", lambda m: _roman(m[0])),
    _rule("reduplicated", r"\b([a-z]{3,})2\b", lambda m: f"{m[1]} {m[1]}"),
    _rule("acronyms of a list", r"(?<=[A-Z0-9])\s?/\s?(?=[A-Z])", lambda m: GROUP),
    _rule("letters and digits", r"\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{2,20}\b", mixed),
    _rule("digits", r"\d+", _digits),
    _rule("and", r"&", lambda m: "dan"),
    _rule("plus", r"\+", lambda m: "plus"),
    _rule("equals", r"=", lambda m: "sama dengan"),
    _rule("at", r"@", lambda m: "at"),
    _rule("degree sign", r"°", lambda m: "derajat"),
    _rule("arrow", r"[→⇒➜>]+", lambda m: ","),
    _rule("short form", r"(?<![\w-])[a-z]{2,5}(?![\w-])", short_form),
    _rule("capitals", r"[A-Za-z]+", capitals),
)
"""Everything the front end knows."""
