"""Matters that no entry answers are passed on, however much they sound like an entry."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from faq import Cause, Decision, FaqBook, FaqError, Matcher
from faq.outside import load_outside

TODAY = date(2026, 11, 23)
MATTERS = {
    "Mutasi guru": (
        "guru mau pindah ke sekolah lain syaratnya apa",
        "cara mutasi guru antar kabupaten",
        "saya guru ingin pindah tugas",
    )
}


def test_a_question_of_an_outside_matter_is_passed_on() -> None:
    matcher = Matcher(FaqBook.load(), outside=MATTERS)
    found = matcher.match("mau tanya guru pindah ke sekolah lain syaratnya apa ya", TODAY)
    assert found.decision is Decision.ESCALATE
    assert found.cause is Cause.OUTSIDE
    assert "Mutasi guru" in found.reason
    assert found.entry is None


def test_it_is_no_candidate_and_takes_no_question_of_an_entry() -> None:
    book = FaqBook.load()
    matcher = Matcher(book, outside=MATTERS)
    for entry in book:
        found = matcher.match(entry.ask[0], TODAY)
        assert found.cause is not Cause.OUTSIDE or "Mutasi guru" not in found.reason, entry.id
        assert all(candidate.entry in book.entries for candidate in found.candidates)


def test_the_shipped_matters_are_well_formed() -> None:
    matters = load_outside()
    assert all(len(asked) >= 3 for asked in matters.values())
    asks = {ask.casefold() for ask in FaqBook.load().phrasings()}
    twice = [ask for asked in matters.values() for ask in asked if ask.casefold() in asks]
    assert not twice


@pytest.mark.parametrize(
    ("text", "line"),
    [("- satu\n- dua\n", 1), ("Mutasi guru: pindah\n", 1), ("A: [a b]\nB: []\n", 2)],
)
def test_a_broken_table_names_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "outside.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FaqError) as failure:
        load_outside(path)
    assert failure.value.problems[0].line == line
