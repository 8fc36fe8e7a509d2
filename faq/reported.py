"""Wrong answers that staff reported: test cases that `faq check` asks again and again.

They lie in ``reported.tsv`` beside the folder of entries:
``question<TAB>right entry or -<TAB>wrong entry<TAB>date``. Names of staff are not kept, and digits
and long runs of number words are masked, since callers say their numbers in a question too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from faq.book import FaqBook
from faq.decision import Decision
from faq.errors import FaqError, Problem, shown_path
from faq.match import Matcher
from faq.sources import ENTRIES
from faq.spoken_numbers import NUMBER_WORDS

NAME: Final = "reported.tsv"
NONE: Final = "-"
_HEAD: Final = (
    "# pertanyaan<TAB>butir yang benar (- bila tidak ada)<TAB>butir yang salah<TAB>tanggal\n"
)
_DIGITS: Final = re.compile(r"\d{3,}")
_LONGEST_NUMBER: Final = 4
_LONGEST: Final = 200
_MASK: Final = "..."


@dataclass(frozen=True, slots=True)
class Report:
    """One wrong answer.

    Attributes:
        question: as it was heard, numbers masked.
        right: id of the entry that should have been answered; None when none should.
        wrong: id of the entry that was.
        on: the day it was reported.
        line: 1-based line in the file.
    """

    question: str
    right: str | None
    wrong: str
    on: date
    line: int = 0


def reported_file(folder: Path | None) -> Path:
    """Where the reports of a folder of entries lie."""
    return (ENTRIES if folder is None else folder).parent / NAME


def report_wrong(
    folder: Path | None, question: str, right: str | None, wrong: str, on: date
) -> Report:
    """Add a report.

    Raises:
        FaqError: the question is empty, an entry is unknown, or the file cannot be written.
    """
    book = FaqBook.load(folder)
    text = masked(question)
    for entry in (right, wrong):
        if entry is not None and book.get(entry) is None:
            raise FaqError([Problem(NAME, 0, f'butir "{entry}" tidak ada')])
    if not text:
        raise FaqError([Problem(NAME, 0, "pertanyaannya kosong")])
    if right == wrong:
        raise FaqError([Problem(NAME, 0, "butir yang benar sama dengan butir yang salah")])
    path = reported_file(folder)
    try:
        new = not path.exists()
        with path.open("a", encoding="utf-8") as file:
            file.write((_HEAD if new else "") + f"{text}\t{right or NONE}\t{wrong}\t{on}\n")
    except OSError as error:
        reason = error.strerror or str(error)
        raise FaqError(
            [Problem(shown_path(path), 0, f"laporan tidak tersimpan ({reason})")]
        ) from None
    return Report(text, right, wrong, on)


def read_reports(folder: Path | None) -> list[Report]:
    """All reports; none when there is no file.

    Raises:
        FaqError: a line has another form, each with its number.
    """
    path = reported_file(folder)
    if not path.exists():
        return []
    found: list[Report] = []
    problems: list[Problem] = []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            question, right, wrong, day = line.split("\t")
            on = date.fromisoformat(day.strip())
        except ValueError:
            problems.append(Problem(shown_path(path), number, "harus berisi empat kolom"))
            continue
        found.append(Report(question, None if right == NONE else right, wrong, on, number))
    if problems:
        raise FaqError(problems)
    return found


def still_wrong(folder: Path | None, matcher: Matcher, today: date) -> Iterator[Problem]:
    """What is still answered wrongly, and what to do about it."""
    file = shown_path(reported_file(folder))
    for report in read_reports(folder):
        match = matcher.match(report.question, today)
        said = match.entry.id if match.decision is Decision.ANSWER and match.entry else None
        if said is None or said == report.right:
            continue
        hint = (
            f'tambahkan ucapan itu ke butir "{report.right}"'
            if report.right
            else "tambahkan ucapan itu ke outside.yaml"
        )
        message = f'"{report.question}" masih dijawab dengan "{said}"; {hint}'
        yield Problem(file, report.line, message)


def masked(question: str) -> str:
    """A question without the numbers that callers tell of themselves, and not too long."""
    words = _DIGITS.sub(_MASK, question).split()
    kept: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if word in NUMBER_WORDS:
            run.append(word)
            continue
        kept += run if len(run) <= _LONGEST_NUMBER else [_MASK]
        run = []
        kept.append(word)
    return " ".join(kept).strip()[:_LONGEST].strip()
