"""Reading entries: every mistake is named with its file and line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from faq import FaqBook, FaqError, Freshness

Write = Callable[..., Path]


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(FaqError) as caught:
        FaqBook.load(folder)
    return str(caught.value).splitlines()


def test_a_good_entry_is_read_whole(write_book: Write, one_entry: str) -> None:
    book = FaqBook.load(write_book(pip=one_entry))
    entry = book.get("pip-bank")
    assert entry is not None
    assert entry.topic == "pip"
    assert entry.freshness is Freshness.REGULATION
    assert (entry.verified_by, entry.verified_on) == ("Petugas", date(2026, 11, 1))
    assert entry.origin.line == 1
    assert entry.origin.ask_lines == (4, 5, 6)
    assert book.phrasings() == ["PIP lewat bank apa", "ambil PIP di bank mana", "bank PIP"]
    assert book.units["pip"] == "Layanan PIP"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("  answer:", "  anser:", 7, '"anser" tidak dikenal; mungkin maksudnya "answer"'),
        ("  answer: Bank yang ditunjuk.\n", "", 1, '"answer" belum ada'),
        ("Bank yang ditunjuk.", "''", 7, '"answer" masih kosong'),
        ("title: Bank penyalur PIP", "title: 12", 2, "beri tanda kutip"),
        ("id: pip-bank", "id: PIP Bank", 1, "huruf kecil"),
        ("    - bank PIP\n", "", 4, "sedikitnya 3 ucapan, baru 2"),
        ("    - bank PIP\n", "    - pip lewat BANK apa\n", 6, "sudah ada di baris 4"),
        ("    - bank PIP\n", '    - "12"\n', 6, "tidak memuat kata"),
        ("unit: pip", "unit: pipp", 8, 'unit "pipp" tidak ada di units.yaml'),
        ("freshness: P", "freshness: X", 10, "harus salah satu dari"),
        ("freshness: P", "freshness: M", 13, 'wajib punya tanggal "valid_until"'),
        ("valid_until: null", "valid_until: 2026-02-30", 13, "bukan tanggal"),
        ("valid_until: null", "valid_until: besok", 13, "harus tanggal"),
        ("valid_until: null", "valid_until: 2026-02-03 10:00:00", 13, "harus tanggal"),
        ("on: 2026-11-01}", "pada: 2026-11-01}", 12, '"pada" tidak dikenal'),
        ("{by: Petugas, on: 2026-11-01}", "Petugas", 12, '"verified" harus'),
        ("facts: [F10]", "facts: F10", 9, '"facts" harus berupa daftar'),
        ("  tags: [pip]\n", "  tags: [pip]\n  tags: [x]\n", 15, "ditulis dua kali"),
        ("answer: Bank yang", "answer: !!python/name:os.system Bank", 7, "tidak diizinkan"),
        ("title: Bank", "title: &a Bank", 2, "jangkar"),
        ("    - bank PIP\n", "   - bank PIP\n", 6, "susunan YAML salah"),
    ],
)
def test_each_mistake_is_named_with_its_line(
    write_book: Write, one_entry: str, old: str, new: str, line: int, words: str
) -> None:
    assert old in one_entry
    folder = write_book(pip=one_entry.replace(old, new, 1))
    found = problems_of(folder)
    assert any(f"pip.yaml:{line}: " in text and words in text for text in found), found


def test_all_mistakes_of_all_files_are_told_at_once(write_book: Write, one_entry: str) -> None:
    first = one_entry.replace("answer:", "anser:").replace("unit: pip", "unit: salah")
    second = one_entry.replace("freshness: P", "freshness: Q")
    found = problems_of(write_book(a=first, b=second))
    assert sum("a.yaml" in text for text in found) == 3
    assert sum("b.yaml" in text for text in found) == 1


def test_an_id_used_twice_names_both_places(write_book: Write, one_entry: str) -> None:
    (found,) = problems_of(write_book(a=one_entry, b=one_entry))
    assert "b.yaml:1" in found
    assert "a.yaml:1" in found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "masih kosong"),
        ("id: x\n", "harus berupa daftar butir"),
        ("- hanya teks\n", 'harus dimulai dengan "- id'),
        ("\x00", "tidak sah"),
        ("- [" + "[" * 3000, ""),
    ],
)
def test_files_that_are_no_list_of_entries(write_book: Write, text: str, words: str) -> None:
    found = problems_of(write_book(rusak=text))
    assert "rusak.yaml" in found[0]
    assert words in found[0]


def test_bytes_that_are_no_text(write_book: Write) -> None:
    folder = write_book()
    (folder / "biner.yaml").write_bytes(b"\xff\xfe\x80")
    assert "UTF-8" in problems_of(folder)[0]


def test_a_huge_file_is_not_read(write_book: Write) -> None:
    folder = write_book(besar="# " + "x" * (2 * 1024 * 1024))
    assert "terlalu besar" in problems_of(folder)[0]


def test_no_folder_and_an_empty_one(tmp_path: Path, write_book: Write) -> None:
    assert "tidak ditemukan" in problems_of(tmp_path / "tiada")[0]
    assert "belum berisi" in problems_of(write_book())[0]


def test_a_broken_table_of_desks(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    (folder.parent / "units.yaml").write_text("pip: {nama: x}\n", encoding="utf-8")
    assert 'units.yaml:1: unit "pip" belum punya "name"' in problems_of(folder)[0]
