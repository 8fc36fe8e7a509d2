"""Wrong answers that staff reported: test cases that `sapa faq check` asks again and again.

They lie in ``reported.tsv`` beside the folder of entries, for the packaged entries among the test
questions in ``faq/eval``: ``question<TAB>wrong entry<TAB>right entry<TAB>date``. The wrong entry is
``-`` where Sapa gave no answer; the right one is ``-`` where none fits, ``?`` where it is unknown.

A question is what a caller said, so it may hold what belongs to a person. Names of staff are not
kept, the text is cut short, and digits, dictated numbers and what follows "atas nama" are masked;
other names are not recognised. Look at the file before it is given away.
"""

from __future__ import annotations

import fcntl
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from faq.book import FaqBook
from faq.decision import Cause, Decision
from faq.errors import FaqError, Problem, shown_path
from faq.match import Match, Matcher
from faq.sources import ENTRIES
from faq.spoken_numbers import DIGIT_WORDS, NUMBER_WORDS

NAME: Final = "reported.tsv"
NONE: Final = "-"
UNKNOWN: Final = "?"
_HEAD: Final = (
    "# pertanyaan<TAB>butir yang salah (- tidak dijawab)"
    "<TAB>butir yang benar (- tidak ada, ? belum diketahui)<TAB>tanggal\n"
    "# Periksa sebelum dibagikan: nama orang tidak boleh ada di sini.\n"
)
_DIGITS: Final = re.compile(r"\d{3,}")
_NAMED: Final = re.compile(r"\b(atas nama)((?: \S+){1,3})")
_DICTATED: Final = 4
"""Digits in a row that are somebody's number; years and amounts are not said digit by digit."""
_LONG_NUMBER: Final = 7
_LONGEST: Final = 160
_MASK: Final = "..."


@dataclass(frozen=True, slots=True)
class Report:
    """One wrong answer.

    Attributes:
        question: as it was heard, masked.
        wrong: id of the entry that was told; None when the caller got no answer.
        right: id of the entry that should have been told; ``NONE`` when no entry fits, ``UNKNOWN``
            when it is not known.
        on: the day it was reported.
        line: 1-based line in the file.
    """

    question: str
    wrong: str | None
    right: str
    on: date
    line: int = 0


@dataclass(frozen=True, slots=True)
class Unmended:
    """A reported question that is still not answered as it should be.

    Attributes:
        problem: place, and what to do about it.
        wrong: an answer is given that must not be; else the right one is not given yet.
    """

    problem: Problem
    wrong: bool


def reported_file(folder: Path | None) -> Path:
    """Where the reports of a folder of entries lie."""
    if folder is None or folder.resolve() == ENTRIES.resolve():
        return ENTRIES.parent / "eval" / NAME
    return folder.parent / NAME


def keep_report(folder: Path | None, report: Report) -> Report:
    """Add a report to the file; one that is there already is not added again.

    Returns:
        It as it was kept.

    Raises:
        FaqError: the question holds nothing, the right entry is unknown or was the answer given,
            or the file is broken or cannot be written.
    """
    text = masked(report.question)
    if not text.replace(_MASK, "").strip():
        raise FaqError("Pertanyaan itu tidak berisi kata yang bisa diuji.")
    if report.right == (report.wrong or NONE):
        raise FaqError("Butir yang benar sama dengan jawaban yang diberikan Sapa.")
    require_entry(folder, report.right)
    kept = Report(text, report.wrong, report.right, report.on)
    path = reported_file(folder)
    row = f"{text}\t{report.wrong or NONE}\t{report.right}\t{report.on.isoformat()}\n"
    try:
        with path.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            before = file.read()
            if any(_same(kept, other) for other in _parsed(before, path)):
                return kept
            file.write("" if not before or before.endswith("\n") else "\n")
            file.write(row if before else _HEAD + row)
            file.flush()
            os.fsync(file.fileno())
    except (OSError, UnicodeDecodeError) as error:
        message = f"Berkas ujian {shown_path(path)} tidak bisa ditulis: {_reason(error)}."
        raise FaqError(message) from error
    return kept


def require_entry(folder: Path | None, right: str) -> None:
    """Pass when `right` is an entry of the folder, ``NONE`` or ``UNKNOWN``.

    Raises:
        FaqError: there is no such entry, or the entries are broken.
    """
    if right not in (NONE, UNKNOWN) and FaqBook.load(folder).get(right) is None:
        raise FaqError(f'Butir "{right}" tidak ada. Lihat daftarnya dengan: sapa faq list')


def read_reports(folder: Path | None) -> list[Report]:
    """All reports; none when there is no file.

    Raises:
        FaqError: the file cannot be read, or a line has another form, each with its number.
    """
    path = reported_file(folder)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(shown_path(path), 0, f"tidak bisa dibaca: {_reason(error)}")
        raise FaqError([problem]) from error
    return _parsed(text, path)


def reports_stamp(folder: Path | None) -> tuple[int, int]:
    """Changes when the file of the reports does: its time and size, zeros when there is none."""
    try:
        found = reported_file(folder).stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def unmended(folder: Path | None, matcher: Matcher, today: date) -> Iterator[Unmended]:
    """Reported questions that are still answered wrongly, or not by the right entry yet.

    Raises:
        FaqError: see :func:`read_reports`.
    """
    file = shown_path(reported_file(folder))
    for report in read_reports(folder):
        found = _judged(report, matcher, today)
        if found is not None:
            message, wrong = found
            yield Unmended(Problem(file, report.line, message), wrong)


def masked(question: str) -> str:
    """A question without the numbers that callers tell of themselves, and not too long."""
    text = _NAMED.sub(rf"\1 {_MASK}", " ".join(question.split()))
    words = _DIGITS.sub(_MASK, text).split()
    kept: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if word in NUMBER_WORDS:
            run.append(word)
            continue
        kept += [_MASK] if _is_somebodys(run) else run
        run = []
        kept.append(word)
    text = " ".join(kept).strip()
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0]


def _reason(error: OSError | UnicodeDecodeError) -> str | None:
    return error.strerror if isinstance(error, OSError) else "bukan teks UTF-8"


def _is_somebodys(run: list[str]) -> bool:
    digits = longest = 0
    for word in run:
        digits = digits + 1 if word in DIGIT_WORDS else 0
        longest = max(longest, digits)
    return longest >= _DICTATED or len(run) >= _LONG_NUMBER


def _parsed(text: str, path: Path) -> list[Report]:
    found: list[Report] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("\t")]
        try:
            question, wrong, right, day = parts
            on = date.fromisoformat(day)
            if not (question and wrong and right):
                raise ValueError
        except ValueError:
            message = "harus berisi pertanyaan, butir salah, butir benar, tanggal (2026-12-31)"
            problems.append(Problem(shown_path(path), number, message))
            continue
        found.append(Report(question, None if wrong == NONE else wrong, right, on, number))
    if problems:
        raise FaqError(problems)
    return found


def _same(report: Report, other: Report) -> bool:
    mine = report.question, report.wrong, report.right
    return mine == (other.question, other.wrong, other.right)


def _judged(report: Report, matcher: Matcher, today: date) -> tuple[str, bool] | None:
    """What is wrong with how a reported question is handled now, and whether it is answered so."""
    match = matcher.match(report.question, today)
    known = report.right not in (NONE, UNKNOWN)
    right = matcher.book.get(report.right) if known else None
    if known and right is None:
        message = f'butir "{report.right}" tidak ada lagi; perbaiki atau hapus baris ini'
        return message, False
    told = match.meant.id if match.meant is not None else None
    if told is not None and told == report.right:
        return None
    asked = f'pertanyaan yang dilaporkan "{report.question}"'
    quoted = shlex.quote(report.question)
    # Where the right entry is known, or none fits, a third entry is as wrong as the first.
    wrong = told is not None and (told == report.wrong or report.right != UNKNOWN)
    if right is not None:
        if not wrong and _comes_to(match, right.id):
            return None
        add = f"tambahkan ucapannya: sapa faq edit {right.id} --tambah-ucapan {quoted}"
        how = f'masih dijawab dengan "{told}"' if wrong else f'belum dijawab dengan "{right.id}"'
        return f"{asked} {how}; {add}", wrong
    if not wrong:
        return None
    like = _nearest_phrasing(matcher, report.question)
    return (
        f'{asked} masih dijawab dengan "{told}" karena mirip ucapan "{like}"; ubah ucapan itu, '
        "tambahkan pertanyaannya ke outside.yaml, atau tulis butir baru: "
        f"sapa faq new --ucapan {quoted}",
        True,
    )


def _comes_to(match: Match, right: str) -> bool:
    """Whether a caller can still get to the entry, or people take the question over."""
    offered = [candidate.entry.id for candidate in match.candidates[:2]]
    return match.cause is Cause.CASE or (match.decision is Decision.CLARIFY and right in offered)


def _nearest_phrasing(matcher: Matcher, question: str) -> str:
    scores = matcher.scores(question)
    return matcher.index.phrasings[scores[0].phrasing].text if scores else ""
