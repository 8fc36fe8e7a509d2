"""What is wrong or doubtful in the FAQ, for the people who keep it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from faq.book import FaqBook
from faq.entry import FaqEntry, Silence
from faq.errors import FaqError
from faq.match import Matcher

WORDS_PER_SECOND: Final = 2.1
LONGEST_ANSWER: Final = 45.0
SOON: Final = timedelta(days=30)
_CONFUSABLE: Final = 0.97
_DIGIT: Final = re.compile(r"\d")


class Level(StrEnum):
    """How bad a finding is: an error stops a release, a warning asks for a look."""

    ERROR = "galat"
    WARNING = "peringatan"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at.

    Attributes:
        level: error or warning.
        file: as maintainers know it.
        line: 1-based; 0 for the whole file.
        entry: id of the entry, or "".
        message: Indonesian sentence.
    """

    level: Level
    file: str
    line: int
    entry: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        about = f"{self.entry}: " if self.entry else ""
        return f"{place}: {self.level}: {about}{self.message}"


def spoken_seconds(text: str) -> float:
    """About how long a text takes to say."""
    return len(text.split()) / WORDS_PER_SECOND


def check_folder(folder: Path | None, today: date) -> list[Finding]:
    """Everything to look at in a folder; a folder that does not load gives its errors only."""
    try:
        book = FaqBook.load(folder)
        matcher = Matcher(book)
    except FaqError as exc:
        if not exc.problems:
            return [Finding(Level.ERROR, str(folder or "faq"), 0, "", str(exc))]
        return [Finding(Level.ERROR, p.file, p.line, "", p.message) for p in exc.problems]
    return check_book(book, matcher, today)


def check_book(book: FaqBook, matcher: Matcher, today: date) -> list[Finding]:
    """Everything to look at in a book that loads, errors first, then by place."""
    findings = [
        *(found for entry in book for found in _entry(entry, today)),
        *_twice(book),
        *_confusable(book, matcher, today),
    ]
    return sorted(findings, key=lambda f: (f.level is not Level.ERROR, f.file, f.line, f.message))


def _at(level: Level, entry: FaqEntry, message: str, line: int = 0) -> Finding:
    return Finding(level, entry.origin.file, line or entry.origin.line, entry.id, message)


def _entry(entry: FaqEntry, today: date) -> Iterator[Finding]:
    silence = entry.silence(today)
    seconds = spoken_seconds(entry.answer)
    if silence is Silence.PLACEHOLDER:
        yield _at(Level.WARNING, entry, "jawaban masih berisi tempat kosong {{...}}; isi dulu")
    elif silence is Silence.UNVERIFIED:
        yield _at(Level.WARNING, entry, "jawaban belum disahkan, jadi tidak akan diucapkan")
    elif silence is Silence.EXPIRED:
        day = f"{entry.valid_until:%d-%m-%Y}"
        yield _at(Level.WARNING, entry, f"masa berlaku habis {day}, jadi tidak akan diucapkan")
    elif entry.valid_until is not None and entry.valid_until - today <= SOON:
        day = f"{entry.valid_until:%d-%m-%Y}"
        yield _at(Level.WARNING, entry, f"masa berlaku segera habis ({day})")
    if entry.verified_on is not None and entry.verified_on > today:
        yield _at(Level.WARNING, entry, "tanggal pengesahan masih di depan; periksa lagi")
    if seconds > LONGEST_ANSWER:
        message = f"jawaban terlalu panjang, kira-kira {seconds:.0f} detik; paling lama 45 detik"
        yield _at(Level.ERROR, entry, message)
    if not entry.source:
        yield _at(Level.ERROR, entry, "sumber jawaban belum ditulis")
    for at, ask in enumerate(entry.ask):
        if _DIGIT.search(ask):
            line = entry.origin.ask_lines[at] if at < len(entry.origin.ask_lines) else 0
            message = f'ucapan "{ask}" memuat angka; tulis dengan kata, misalnya "tiga belas"'
            yield _at(Level.WARNING, entry, message, line)


def _line(entry: FaqEntry, ask: int) -> int:
    lines = entry.origin.ask_lines
    return lines[ask] if ask < len(lines) else entry.origin.line


def _twice(book: FaqBook) -> Iterator[Finding]:
    """The same words in two entries: callers could only ever reach one of them."""
    places: dict[str, list[tuple[FaqEntry, int]]] = defaultdict(list)
    for entry in book:
        for at, ask in enumerate(entry.ask):
            places[" ".join(ask.casefold().split())].append((entry, at))
    for found in places.values():
        first = found[0][0]
        for entry, at in found[1:]:
            if entry.id != first.id:
                message = f'ucapan "{entry.ask[at]}" juga ada di "{first.id}"'
                yield _at(Level.ERROR, entry, message, _line(entry, at))


def _confusable(book: FaqBook, matcher: Matcher, today: date) -> Iterator[Finding]:
    for entry in book:
        lost = []
        for at, ask in enumerate(entry.ask):
            candidates = matcher.match(ask, today).candidates
            if not candidates or candidates[0].entry.id != entry.id:
                other = candidates[0].entry.id if candidates else "tidak ada"
                lost.append((at, other))
            elif len(candidates) > 1 and candidates[1].score >= _CONFUSABLE * candidates[0].score:
                other = candidates[1].entry.id
                message = f'ucapan "{ask}" hampir sama cocok dengan "{other}"'
                yield _at(Level.WARNING, entry, message, _line(entry, at))
        for at, other in lost:
            message = f'ucapan "{entry.ask[at]}" lebih cocok dengan "{other}"'
            yield _at(Level.WARNING, entry, message, _line(entry, at))
        if len(lost) == len(entry.ask):
            yield _at(Level.ERROR, entry, "tidak terjangkau: semua ucapannya milik butir lain")
