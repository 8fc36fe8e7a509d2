"""Wrong answers that staff report are asked again by the checker."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from faq import FaqBook, FaqError, Matcher
from faq.check import Level, check_folder
from faq.reported import (
    NONE,
    UNKNOWN,
    Report,
    Unmended,
    keep_report,
    masked,
    read_reports,
    reported_file,
    require_entry,
    unmended,
)
from faq.sources import ENTRIES as PACKAGED
from tests.faq.conftest import ENTRIES, TODAY

Write = Callable[..., Path]


@pytest.fixture
def folder(write_book: Write) -> Path:
    return write_book(contoh=ENTRIES)


def kept(folder: Path, question: str, wrong: str | None, right: str) -> Report:
    return keep_report(folder, Report(question, wrong, right, TODAY))


def left(folder: Path, today: date = TODAY) -> list[Unmended]:
    return list(unmended(folder, Matcher(FaqBook.load(folder)), today))


def test_a_wrong_answer_is_asked_again_until_it_is_mended(folder: Path) -> None:
    said = "nuptk diajukan ke mana ya bu"
    kept(folder, said, "nuptk-tempat", "nuptk-syarat")
    (found,) = left(folder)
    assert found.wrong and found.problem.line == 3
    assert 'masih dijawab dengan "nuptk-tempat"' in found.problem.message
    assert f"sapa faq edit nuptk-syarat --tambah-ucapan '{said}'" in found.problem.message
    errors = [f for f in check_folder(folder, TODAY) if f.level is Level.ERROR]
    assert [(f.file, f.line) for f in errors] == [(str(reported_file(folder)), 3)]
    topic = folder / "contoh.yaml"
    text = topic.read_text(encoding="utf-8")
    text = text.replace("NUPTK diajukan ke mana", "lewat siapa mengurus NUPTK")
    text = text.replace("ask: [syarat NUPTK", f"ask: [{said}, syarat NUPTK")
    topic.write_text(text, encoding="utf-8")
    assert left(folder) == []
    assert not [f for f in check_folder(folder, TODAY) if f.file.endswith("reported.tsv")]


def test_a_question_that_is_not_answered_yet_is_a_warning(folder: Path) -> None:
    kept(folder, "berkas guru zebra", "pip-besaran", "nuptk-syarat")
    (found,) = left(folder)
    assert not found.wrong and "belum dijawab" in found.problem.message
    (shown,) = [f for f in check_folder(folder, TODAY) if f.file.endswith("reported.tsv")]
    assert shown.level is Level.WARNING


def test_a_question_no_entry_answers_must_not_be_answered(folder: Path) -> None:
    kept(folder, "syarat nuptk apa saja", "nuptk-syarat", NONE)
    kept(folder, "harga cabai di pasar", "pip-besaran", NONE)
    (found,) = left(folder)
    assert found.wrong and found.problem.line == 3
    assert 'karena mirip ucapan "syarat NUPTK apa saja"' in found.problem.message
    assert "outside.yaml" in found.problem.message and "sapa faq new" in found.problem.message


def test_where_the_right_one_is_not_known_only_the_wrong_one_fails(folder: Path) -> None:
    kept(folder, "syarat nuptk apa saja", "nuptk-tempat", UNKNOWN)
    kept(folder, "syarat nuptk apa saja", "nuptk-syarat", UNKNOWN)
    assert [(found.problem.line, found.wrong) for found in left(folder)] == [(4, True)]


def test_an_answer_that_is_only_withheld_counts_as_given(folder: Path) -> None:
    kept(folder, "dana pip smp berapa", "pip-besaran", "nuptk-syarat")
    kept(folder, "pip sd dapat berapa rupiah", None, "pip-besaran")
    assert [(f.problem.line, f.wrong) for f in left(folder, date(2027, 2, 1))] == [(3, True)]


def test_an_entry_that_is_gone_is_told(folder: Path) -> None:
    kept(folder, "dana pip smp berapa", "pip-besaran", "nuptk-syarat")
    topic = folder / "contoh.yaml"
    text = topic.read_text(encoding="utf-8").replace("nuptk-syarat", "syarat-nuptk")
    topic.write_text(text, encoding="utf-8")
    (found,) = left(folder)
    assert not found.wrong and '"nuptk-syarat" tidak ada lagi' in found.problem.message


def test_a_report_is_kept_once_and_read_back(folder: Path) -> None:
    first = kept(folder, "  syarat   nuptk\tapa ", "nuptk-tempat", "nuptk-syarat")
    assert kept(folder, "syarat nuptk apa", "nuptk-tempat", "nuptk-syarat") == first
    kept(folder, "syarat nuptk apa", None, "nuptk-syarat")
    one, two = read_reports(folder)
    assert (one.question, one.wrong, one.right, one.on, one.line) == (
        "syarat nuptk apa",
        "nuptk-tempat",
        "nuptk-syarat",
        TODAY,
        3,
    )
    assert (two.wrong, two.line) == (None, 4)


def test_a_file_without_its_last_line_end_loses_nothing(folder: Path) -> None:
    path = reported_file(folder)
    path.write_text("tanya satu\t-\tnuptk-syarat\t2026-11-01", encoding="utf-8")
    kept(folder, "tanya dua", "nuptk-tempat", UNKNOWN)
    assert [report.question for report in read_reports(folder)] == ["tanya satu", "tanya dua"]


def test_many_reports_at_once_are_all_kept(folder: Path) -> None:
    asked = [f"pertanyaan {word}" for word in "apel jeruk mangga pisang nanas durian".split()]
    threads = [
        threading.Thread(target=kept, args=(folder, text, "nuptk-tempat", UNKNOWN))
        for text in asked
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.question for report in read_reports(folder)) == sorted(asked)


@pytest.mark.parametrize(
    ("said", "kept_as"),
    [
        (
            "nuptk saya satu dua tiga empat lima enam 081234567 kok salah",
            "nuptk saya ... ... kok salah",
        ),
        ("nomor saya delapan dua belas tiga empat lima enam ya", "nomor saya ... ya"),
        ("kode nol dua artinya apa", "kode nol dua artinya apa"),
        ("juknis tahun dua ribu dua puluh enam", "juknis tahun dua ribu dua puluh enam"),
        ("pip satu juta delapan ratus ribu", "pip satu juta delapan ratus ribu"),
        ("cek nuptk atas nama rosmawati boru siregar", "cek nuptk atas nama ..."),
    ],
)
def test_what_belongs_to_a_person_is_masked(said: str, kept_as: str) -> None:
    assert masked(said) == kept_as


def test_a_question_is_cut_between_words() -> None:
    long = masked("kata panjang " * 100)
    assert len(long) <= 160 and long.split()[-1] in ("kata", "panjang")


def test_what_cannot_be_a_report_is_refused(folder: Path) -> None:
    for question, wrong, right in (
        ("", "nuptk-tempat", NONE),
        ("081234567", "nuptk-tempat", NONE),
        ("pertanyaan", "nuptk-tempat", "tidak-ada"),
        ("pertanyaan", "nuptk-tempat", "nuptk-tempat"),
        ("pertanyaan", None, NONE),
    ):
        with pytest.raises(FaqError):
            kept(folder, question, wrong, right)
    assert read_reports(folder) == []
    with pytest.raises(FaqError, match="tidak ada"):
        require_entry(folder, "tidak-ada")
    require_entry(folder, NONE)


def test_a_broken_file_is_told_by_its_lines_and_left_alone(folder: Path) -> None:
    path = reported_file(folder)
    path.write_text("satu\tdua\n# catatan\na\tb\tc\tkemarin\n", encoding="utf-8")
    with pytest.raises(FaqError) as refusal:
        read_reports(folder)
    assert [problem.line for problem in refusal.value.problems] == [1, 3]
    with pytest.raises(FaqError):
        kept(folder, "pertanyaan", "nuptk-tempat", NONE)
    assert path.read_text(encoding="utf-8").startswith("satu\tdua\n# catatan")
    found = [f for f in check_folder(folder, TODAY) if f.file == str(path)]
    assert [f.level for f in found] == [Level.ERROR, Level.ERROR]
    path.write_bytes(b"\xff\xfe\n")
    with pytest.raises(FaqError, match="UTF-8"):
        read_reports(folder)


def test_a_file_that_cannot_be_written_is_one_sentence(folder: Path) -> None:
    reported_file(folder).mkdir()
    with pytest.raises(FaqError, match=r"reported\.tsv tidak bisa ditulis") as refusal:
        kept(folder, "pertanyaan", "nuptk-tempat", NONE)
    assert "\n" not in str(refusal.value)


def test_reports_on_the_packaged_entries_lie_among_their_test_questions() -> None:
    place = PACKAGED.parent / "eval" / "reported.tsv"
    assert reported_file(None) == reported_file(PACKAGED) == place
