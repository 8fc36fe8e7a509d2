"""A saved change counts for the next call; a broken file changes nothing but the warning."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from faq import FaqError, Shelf
from faq.lined_yaml import MAX_BYTES

Write = Callable[..., Path]
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=7)))


def shelf_at(folder: Path, kept: Path | None = None) -> Shelf:
    return Shelf(folder, kept, lambda: NOW)


def test_a_saved_change_is_there_for_the_next_call(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    shelf = shelf_at(folder)
    first = shelf.current()
    assert shelf.current() is first
    write_book(pip=one_entry.replace("Bank yang ditunjuk.", "Bank yang telah ditunjuk."))
    second = shelf.current()
    assert [e.answer for e in first.book] == ["Bank yang ditunjuk."]
    assert [e.answer for e in second.book] == ["Bank yang telah ditunjuk."]
    assert second.matcher.book is second.book
    assert second.key != first.key


def test_a_change_of_the_same_size_in_the_same_moment(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    shelf = shelf_at(folder)
    shelf.current()
    before = (folder / "pip.yaml").stat()
    write_book(pip=one_entry.replace("Bank yang", "Bank kini"))
    os.utime(folder / "pip.yaml", ns=(before.st_atime_ns, before.st_mtime_ns))
    (entry,) = shelf.current().book
    assert entry.answer == "Bank kini ditunjuk."


def test_touching_a_file_makes_no_new_edition(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    shelf = shelf_at(folder)
    first = shelf.current()
    os.utime(folder / "pip.yaml", (1, 1))
    assert shelf.current() is first


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"- id: [\n", "pip.yaml:2: susunan YAML salah"),
        (b"\xff\xfe", "pip.yaml: berkas bukan teks UTF-8"),
        (b"", "pip.yaml: berkas masih kosong"),
        (b"# " + b"x" * MAX_BYTES, "terlalu besar"),
    ],
)
def test_a_broken_file_leaves_the_last_good_version(
    write_book: Write, one_entry: str, content: bytes, words: str
) -> None:
    folder = write_book(pip=one_entry)
    shelf = shelf_at(folder)
    good = shelf.current()
    (folder / "pip.yaml").write_bytes(content)
    assert shelf.current() is good
    state = shelf.state()
    assert words in "\n".join(map(str, state.problems))
    assert words in state.warning()
    assert "24-11-2026 09.00" in state.warning()
    assert state.failed_at == NOW
    write_book(pip=one_entry)
    assert [e.id for e in shelf.current().book] == ["pip-bank"]
    assert shelf.state().warning() == ""


def test_a_folder_that_is_gone_and_comes_back(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    shelf = shelf_at(folder)
    good = shelf.current()
    folder.rename(folder.parent / "away")
    assert shelf.current() is good
    assert "tidak ditemukan" in shelf.state().warning()
    (folder.parent / "away").rename(folder)
    assert shelf.current().key == good.key
    assert shelf.state().warning() == ""


def test_a_broken_table_of_words(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    shelf = shelf_at(folder)
    good = shelf.current()
    (folder.parent / "words.yaml").write_text("slangg: {a: [b]}\n")
    assert shelf.current() is good
    assert "words.yaml:1" in shelf.state().warning()


def test_a_start_while_a_file_is_broken(write_book: Write, one_entry: str, tmp_path: Path) -> None:
    folder = write_book(pip=one_entry)
    good = shelf_at(folder, tmp_path / "kept").current()
    write_book(pip="- id: [\n")
    with pytest.raises(FaqError, match=r"pip\.yaml:2"):
        shelf_at(folder).current()
    started = shelf_at(folder, tmp_path / "kept")
    edition = started.current()
    assert edition.kept
    assert edition.key == good.key
    assert edition.matcher.match("PIP lewat bank apa", NOW.date()).entry == good.book.get(
        "pip-bank"
    )
    assert "pip.yaml:2" in started.state().warning()
    assert "salinan" in started.state().warning()
    write_book(pip=one_entry)
    assert not started.current().kept


def test_a_damaged_copy_is_not_believed(write_book: Write, one_entry: str, tmp_path: Path) -> None:
    folder = write_book(pip=one_entry)
    shelf_at(folder, tmp_path / "kept").current()
    (copy,) = (tmp_path / "kept").glob("*/entries/pip.yaml")
    copy.write_text(one_entry.replace("ditunjuk", "tertunjuk"))
    write_book(pip="- id: [\n")
    with pytest.raises(FaqError):
        shelf_at(folder, tmp_path / "kept").current()


def test_old_copies_are_cleared_away(write_book: Write, one_entry: str, tmp_path: Path) -> None:
    for word in ("satu", "dua", "tiga", "empat"):
        folder = write_book(pip=one_entry.replace("Bank yang", f"Bank {word} yang"))
        shelf_at(folder, tmp_path / "kept").current()
    assert len(list((tmp_path / "kept").glob("*/entries"))) == 2


def test_no_room_for_the_copy(write_book: Write, one_entry: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    shelf = shelf_at(write_book(pip=one_entry), tmp_path / "file" / "kept")
    assert len(shelf.current().book) == 1
    assert "tidak dapat disimpan" in shelf.state().warning()


def test_an_editors_own_files_are_no_entries(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    shutil.copy(folder / "pip.yaml", folder / ".pip.yaml")
    (folder / "pip.yaml~").write_text("- id: [")
    (folder / ".#pip.yaml").symlink_to("nobody@nowhere")
    assert len(shelf_at(folder).current().book) == 1
