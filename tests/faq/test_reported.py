"""Wrong answers that staff report are asked again by the checker."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from faq import FaqBook, FaqError, Matcher
from faq.reported import masked, read_reports, report_wrong, reported_file, still_wrong
from faq.sources import ENTRIES

TODAY = date(2026, 11, 23)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "faq" / "entries"
    place.mkdir(parents=True)
    for name in ("nuptk.yaml", "pip.yaml"):
        shutil.copy(ENTRIES / name, place / name)
    return place


def test_a_report_is_a_test_until_the_answer_is_right(folder: Path) -> None:
    book = FaqBook.load(folder)
    entry = book.entries[0]
    report_wrong(folder, entry.ask[0], None, entry.id, TODAY)
    (problem,) = still_wrong(folder, Matcher(book), TODAY)
    assert entry.id in problem.message and "outside.yaml" in problem.message
    assert problem.line == 2
    report_wrong(folder, entry.ask[1], entry.id, book.entries[1].id, TODAY)
    assert len(read_reports(folder)) == 2
    assert [p.line for p in still_wrong(folder, Matcher(book), TODAY)] == [2]


def test_numbers_of_callers_are_not_kept() -> None:
    said = "nuptk saya satu dua tiga empat lima enam 081234567 kok salah"
    assert masked(said) == "nuptk saya ... ... kok salah"
    assert masked("kode nol dua artinya apa") == "kode nol dua artinya apa"
    assert len(masked("kata " * 500)) <= 200


def test_what_cannot_be_a_report_is_refused(folder: Path) -> None:
    entry = FaqBook.load(folder).entries[0].id
    for question, right, wrong in (
        ("", None, entry),
        ("pertanyaan", "tidak-ada", entry),
        ("pertanyaan", entry, entry),
    ):
        with pytest.raises(FaqError):
            report_wrong(folder, question, right, wrong, TODAY)
    assert not reported_file(folder).exists()
    reported_file(folder).write_text("satu\tdua\n", encoding="utf-8")
    with pytest.raises(FaqError, match="empat kolom"):
        read_reports(folder)
