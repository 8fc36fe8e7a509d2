"""The table of rules that turn written Indonesian into words; applied in order, top to bottom.

Each rule is a name, a pattern and what a match becomes. Earlier rules see the text as written,
later ones what is left: the order is the priority (a date before a range, a range before a number).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from voice.speech import numbers
from voice.speech.numbers import GROUP, by_digit, cardinal
from voice.speech.reading import (
    abbreviation,
    amount,
    capitals,
    clock,
    clock_range,
    currency,
    date,
    degree,
    digits,
    document,
    fraction,
    in_words_too,
    initial,
    item,
    labelled,
    mixed,
    money,
    money_span,
    ordinal,
    ordinal_roman,
    per,
    roman,
    romans,
    said_twice,
    short_form,
    span,
    telephone,
    unit,
    web_address,
    years,
)
from voice.speech.wordlist import (
    ABBREVIATIONS,
    BARE_TITLES,
    COMPARED,
    CURRENCIES,
    PER_WORDS,
    REGULATION,
    ROMAN_AFTER,
    SHORT_MONTHS,
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
        return self.pattern.sub(self._replaced, text)

    def _replaced(self, match: Match) -> str:
        words = self.becomes(match)
        return words if words == match[0] else f" {words} "


def _rule(name: str, pattern: str, becomes: Callable[[Match], str], flags: int = 0) -> Rule:
    return Rule(name, re.compile(pattern, flags), becomes)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_MONTH: Final = "|".join(numbers.MONTHS)
_DAY: Final = "senin|selasa|rabu|kamis|jumat|sabtu|minggu|ahad"
_NUMBER: Final = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_DASH: Final = r"\s?[-–—]\s?"
_ZONE: Final = r"(?:\s*(WIB|WITA|WIT)\b)?"
_TIME: Final = r"([01]?\d|2[0-4])([.:])([0-5]\d)(?::([0-5]\d))?"
_UNTIL: Final = r"\s*(?:[-–—]|s\.?d\.?|s/d|sampai(?: dengan)?|hingga)\s*"
_FILES: Final = "docx?|xlsx?|pptx?|pdf|jpe?g|png|zip|rar|csv|txt"
_LONG: Final = (
    r"meeting id|passcode|NPSN|NUPTK|NISN|NIP|NIK|NRG|NPWP|PIN|OTP|kode pos|kode|"
    r"rekening|virtual account|nomor (?:tiket|peserta|induk|pokok|registrasi|seri)"
)


def _until(match: Match) -> str:
    return f"{match[1]} sampai"


RULES: Final[tuple[Rule, ...]] = (
    _rule("markdown link", r"\[([^\[\]]{1,200})\]\(([^()\s]{1,300})\)", lambda m: m[1]),
    _rule("e-mail", r"(?<![\w@])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", lambda m: web_address(m[0])),
    _rule("URL", r"\b(?:https?://|www\.)[^\s<>\"“”]{1,500}", lambda m: web_address(m[0]), re.I),
    _rule(
        "domain",
        r"(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:id|com|org|net|gov|edu|app|io|info|ly|me)\b(?:/[^\s<>\"“”,;]*)?",
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
        "diploma",
        r"\b([SD])[-.]?(I{2,3}|IV|(?<=[-.])(?:I|[1-4]))\b(?!-[A-Z])",
        lambda m: f"{spelled(m[1])} {roman(m[2])}",
    ),
    _rule(
        "degree", r"(?:,\s*)?(?<![\w.])(?:[A-Z]|Ph|Dr|Sp)\.(?:[A-Z][a-z]{0,4}\.?)+(?![a-z])", degree
    ),
    _rule(
        "titles run together",
        r"\b(?:Drs|Dra|Dr|Prof|Ir|Hj|KH|(?<=[a-z]\.)H)\.(?=[A-Z])",
        lambda m: f"{m[0]} ",
    ),
    _rule(
        "title",
        rf"(?<![\w.])(?!(?<=[A-Z]\.\s)H\.)(?:{_any(TITLES)})(?=\s*/?\s*(?:[A-Z]|drg?\.))",
        lambda m: TITLES[m[0]],
    ),
    _rule(
        "title, bare",
        rf"(?<![\w.])({_any(BARE_TITLES)})(?=\s+[A-Z])",
        lambda m: TITLES[m[1] + "."],
    ),
    _rule("initial", r"(?<![\w.])([A-Z])\.(?=\s?[A-Z]|\s+boru\b)", initial),
    _rule(
        "number of",
        r"\bno(?:mor)?\.(?=\s*\S)|\bno(?=\s?\d|\s(?:hp|wa|ktp|kk|nik|telp|rek|surat)\b)",
        lambda m: "nomor",
        re.I,
    ),
    _rule("abbreviation", rf"(?<![\w.])(?:{_any(ABBREVIATIONS)})(?!\w)", abbreviation, re.I),
    _rule("list item", r"(?m)^[ \t]*(?:[-*•][ \t]+)?(\d{1,2}|[a-z])[.)][ \t]+(?=\S)", item),
    _rule(
        "in words too",
        r"(?<![\w.,])(?:Rp\.?\s?)?(?P<figure>\d{1,3}(?:\.\d{3})+|\d{1,9})(?:,-|,00)?\s?"
        r"\((?P<words>[a-z]+(?: [a-z]+){0,12})\)",
        in_words_too,
        re.I,
    ),
    _rule("said twice", r"\((\d{1,9})\)", said_twice),
    _rule(
        "in brackets",
        r"\b(?:ayat|huruf|angka|butir)\s?\(\w{1,2}\)"
        r"(?:\s*(?:,|,?\s(?:dan|atau|sampai dengan)\s)\s*\(\w{1,2}\))*",
        lambda m: re.sub(r"[()]", " ", m[0]),
        re.I,
    ),
    _rule("item in brackets", r"(?<![\w(+])\(?(\d{1,2}|[a-z])\)(?=\s+\w)", item),
    _rule("a word before capitals", r"\bSI-(?=[A-Z]{2,}\b)", lambda m: "si "),
    _rule("one word", r"\b(e-mail|wi-fi)\b", lambda m: m[1].replace("-", "").lower(), re.I),
    _rule(
        "regulation",
        rf"\b(?P<kind>{REGULATION})\s+(?:nomor\s+)?(?P<number>\d{{1,3}})\s?/\s?"
        r"(?P<year>(?:19|20)\d\d)\b",
        lambda m: f"{m['kind']} nomor {m['number']} tahun {m['year']}",
        re.I,
    ),
    _rule("kilometre", r"\bK[Mm]\.?\s?(?=\d)", lambda m: "kilometer"),
    _rule(
        "thousands as in English",
        r"(?<![\d.,])\d{1,3}(?:(?:,\d{3})*,000|(?:,\d{3}){2,})(?!\d|[.,]\d)",
        lambda m: m[0].replace(",", "."),
    ),
    _rule(
        "point for a comma",
        r"(?<![\d.,])(\d+)\.(\d{1,2})(?=\s?(?:ribu|rb|juta|jt|miliar|triliun)\b)",
        lambda m: f"{m[1]},{m[2]}",
    ),
    _rule("each", r"(?<=\s)@\s?(?=Rp|\d)", lambda m: "masing masing"),
    _rule("about", r"~\s?(?=Rp|\d)", lambda m: "sekitar"),
    _rule("less, more", rf"({_any(COMPARED)})\s?(?=\d|Rp)", lambda m: COMPARED[m[1]]),
    _rule(
        "class, Roman",
        r"\b([IVX]+)\.(?=\d|[a-e]\b)|\b([IVX]{2,})(?=[a-e]\b)",
        lambda m: f"{m[1] or m[2]} ",
    ),
    _rule("file ending", r"(?<!\S)\.(?=[a-z]{2,4}\b)", lambda m: ""),
    _rule("file", rf"(?<=\w)\.(?=(?:{_FILES})\b)", lambda m: "titik", re.I),
    _rule(
        "version",
        r"\b(?:[Vv]ersi|v\.?)\s?(\d+(?:\.[a-z\d]{1,4})*)\b",
        lambda m: f"versi {m[1].replace('.', ' titik ')}",
    ),
    _rule("year of issue", r"\b(20\d\d)\.(?=[a-z]\b)", lambda m: f"{m[1]} titik"),
    _rule(
        "network address",
        r"(?<![\w.,])\d{1,3}(?!(?:\.\d{3}){3}(?!\d))(?:\.\d{1,3}){3}(?![\w-]|\.\d)",
        lambda m: m[0].replace(".", " titik "),
    ),
    _rule("Hijri year", r"\b(1[34]\d\d)\s?H\b", lambda m: f"{m[1]} hijriah"),
    _rule("common year", r"\b((?:19|20)\d\d)\s?M\b", lambda m: f"{m[1]} masehi"),
    _rule(
        "ratio",
        r"\b((?:rasio|perbandingan|skala)(?:\s[a-z]+){0,3})\s(\d+)\s?:\s?(?=\d)",
        lambda m: f"{m[1]} {m[2]} banding",
        re.I,
    ),
    _rule("ratio, wide", r"(?<=\d)\s:\s(?=\d)", lambda m: "banding"),
    _rule(
        "month, short",
        rf"(?<=\d)(?:\s?|-)\b({_any(SHORT_MONTHS)})\b(?:\.(?=\s?\d)|-(?=\d{{4}}))?",
        lambda m: SHORT_MONTHS[m[1].lower()],
        re.I,
    ),
    _rule(
        "date, no year",
        rf"\b(tanggal|tertanggal|(?:{_DAY}),?)\s+(\d{{1,2}})/(\d{{1,2}})(?![\d/])",
        lambda m: f"{m[1]} {date(m[2], m[3], None, m).removeprefix(m[1])}",
        re.I,
    ),
    _rule(
        "date, short year",
        r"(?<![\w/.-])(\d{1,2})/(\d{1,2})/(\d\d)(?![\w/-])",
        lambda m: date(m[1], m[2], m[3], m),
    ),
    _rule(
        "date, day first",
        r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/-])",
        lambda m: date(m[1], m[3], m[4], m),
    ),
    _rule(
        "date, year first",
        r"(?<![\d/.-])((?:19|20)\d\d)([/-])(\d{1,2})\2(\d{1,2})(?![\d/-])",
        lambda m: date(m[4], m[3], m[1], m),
    ),
    _rule(
        "document number", r"\b[A-Z0-9][A-Z0-9.-]*(?:\s?/\s?[A-Z0-9][A-Z0-9.-]*){2,}\b", document
    ),
    _rule("clock range", rf"(?<![\d.,:/-]){_TIME}{_UNTIL}{_TIME}{_ZONE}(?!\d)", clock_range, re.I),
    _rule("clock", rf"(?<![\d.,:/-]){_TIME}(?!\d|[.,:]\d|\s?%){_ZONE}", clock),
    _rule(
        "rupiah, a range",
        rf"\bRp\.?\s?({_NUMBER}){_DASH}({_NUMBER})(?![\d.,]*\d)"
        r"\s*((?:ribu|rb|juta|jt|miliar|triliun)\b)?",
        money_span,
        re.I,
    ),
    _rule(
        "rupiah",
        rf"\b(?:Rp|IDR)\.?\s*(?P<amount>{_NUMBER}|\d+\.\d+)(?:,?-+(?!\s?\d|\s?Rp))?"
        r"\s*(?P<scale>(?:ribu|rb|juta|jt|miliar|milyar|triliun)\b|[KMT]\b)?",
        money,
        re.I,
    ),
    _rule(
        "currency",
        rf"(?<!\w)(?P<kind>{_any(CURRENCIES)})\s?(?P<amount>{_NUMBER})"
        r"(?:\s(?P<scale>ribu|juta|miliar|triliun)\b)?",
        currency,
    ),
    _rule("money range", r"rupiah\s*[-–—]\s*", lambda m: "rupiah sampai"),
    _rule(
        "labelled number",
        rf"\b(?P<label>(?:{_LONG})(?:\s+(?:sekolah|anda|saya|guru|siswa|adalah|bapak|ibu|nomor|BRI|BNI|BSI|"
        r"Bank Sumut|Mandiri))?)\s*[.:=]?\s*(?P<digits>\d(?:[ .-]?\d){2,24})(?![\d,]*\d)",
        labelled,
        re.I,
    ),
    _rule(
        "school number",
        r"\b(?P<label>(?:SD|SMP|SMA|SMK|TK|MI)(?:[NS]|\s(?:Negeri|Swasta|Inpres))?(?:\s+nomor)?)"
        r"[\s.]+(?P<digits>\d{5,6})\b(?!\.\d)",
        labelled,
        re.I,
    ),
    _rule(
        "school of the state",
        r"\b(SD|SMP|SMA|SMK|TK|SLB|MTs|MI|MA)[\s.]+N(?:\.|egeri\b|\b)(?=\s*\d)",
        lambda m: f"{m[1]} negeri",
    ),
    _rule(
        "short telephone",
        r"\b(telepon|hubungi|sms ke|call cent(?:er|re)|hotline|pusat panggilan)\s+(\d{3,5})"
        r"(?=\s*(?:[;?!)]|[.,](?!\d)|$|\b(?:atau|untuk|dan)\b))",
        lambda m: f"{m[1]} {by_digit(m[2])}",
        re.I,
    ),
    _rule(
        "telephone",
        r"(?<![\w.,/-])(?:\(?\+62\)?|\(0\d{2,3}\)|0\d{1,4}|62(?=8\d{8}))"
        r"(?:[ .()–-]{0,3}\d{2,13}){1,5}(?![\w/])",
        telephone,
    ),
    _rule(
        "labelled telephone",
        r"\b(?P<label>nomor (?:telepon|hp|wa|whatsapp|ponsel|kontak)(?:\s+(?:anda|saya|"
        r"adalah|bapak|ibu))?)\s*[.:=]?\s*(?P<digits>\d(?:[ .-]?\d){2,24})(?![\d,]*\d)",
        labelled,
        re.I,
    ),
    _rule("times", r"(?<=\d)(\s?(?:[cm]?m|km)\b)?\s?[x×]\s?(?=\d)", lambda m: f"{m[1] or ''} kali"),
    _rule("ordinal", r"\bke-\s?(\d{1,3}(?:\.\d{3})+|\d{1,15})\b", ordinal, re.I),
    _rule("ordinal, Roman", r"\b[Kk]e-\s?([IVXLCDM]+)\b", ordinal_roman),
    _rule("decade", r"\b(\d{1,15})-?an\b", lambda m: f"{cardinal(int(m[1]))}an"),
    _rule(
        "postal code",
        r"\b([A-Z][a-z]+,?)\s(2[0-2]\d{3})(?=\s*(?:[.,;)](?!\d)|$))",
        lambda m: f"{m[1]} {by_digit(m[2])}",
    ),
    _rule("school year", r"(?<![\d/])((?:19|20)\d\d)/((?:(?:19|20)?\d\d))(?![\d/])", years),
    _rule("fraction", r"(?<![\d/.,])(\d{1,2})[/⁄](\d{1,2})(?![\d/]|[.,]\d)", fraction),
    _rule(
        "range of letters",
        rf"\b(fase|paket|kelas|kelompok|huruf|nilai|peringkat)\s([A-Z]){_DASH}(?=[A-Z]\b)",
        lambda m: f"{m[1]} {m[2]} sampai",
        re.I,
    ),
    _rule("range of dates", rf"\b({_MONTH}){_DASH}(?=\d{{1,2}}\s(?:{_MONTH}))", _until, re.I),
    _rule(
        "range of days",
        rf"\b({_DAY}|{_MONTH}){_DASH}(?={_DAY}|{_MONTH})",
        _until,
        re.I,
    ),
    _rule(
        "range",
        rf"(?<![\w/.,-])({_NUMBER}){_DASH}({_NUMBER})(?!(?!x\b)[\w-]|[.,]\d)",
        span,
    ),
    _rule(
        "range of units",
        rf"(?<=\d)(\s?(?:%|[KMG]B|[ck]?m|kg|tahun|hari|jam|ribu|juta)){_DASH}(?=\d)",
        lambda m: f"{m[1]} sampai",
    ),
    _rule("power", r"(?<=\d)\^(?=\d)", lambda m: " pangkat "),
    _rule("measure alone", r"\b[ck]?m[23]\b", lambda m: UNITS[m[0]]),
    _rule("minus", r"(?<![\w)])[-−](?=\d)", lambda m: "minus"),
    _rule(
        "unit",
        rf"(?<![\w.,])(?P<number>{_NUMBER})\s?(?P<unit>(?:{_any(UNITS)})(?![A-Za-z0-9]))"
        rf"(?:\s?/\s?(?P<per>{PER_WORDS})\b)?",
        unit,
        re.I,
    ),
    _rule(
        "per",
        rf"\s?/\s?(?P<per>{PER_WORDS})\b",
        per,
        re.I,
    ),
    _rule(
        "amount",
        r"(?<![\w.,])(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+)(?![\d])",
        lambda m: amount(m[0]),
    ),
    _rule(
        "decimal point",
        r"(?<![\w.,])(\d+)\.(\d+)(?![\w.])",
        lambda m: f"{m[1]} titik {by_digit(m[2])}",
    ),
    _rule(
        "Roman after a word",
        rf"\b(?P<word>{_any(ROMAN_AFTER)})[\s-]\s*(?P<list>[IVXLCDM]+\b"
        r"(?:\s?/\s?[a-e]\b)?(?:(?:\s*[-–—/,]\s*|\s+(?:dan|atau|sampai|hingga)\s+|,\s*(?:dan|atau)\s+)"
        r"[IVXLCDM]+\b(?:\s?/\s?[a-e]\b)?)*)",
        romans,
        re.I,
    ),
    _rule(
        "Roman, a range",
        rf"(?<![\w.-])([IVX]+){_DASH}([IVX]{{2,}})(?![\w-])",
        lambda m: f"{roman(m[1])} sampai {roman(m[2])}",
    ),
    _rule("Roman", r"(?<![\w.-])[IVX]{2,}(?![\w-])", lambda m: roman(m[0])),
    _rule("reduplicated", r"\b([a-z]{3,})2\b", lambda m: f"{m[1]} {m[1]}"),
    _rule("acronyms of a list", r"(?<=[A-Z0-9])\s?/\s?(?=[A-Z])", lambda m: GROUP),
    _rule("letters and digits", r"\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{2,20}\b", mixed),
    _rule("digits", r"\d+", digits),
    _rule("and", r"&", lambda m: "dan"),
    _rule("plus", r"\+", lambda m: "plus"),
    _rule("equals", r"=", lambda m: "sama dengan"),
    _rule("at", r"@", lambda m: "at"),
    _rule("degree sign", r"°", lambda m: "derajat"),
    _rule("arrow", r"[→⇒➜>]+", lambda m: ","),
    _rule("short form", r"(?<![\w-])[A-Za-z][a-z]{1,4}(?![\w-])", short_form),
    _rule("capitals", r"[A-Za-z]+", capitals),
)
"""Everything the front end knows."""
