"""Entries are changed in the files: exactly, at once or not at all, and with a way back."""

from __future__ import annotations

import multiprocessing
import os
import random
import stat
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from faq import (
    Draft,
    DraftError,
    FaqBook,
    FaqError,
    Freshness,
    Shelf,
    propose_id,
    read_draft,
    retract,
    save,
    undo,
)
from faq.changes import FOLDER, KEPT
from faq.editing import history, topics
from faq.entry_text import entry_text, folded, quoted, scalar
from faq.lined_yaml import parse

Write = Callable[..., Path]
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=7)))

FILE = """# Notes of the office.

- id: pip-bank  # first
  title: Bank penyalur PIP
  ask:
    # as callers say it
    - PIP lewat bank apa
    - 'ambil PIP di bank mana'  # often
    - "bank PIP"
  answer: >-
    Bank yang ditunjuk.
    Satu bank untuk satu jenjang.
  unit: pip   # desk
  facts: [F10]
  freshness: P
  source: ["https://contoh.example"]
  verified: {by: Petugas, on: 2026-11-01}
  valid_until: null
  tags: [pip]

# Between two entries.
- id: pip-cair
  title: Kapan PIP cair
  ask: [kapan PIP cair, PIP kapan keluar, tanggal cair PIP]
  answer: "Lihat laman PIP."  # short
  unit: pip
  facts: []
  freshness: P
  source:
    - "https://contoh.example/b"
  verified: null
# The end.
"""

DRAFT = Draft(
    id="pip-baru",
    title="Buku tabungan PIP",
    topic="pip",
    ask=("buku tabungan PIP hilang", "rekening PIP hilang", "tabungan PIP tercecer"),
    answer="Laporkan ke bank penyalur.",
    unit="pip",
    source=("https://contoh.example/c",),
    freshness=Freshness.REGULATION,
)


def now() -> datetime:
    return NOW


@pytest.fixture
def folder(write_book: Write) -> Path:
    return write_book(pip=FILE)


def text_of(folder: Path, topic: str = "pip") -> str:
    return (folder / f"{topic}.yaml").read_bytes().decode()


def state_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.yaml")}


def test_a_new_entry_stands_at_the_end_in_the_layout_of_the_house(folder: Path) -> None:
    entry = save(folder, DRAFT, now=now)
    assert text_of(folder) == FILE + (
        "\n"
        "- id: pip-baru\n"
        "  title: Buku tabungan PIP\n"
        "  ask:\n"
        '    - "buku tabungan PIP hilang"\n'
        '    - "rekening PIP hilang"\n'
        '    - "tabungan PIP tercecer"\n'
        "  answer: >-\n"
        "    Laporkan ke bank penyalur.\n"
        "  unit: pip\n"
        "  facts: []\n"
        "  freshness: P\n"
        '  source: ["https://contoh.example/c"]\n'
        "  verified: null\n"
        "  valid_until: null\n"
        "  tags: []\n"
    )
    assert Draft.of(entry) == DRAFT
    assert entry.origin.line == 34


def test_the_packaged_entries_are_written_as_they_are() -> None:
    """The layout is that of the files that ship: written anew, nearly every entry is the same."""
    book = FaqBook.load()
    same = 0
    for entry in book:
        written = Path(entry.origin.file).read_text(encoding="utf-8").splitlines()
        lines = ("- " + entry_text(Draft.of(entry))).splitlines()
        start = entry.origin.line - 1
        same += written[start : start + len(lines)] == lines
    assert same > 0.9 * len(book)


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ({"title": "Bank PIP"}, "title: Bank penyalur PIP\n", "title: Bank PIP\n"),
        ({"title": "PIP: bank"}, "title: Bank penyalur PIP\n", 'title: "PIP: bank"\n'),
        ({"unit": "gtk"}, "unit: pip   # desk\n", "unit: gtk   # desk\n"),
        (
            {"answer": "Bank Rakyat."},
            "    Bank yang ditunjuk.\n    Satu bank untuk satu jenjang.\n",
            "    Bank Rakyat.\n",
        ),
        (
            {"ask": ("bank PIP", "PIP lewat bank apa", "di bank mana PIP")},
            "    - PIP lewat bank apa\n"
            "    - 'ambil PIP di bank mana'  # often\n"
            '    - "bank PIP"\n',
            '    - "bank PIP"\n    - PIP lewat bank apa\n    - "di bank mana PIP"\n',
        ),
        ({"facts": ("F10", "F: 11")}, "facts: [F10]\n", 'facts: [F10, "F: 11"]\n'),
        ({"source": ("Surat, 2026",)}, '["https://contoh.example"]', '["Surat, 2026"]'),
        ({"valid_until": date(2027, 1, 2)}, "valid_until: null", "valid_until: 2027-01-02"),
        (
            {"verified_by": 'Ibu "Ani"', "verified_on": date(2026, 11, 24)},
            "{by: Petugas, on: 2026-11-01}",
            '{by: "Ibu \\"Ani\\"", on: 2026-11-24}',
        ),
        ({"id": "pip-penyalur"}, "- id: pip-bank  # first", "- id: pip-penyalur  # first"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_change_touches_its_own_lines_only(
    folder: Path, change: dict[str, object], old: str, new: str, newline: str
) -> None:
    old, new = old.replace("\n", newline), new.replace("\n", newline)
    before = FILE.replace("\n", newline)
    assert before.count(old) == 1
    (folder / "pip.yaml").write_bytes(before.encode())
    draft = replace(read_draft(folder, "pip-bank"), **change)  # type: ignore[arg-type]
    entry = save(folder, draft, replacing="pip-bank", now=now)
    assert Draft.of(entry) == draft
    assert text_of(folder) == before.replace(old, new)


def test_entries_in_other_layouts(folder: Path) -> None:
    before = read_draft(folder, "pip-cair")
    draft = replace(
        before,
        ask=(*before.ask[:2], 'PIP "cair"?'),
        answer="Lihat laman PIP, atau tanyakan ke sekolah.",
        source=("https://contoh.example/b", "Surat edaran"),
        tags=("pip", "cair"),
        valid_until=date(2026, 12, 31),
    )
    save(folder, draft, replacing="pip-cair", now=now)
    assert text_of(folder).endswith(
        "- id: pip-cair\n"
        "  title: Kapan PIP cair\n"
        '  ask: ["kapan PIP cair", "PIP kapan keluar", "PIP \\"cair\\"?"]\n'
        '  answer: "Lihat laman PIP, atau tanyakan ke sekolah."  # short\n'
        "  unit: pip\n"
        "  facts: []\n"
        "  freshness: P\n"
        "  source:\n"
        '    - "https://contoh.example/b"\n'
        '    - "Surat edaran"\n'
        "  verified: null\n"
        "  valid_until: 2026-12-31\n"
        "  tags: [pip, cair]\n"
        "# The end.\n"
    )


@pytest.mark.parametrize(
    "layout",
    [
        "- {id: a-b, title: A, ask: [satu a, dua b, tiga c], answer: J, unit: pip, facts: [],"
        " freshness: T, source: [s]}  # note\n- id: c-d\n",
        "-\n  id: a-b\n  title: A\n  ask:\n  - satu a\n  - dua b\n  - tiga c\n  answer:\n    J\n"
        "  unit: pip\n  facts:\n  - F\n  freshness: T\n  source:\n  - s\n  verified:\n    by: B\n"
        "    on: 2026-11-01\n  tags:\n- id: c-d\n",
        "  - id: a-b\n    title: 'A'\n    ask:\n      -\n        satu a\n      - dua b\n      - >\n"
        "        tiga\n        c\n    answer: | # note\n      J\n\n      K\n    unit: pip\n"
        "    facts: [\n      F,\n      G]\n    freshness: T\n    source: [s]\n  - id: c-d\n",
    ],
)
def test_whatever_layout_it_is_changed_right_or_not_at_all(write_book: Write, layout: str) -> None:
    indent = layout.split("- id: c-d")[0].split("\n")[-1] + "  "
    lines = ["title: C", "ask: [x y, y z, z x]", "answer: K", "unit: pip", "facts: []"]
    lines += ["freshness: T", "source: [t]"]
    text = layout + "".join(f"{indent}{line}\n" for line in lines)
    folder = write_book(lain=text)
    before = read_draft(folder, "a-b")
    changes: dict[str, object] = {
        "title": "B: baru",
        "ask": ("dua b", "tiga c", "empat d"),
        "answer": "Jawaban baru " * 20,
        "facts": ("F", "H"),
        "source": (),
        "verified_by": "N",
        "verified_on": date(2026, 11, 2),
        "tags": ("t",),
        "valid_until": date(2027, 1, 1),
    }
    vouched = ("verified_by", "verified_on")
    for names in (vouched, *((name,) for name in changes if name not in vouched)):
        change = {name: changes[name] for name in names}
        save(folder, replace(before, **change), "a-b", now=now)  # type: ignore[arg-type]
        undo(folder)
        assert text_of(folder, "lain") == text
    draft = replace(before, **changes).tidied()  # type: ignore[arg-type]
    assert Draft.of(save(folder, draft, "a-b", now=now)) == draft
    moved = replace(draft, topic="baru")
    assert Draft.of(save(folder, moved, "a-b", now=now)) == moved
    assert [e.id for e in FaqBook.load(folder)] == ["a-b", "c-d"]


def test_moving_to_another_topic_keeps_the_lines_of_the_entry(folder: Path) -> None:
    draft = replace(read_draft(folder, "pip-bank"), topic="bank")
    save(folder, draft, replacing="pip-bank", now=now)
    start, end = FILE.index("- id: pip-bank"), FILE.index("# Between")
    assert text_of(folder, "bank") == FILE[start:end].rstrip() + "\n"
    assert text_of(folder) == FILE[:start] + FILE[end:]
    back = save(folder, replace(draft, topic="pip"), replacing="pip-bank", now=now)
    assert back.topic == "pip"
    assert not (folder / "bank.yaml").exists()


def test_removing_takes_the_entry_and_nothing_else(folder: Path) -> None:
    removed = retract(folder, "pip-bank", now=now)
    assert removed.title == "Bank penyalur PIP"
    start, end = FILE.index("- id: pip-bank"), FILE.index("# Between")
    assert text_of(folder) == FILE[:start] + FILE[end:]
    with pytest.raises(FaqError, match="satu-satunya"):
        retract(folder, "pip-cair", now=now)
    save(folder, replace(DRAFT, topic="lain"), now=now)
    retract(folder, "pip-cair", now=now)
    assert not (folder / "pip.yaml").exists()
    assert (undo(folder).entry, undo(folder).entry, undo(folder).entry) == (
        "pip-cair",
        "pip-baru",
        "pip-bank",
    )
    assert state_of(folder) == {"pip.yaml": FILE.encode()}
    with pytest.raises(FaqError, match="Tidak ada perubahan"):
        undo(folder)


def test_a_change_by_somebody_else_is_not_overwritten(folder: Path) -> None:
    mine = read_draft(folder, "pip-bank")
    theirs = replace(mine, title="Bank PIP")
    save(folder, theirs, replacing="pip-bank", expected=mine.fingerprint, now=now)
    with pytest.raises(FaqError, match="diubah oleh orang lain"):
        save(folder, replace(mine, unit="gtk"), "pip-bank", mine.fingerprint, now=now)
    with pytest.raises(FaqError, match="diubah oleh orang lain"):
        retract(folder, "pip-bank", mine.fingerprint, now=now)
    assert read_draft(folder, "pip-bank") == theirs
    retract(folder, "pip-bank", theirs.fingerprint, now=now)
    with pytest.raises(FaqError, match="sudah tidak ada"):
        save(folder, theirs, "pip-bank", theirs.fingerprint, now=now)


def test_a_hand_made_change_is_not_undone(folder: Path) -> None:
    save(folder, DRAFT, now=now)
    by_hand = text_of(folder) + "# mine\n"
    (folder / "pip.yaml").write_text(by_hand, encoding="utf-8")
    with pytest.raises(FaqError, match=r"pip\.yaml sudah diubah lagi"):
        undo(folder)
    assert text_of(folder) == by_hand


def test_ids_are_taken_once(folder: Path) -> None:
    with pytest.raises(FaqError, match="sudah dipakai"):
        save(folder, replace(DRAFT, id="pip-cair"), now=now)
    with pytest.raises(FaqError, match="sudah dipakai"):
        save(folder, replace(DRAFT, id="pip-cair"), replacing="pip-bank", now=now)
    with pytest.raises(FaqError, match='"tiada" tidak ada'):
        save(folder, DRAFT, replacing="tiada", now=now)
    assert text_of(folder) == FILE


def test_nothing_is_written_into_a_broken_folder(folder: Path) -> None:
    (folder / "rusak.yaml").write_text("- id: [\n", encoding="utf-8")
    before = state_of(folder)
    with pytest.raises(FaqError, match=r"rusak\.yaml:2"):
        save(folder, DRAFT, now=now)
    with pytest.raises(FaqError, match=r"rusak\.yaml:2"):
        retract(folder, "pip-bank", now=now)
    assert state_of(folder) == before


def test_a_failed_write_leaves_both_files_as_they_were(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(folder, replace(DRAFT, topic="lain"), now=now)
    before = state_of(folder)
    real = Path.replace

    def full(self: Path, target: Path) -> Path:
        if target.name == "pip.yaml":
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(FaqError, match="No space left"):
        save(folder, replace(read_draft(folder, "pip-bank"), topic="lain"), "pip-bank", now=now)
    assert state_of(folder) == before
    assert not [p for p in folder.iterdir() if p.name.startswith(".") and p.name != FOLDER]
    assert [change.entry for change in history(folder)] == ["pip-baru"]


def test_history_is_kept_within_limits_and_out_of_sight(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(folder, None, now)
    first = shelf.current()
    monkeypatch.setattr("faq.changes.KEPT", 3)
    for number in range(5):
        draft = replace(read_draft(folder, "pip-bank"), title=f"Judul {number}")
        save(folder, draft, "pip-bank", by="Rina", now=now)
    noted = history(folder)
    assert [change.name[:6] for change in noted] == ["000005", "000004", "000003"]
    assert (noted[0].what, noted[0].by, noted[0].made) == ("ubah", "Rina", NOW)
    assert KEPT > 3
    assert topics(folder) == ["pip"]
    assert shelf.current().key != first.key
    second = shelf.current()
    (folder / FOLDER / "lain.yaml").write_text("- id: [", encoding="utf-8")
    assert shelf.current() is second
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    seen = subprocess.run(
        ["git", "-C", str(folder), "status", "--porcelain"], check=True, capture_output=True
    )
    assert seen.stdout.decode().split() == ["??", "pip.yaml"]


def test_a_saved_change_is_what_the_next_call_gets(folder: Path) -> None:
    shelf = Shelf(folder, None, now)
    shelf.current()
    save(folder, DRAFT, now=now)
    assert shelf.current().book.get("pip-baru") is not None


def test_mode_and_links_stay(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "milik-bersama.yaml"
    (folder / "pip.yaml").rename(elsewhere)
    (folder / "pip.yaml").symlink_to(elsewhere)
    elsewhere.chmod(0o664)
    save(folder, DRAFT, now=now)
    assert (folder / "pip.yaml").is_symlink()
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o664
    save(folder, replace(DRAFT, id="x-y", topic="baru", ask=("a b", "b c", "c d")), now=now)
    assert stat.S_IMODE((folder / "baru.yaml").stat().st_mode) == 0o644


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(folder: Path) -> None:
    folder.chmod(0o555)
    try:
        with pytest.raises(FaqError, match="tidak dapat ditulis"):
            save(folder, DRAFT, now=now)
    finally:
        folder.chmod(0o755)


def _save_many(folder: Path, name: str) -> None:
    for number in range(10):
        words = tuple(f"{name} {word} {number}" for word in ("satu", "dua", "tiga"))
        save(folder, replace(DRAFT, id=f"{name}-{number}", ask=words), now=now)


def test_two_processes_lose_nothing(folder: Path) -> None:
    fresh = multiprocessing.get_context("spawn")
    writers = [fresh.Process(target=_save_many, args=(folder, name)) for name in ("aa", "bb")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert len(FaqBook.load(folder)) == 22
    assert len({change.name for change in history(folder)}) == 20


SIGNS = [
    *"abcZ 019 -:#,[]{}&*!|>'\"%@`?\\/=~.<_+^;()",
    *"\t\n\r\0\x07\x1b\x7f\x85\xa0\xad\u200b\u2028\u202e\ufeff\ufffe\ud800",
    *"éé中ا😀👩‍🏫–…“”",
    *("{{", "}}", "---", "...", "null", "ya", "yes", "~", "1e3", "2026-11-24", "0x1F", "<<", "- "),
    *(": ", " #", '\\"', "\\n", "!!str ", "&a ", "*a", "%YAML", "\r\n  x: y"),
]


def noise(source: random.Random) -> str:
    return "".join(source.choices(SIGNS, k=source.choice([1, 2, 3, 6, 12, 80])))


@pytest.mark.parametrize("seed", range(20))
def test_any_text_is_read_back_as_it_was_written_or_refused(folder: Path, seed: int) -> None:
    source = random.Random(seed)
    before = state_of(folder)
    for _ in range(5):
        draft = replace(
            DRAFT,
            title=noise(source),
            ask=tuple(noise(source) for _ in range(4)),
            answer=noise(source),
            source=(noise(source),),
            facts=(noise(source), noise(source)),
            tags=(noise(source),),
            verified_by=noise(source),
            verified_on=date(2026, 11, 24),
        )
        for replacing in (None, "pip-bank", "pip-cair"):
            try:
                entry = save(folder, draft, replacing, now=now)
            except DraftError as error:
                assert error.remarks
                assert all(remark.field for remark in error.remarks)
                assert state_of(folder) == before
                continue
            assert Draft.of(entry) == draft.tidied()
            assert FaqBook.load(folder).get("pip-baru") == entry
            undo(folder)
            assert state_of(folder) == before


@pytest.mark.parametrize("seed", range(200))
def test_scalars_and_blocks_read_back_exactly(seed: int) -> None:
    source = random.Random(seed)
    text = "".join(c for c in noise(source) if unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
    text = " ".join(text.replace("\ufeff", "").split()) or "x"
    lines = f"- {quoted(text)}\n- {scalar(text)}\n- [{scalar(text)}]\n- {folded(text, 2)}\n"
    found = parse(lines, "x").value
    assert isinstance(found, list)
    values = [item.value[0].value if isinstance(item.value, list) else item.value for item in found]
    assert values == [text] * 4


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"answer": "kata " * 12_000}, "answer"),
        ({"title": "   \n "}, "title"),
        ({"title": "a\x07b"}, "title"),
        ({"title": "a\ud800"}, "title"),
        ({"ask": tuple(f"ucapan {n}" for n in range(501))}, "ask"),
        ({"ask": ("a b", "c d")}, "ask"),
        ({"ask": ("a b", "c d", "A  b")}, "ask"),
        ({"ask": ("a b", "c d", "?!")}, "ask"),
        ({"ask": ("a b", "c d", "e " * 200)}, "ask"),
        ({"id": "Pip Baru"}, "id"),
        ({"id": "a" * 61}, "id"),
        ({"topic": "../lain"}, "topic"),
        ({"topic": ".lain"}, "topic"),
        ({"topic": ""}, "topic"),
        ({"unit": "tiada"}, "unit"),
        ({"freshness": Freshness.SEASONAL}, "valid_until"),
        ({"verified_by": "Rina"}, "verified_on"),
        ({"verified_on": date(2026, 11, 24)}, "verified_by"),
        ({"facts": ("F1", "a\x00")}, "facts"),
        ({"source": ("x" * 4001,)}, "source"),
    ],
)
def test_the_field_that_is_wrong_is_named(
    folder: Path, change: dict[str, object], field: str
) -> None:
    with pytest.raises(DraftError, match="Belum disimpan") as caught:
        save(folder, replace(DRAFT, **change), now=now)  # type: ignore[arg-type]
    assert {remark.field for remark in caught.value.remarks} == {field}
    assert len(str(caught.value)) < 400
    assert state_of(folder) == {"pip.yaml": FILE.encode()}


def test_messages_use_the_words_of_a_form() -> None:
    draft = replace(DRAFT, title="", ask=("a b", "c d", "A B"), freshness=Freshness.SEASONAL)
    assert [str(remark) for remark in draft.wrong(["pip"])] == [
        "judul: judul masih kosong",
        'ucapan 3: ucapan "A B" sudah ada di baris 1',
        "berlaku sampai: fakta musiman (M) wajib punya tanggal berlaku sampai",
    ]


def test_500_phrasings_are_saved(folder: Path) -> None:
    asks = tuple(f"ucapan ke {n}" for n in range(500))
    assert save(folder, replace(DRAFT, ask=asks), now=now).ask == asks


def test_a_file_never_outgrows_what_is_read(folder: Path) -> None:
    big = replace(DRAFT, source=tuple(f"{n}" + "x" * 3990 for n in range(600)))
    with pytest.raises(FaqError, match="terlalu besar"):
        save(folder, big, now=now)
    assert text_of(folder) == FILE


def test_a_changed_answer_must_be_vouched_for_again(folder: Path) -> None:
    before = read_draft(folder, "pip-bank")
    assert replace(before, title="Lain").vouched_anew(before).verified_by == "Petugas"
    changed = replace(before, answer="Lain.")
    assert changed.vouched_anew(before).verified_by is None
    again = replace(changed, verified_by="Rina", verified_on=date(2026, 11, 24))
    assert again.vouched_anew(before) == again


@pytest.mark.parametrize(
    ("topic", "title", "proposed"),
    [
        ("pip", "Besaran dana PIP", "pip-besaran-dana"),
        ("pip", "Kartu & buku", "pip-kartu-buku-2"),
        ("kepala-sekolah", "Syarat menjadi kepala sekolah", "kepala-sekolah-syarat-menjadi"),
        ("pip", "PIP", "pip-pip"),
        ("", "😀", "butir"),
        ("pip", "Médan – kode 07", "pip-medan-kode-07"),
    ],
)
def test_an_id_is_proposed(topic: str, title: str, proposed: str) -> None:
    assert propose_id(topic, title, {"pip-kartu-buku"}) == proposed
