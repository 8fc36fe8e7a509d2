"""What is wrong or doubtful in the FAQ, for the people who keep it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from faq.book import FaqBook
from faq.entry import PLACEHOLDER, FaqEntry, Silence
from faq.errors import FaqError
from faq.match import Matcher
from faq.reported import unmended
from faq.shelf import Shelf, ShelfState

WORDS_PER_SECOND: Final = 2.1
LONGEST_ANSWER: Final = 45.0
SOON: Final = timedelta(days=30)
_CONFUSABLE: Final = 0.97
_DIGIT: Final = re.compile(r"\d")
_SAID: Final = {"title": "judul", "answer": "jawaban"}

Seconds = Callable[[str], float]
"""How long a text takes to say."""
Unspeakable = Callable[[str], str | None]
"""Why a text cannot be said, as an Indonesian clause; None when it can."""


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
        field: the field of the entry it is about, or "".
    """

    level: Level
    file: str
    line: int
    entry: str
    message: str
    field: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        about = f"{self.entry}: " if self.entry else ""
        return f"{place}: {self.level}: {about}{self.message}"


def spoken_seconds(text: str) -> float:
    """About how long a text takes to say."""
    return len(text.split()) / WORDS_PER_SECOND


def check_folder(
    folder: Path | None,
    today: date,
    seconds: Seconds = spoken_seconds,
    unspeakable: Unspeakable | None = None,
) -> list[Finding]:
    """Everything to look at in a folder; a folder that does not load gives its errors only.

    Args:
        folder: of the entries; the packaged one by default.
        today: the date.
        seconds: how long a text takes to say.
        unspeakable: why a text cannot be said.
    """
    # As a call gets it, with the tables that lie beside the entries.
    state = Shelf(folder, None, lambda: datetime.now(UTC)).state()
    return check_shelf(state, folder, today, seconds, unspeakable)


def check_shelf(
    state: ShelfState,
    folder: Path | None,
    today: date,
    seconds: Seconds = spoken_seconds,
    unspeakable: Unspeakable | None = None,
) -> list[Finding]:
    """As `check_folder`, for a folder that a shelf has read already.

    Args:
        state: of the shelf of that folder.
        folder: of the entries; the reported wrong answers lie beside it.
        today: the date.
        seconds: how long a text takes to say.
        unspeakable: why a text cannot be said.
    """
    edition = state.edition
    if state.problems or edition is None:
        return [Finding(Level.ERROR, p.file, p.line, "", p.message) for p in state.problems]
    findings = check_book(edition.book, edition.matcher, today, seconds, unspeakable)
    return [*findings, *_reported(folder, edition.matcher, today)]


def check_book(
    book: FaqBook,
    matcher: Matcher,
    today: date,
    seconds: Seconds = spoken_seconds,
    unspeakable: Unspeakable | None = None,
) -> list[Finding]:
    """Everything to look at in a book that loads, errors first, then by place."""
    findings = [
        *(found for entry in book for found in ageing(entry, today)),
        *(found for entry in book for found in wording(entry, seconds, unspeakable)),
        *_twice(book),
        *(found for entry in book for found in reach(entry, matcher)),
    ]
    return sorted(findings, key=lambda f: (f.level is not Level.ERROR, f.file, f.line, f.message))


def ageing(entry: FaqEntry, today: date) -> Iterator[Finding]:
    """Whether the answer may be said today and on the days to come."""
    silence = entry.silence(today)
    if silence is Silence.PLACEHOLDER:
        message = "jawaban masih berisi tempat kosong {{...}}; isi dulu"
        yield _at(Level.WARNING, entry, message, "answer")
    elif silence is Silence.UNVERIFIED:
        message = "jawaban belum disahkan, jadi tidak akan diucapkan"
        yield _at(Level.WARNING, entry, message, "verified_by")
    elif silence is Silence.EXPIRED:
        message = f"masa berlaku habis {entry.valid_until:%d-%m-%Y}, jadi tidak akan diucapkan"
        yield _at(Level.WARNING, entry, message, "valid_until")
    elif entry.expires_within(SOON, today):
        message = f"masa berlaku segera habis ({entry.valid_until:%d-%m-%Y})"
        yield _at(Level.WARNING, entry, message, "valid_until")
    if entry.verified_on is not None and entry.verified_on > today:
        message = "tanggal pengesahan masih di depan; periksa lagi"
        yield _at(Level.WARNING, entry, message, "verified_on")


def wording(
    entry: FaqEntry,
    seconds: Seconds = spoken_seconds,
    unspeakable: Unspeakable | None = None,
) -> Iterator[Finding]:
    """What is wrong with the texts of one entry, whatever the others may say."""
    lasts = seconds(entry.answer)
    if lasts > LONGEST_ANSWER:
        message = f"jawaban terlalu panjang, kira-kira {lasts:.0f} detik; paling lama 45 detik"
        yield _at(Level.ERROR, entry, message, "answer")
    if not entry.source:
        yield _at(Level.ERROR, entry, "sumber jawaban belum ditulis", "source")
    for field, text in (("title", entry.title), ("answer", entry.answer)):
        reason = unspeakable(text) if unspeakable is not None else None
        # A placeholder is never said.
        if reason and not (field == "answer" and PLACEHOLDER in text):
            yield _at(Level.ERROR, entry, f"{_SAID[field]} tidak dapat diucapkan: {reason}", field)
    for at, ask in enumerate(entry.ask):
        if _DIGIT.search(ask):
            message = f'ucapan "{ask}" memuat angka; tulis dengan kata, misalnya "tiga belas"'
            yield _at(Level.WARNING, entry, message, "ask", _line(entry, at))


def reach(entry: FaqEntry, matcher: Matcher) -> Iterator[Finding]:
    """Phrasings of an entry by which a caller would rather reach another one.

    Args:
        entry: one of the matcher's book.
        matcher: over the whole book.
    """
    entries = matcher.book.entries
    lost = 0
    for at, ask in enumerate(entry.ask):
        scores = matcher.scores(ask)
        best = entries[scores[0].entry] if scores else None
        line = _line(entry, at)
        if best is None or best.id != entry.id:
            lost += 1
            other = best.id if best is not None else "tidak ada"
            message = f'ucapan "{ask}" lebih cocok dengan "{other}"'
            yield _at(Level.WARNING, entry, message, "ask", line)
        elif len(scores) > 1 and scores[1].score >= _CONFUSABLE * scores[0].score:
            other = entries[scores[1].entry].id
            message = f'ucapan "{ask}" hampir sama cocok dengan "{other}"'
            yield _at(Level.WARNING, entry, message, "ask", line)
    if entry.ask and lost == len(entry.ask):
        message = "tidak terjangkau: semua ucapannya milik butir lain"
        yield _at(Level.ERROR, entry, message, "ask")


def same_words(ask: str) -> str:
    """What two phrasings have in common when they are the same."""
    return " ".join(ask.casefold().split())


def _reported(folder: Path | None, matcher: Matcher, today: date) -> Iterator[Finding]:
    """Wrong answers that staff reported and that are still given."""
    try:
        for found in unmended(folder, matcher, today):
            level = Level.ERROR if found.wrong else Level.WARNING
            yield Finding(level, found.problem.file, found.problem.line, "", found.problem.message)
    except FaqError as exc:
        for problem in exc.problems:
            yield Finding(Level.ERROR, problem.file, problem.line, "", problem.message)


def _at(level: Level, entry: FaqEntry, message: str, field: str, line: int = 0) -> Finding:
    where = entry.origin
    return Finding(level, where.file, line or where.line, entry.id, message, field)


def _line(entry: FaqEntry, ask: int) -> int:
    lines = entry.origin.ask_lines
    return lines[ask] if ask < len(lines) else entry.origin.line


def _twice(book: FaqBook) -> Iterator[Finding]:
    """The same words in two entries: callers could only ever reach one of them."""
    places: dict[str, list[tuple[FaqEntry, int]]] = defaultdict(list)
    for entry in book:
        for at, ask in enumerate(entry.ask):
            places[same_words(ask)].append((entry, at))
    for found in places.values():
        first = found[0][0]
        for entry, at in found[1:]:
            if entry.id != first.id:
                message = f'ucapan "{entry.ask[at]}" juga ada di "{first.id}"'
                yield _at(Level.ERROR, entry, message, "ask", _line(entry, at))
