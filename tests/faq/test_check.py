"""`faq check` finds what callers would stumble over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from faq import Matcher
from faq.check import Finding, Level, check_folder

Write = Callable[..., Path]
TODAY = date(2026, 11, 23)


def messages(found: list[Finding], level: Level) -> str:
    return "\n".join(str(f) for f in found if f.level is level)


def test_a_good_book_has_nothing_to_say(write_book: Write, one_entry: str) -> None:
    assert check_folder(write_book(pip=one_entry), TODAY) == []


def test_what_does_not_load_is_an_error_with_its_line(write_book: Write, one_entry: str) -> None:
    (found,) = check_folder(write_book(pip=one_entry.replace("unit: pip", "unit: x")), TODAY)
    assert (found.level, found.line) == (Level.ERROR, 8)


@pytest.mark.parametrize(
    ("old", "new", "level", "words"),
    [
        ("Bank yang ditunjuk.", "kata " * 100, Level.ERROR, "pip.yaml:1: galat: pip-bank: jawaban"),
        ('["https://contoh.example"]', "[]", Level.ERROR, "sumber jawaban belum ditulis"),
        ("Bank yang ditunjuk.", '"{{isi: bank}}"', Level.WARNING, "tempat kosong"),
        ("{by: Petugas, on: 2026-11-01}", "null", Level.WARNING, "belum disahkan"),
        ("valid_until: null", "valid_until: 2026-11-22", Level.WARNING, "habis 22-11-2026"),
        ("valid_until: null", "valid_until: 2026-12-01", Level.WARNING, "segera habis"),
        ("on: 2026-11-01", "on: 2027-11-01", Level.WARNING, "masih di depan"),
        ("    - bank PIP\n", "    - bank PIP 2\n", Level.WARNING, "pip.yaml:6: peringatan"),
    ],
)
def test_each_kind_of_finding(
    write_book: Write, one_entry: str, old: str, new: str, level: Level, words: str
) -> None:
    assert old in one_entry
    found = check_folder(write_book(pip=one_entry.replace(old, new, 1)), TODAY)
    assert words in messages(found, level)


def test_the_same_words_in_two_entries(write_book: Write, one_entry: str) -> None:
    other = one_entry.replace("pip-bank", "pip-tempat").replace("- bank PIP", "- cair di mana PIP")
    found = messages(check_folder(write_book(a=one_entry, b=other), TODAY), Level.ERROR)
    assert (
        'b.yaml:4: galat: pip-tempat: ucapan "PIP lewat bank apa" juga ada di "pip-bank"' in found
    )


def test_an_entry_nobody_can_reach(write_book: Write, one_entry: str) -> None:
    hidden = (
        one_entry.replace("pip-bank", "pip-kembar")
        .replace("PIP lewat bank apa", "halo pak")
        .replace("ambil PIP di bank mana", "selamat pagi bu")
        .replace("    - bank PIP\n", "    - permisi\n")
    )
    found = messages(check_folder(write_book(a=one_entry, b=hidden), TODAY), Level.ERROR)
    assert "pip-kembar: tidak terjangkau" in found


def test_the_packaged_book_has_no_errors(packaged: Matcher) -> None:
    found = check_folder(None, TODAY)
    assert messages(found, Level.ERROR) == ""


def test_every_packaged_entry_is_reached_by_its_own_words(packaged: Matcher) -> None:
    asks = [(ask, entry.id) for entry in packaged.book for ask in entry.ask]
    lost = []
    for ask, entry_id in asks:
        candidates = packaged.match(ask, TODAY).candidates
        if not candidates or candidates[0].entry.id != entry_id:
            lost.append(ask)
    assert len(lost) <= len(asks) * 0.01, lost
