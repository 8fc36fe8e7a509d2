"""The commands of `sapa faq`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from faq import FaqBook, Match, Senses, Unheard
from faq.cli import app
from faq.stats import Usage

Write = Callable[..., Path]


@dataclass
class Speech:
    """Stands for rendered speech: notes what was done with it."""

    text: str
    played: list[str]
    seconds: float = 2.5

    def play(self) -> None:
        self.played.append(self.text)

    def write(self, path: Path) -> None:
        path.write_bytes(b"RIFF")


@dataclass
class Around:
    faq_folder: Path | None
    played: list[str] = field(default_factory=list)
    calls: Usage | None = None

    def today(self) -> date:
        return date(2026, 11, 23)

    def now(self) -> datetime:
        return datetime(2026, 11, 23, 9, 30, tzinfo=timezone(timedelta(hours=7)))

    def staff_name(self) -> str:
        return "rina"

    def senses(self) -> Senses:
        return Senses(
            unheard=lambda texts: [Unheard("zq", "zek", False) for t in texts if "zq" in t],
            unspeakable=lambda text: "tidak memuat kata" if text == "123" else None,
        )

    def speech(self, text: str) -> Speech:
        return Speech(text, self.played)

    def reply(self, match: Match) -> str:
        return match.entry.answer if match.entry else "Maaf?"

    def usage(self, since: date) -> Usage | None:
        return self.calls


def run(
    folder: Path,
    *args: str,
    said: str | bytes | None = None,
    around: Around | None = None,
    editor: str = "",
) -> tuple[int, str, str]:
    env = {"COLUMNS": "200", "TERM": "dumb", "EDITOR": editor, "VISUAL": ""}
    obj = around or Around(folder)
    result: Result = CliRunner(env=env).invoke(app, list(args), obj=obj, input=said)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_list_and_show(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    code, out, _ = run(folder, "list")
    assert code == 0
    assert "pip-bank" in out
    assert "1 butir." in out
    code, out, _ = run(folder, "show", "pip-bank")
    assert code == 0
    assert "Bank yang ditunjuk." in out
    assert "Layanan PIP" in out


def test_an_unknown_id_is_one_clear_sentence(write_book: Write, one_entry: str) -> None:
    code, _, err = run(write_book(pip=one_entry), "show", "tiada")
    assert code == 1
    assert err.strip() == 'Butir "tiada" tidak ada. Lihat daftarnya dengan: sapa faq list'


def test_match_as_json_reads_lines_from_standard_input(write_book: Write, one_entry: str) -> None:
    said = "PIP lewat bank apa\n\nbeasiswa lpdp\n"
    code, out, _ = run(write_book(pip=one_entry), "match", "--json", said=said)
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [row["decision"] for row in rows] == ["answer", "rephrase", "escalate"]
    assert rows[0]["entry"] == "pip-bank"
    assert rows[0]["facts"] == ["F10"]
    assert rows[0]["candidates"][0]["entry"] == "pip-bank"
    assert rows[0]["candidates"][0]["facts"] == ["F10"]
    assert rows[0]["score"] == rows[0]["candidates"][0]["score"]
    assert rows[2]["entry"] is None


def test_match_explains_itself(write_book: Write, one_entry: str) -> None:
    code, out, _ = run(write_book(pip=one_entry), "match", "bank PIP apa", "--why")
    assert code == 0
    assert "paling mirip ucapan" in out


def test_check_fails_on_errors_only(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry.replace("on: 2026-11-01", "on: 2027-11-01"))
    code, out, _ = run(folder, "check")
    assert (code, out.splitlines()[-1]) == (0, "0 galat, 1 peringatan.")
    folder = write_book(pip=one_entry.replace("answer:", "anser:"))
    code, out, _ = run(folder, "check")
    assert code == 1
    assert 'kunci "anser" tidak dikenal' in out


def test_a_broken_book_is_told_without_a_traceback(write_book: Write) -> None:
    folder = write_book(rusak="- id: [\n")
    for args in (["list"], ["show", "x"], ["match", "halo"]):
        code, _, err = run(folder, *args)
        assert code == 1
        assert "rusak.yaml:2: susunan YAML salah" in err
        assert "Traceback" not in err


NEW = [
    *("new", "--topik", "pip", "--judul", "Buku tabungan PIP", "--unit", "pip"),
    *("--ucapan", "buku tabungan PIP hilang", "--ucapan", "rekening PIP hilang"),
    *("--ucapan", "tabungan PIP tercecer", "--jawaban", "Laporkan ke bank penyalur."),
    *("--sumber", "Surat edaran"),
]


def text_of(folder: Path, topic: str = "pip") -> str:
    return (folder / f"{topic}.yaml").read_text(encoding="utf-8")


def test_match_reads_whatever_comes(write_book: Write, one_entry: str) -> None:
    said = b"\xff\xfe PIP lewat bank apa\r\n\x00\n   \n" + b"bank " * 20_000 + b"\nPIP\xc3"
    code, out, _ = run(write_book(pip=one_entry), "match", "--json", said=said)
    assert code == 0
    rows = [json.loads(line) for line in out.split("\n")[:-1]]
    assert len(rows) == 5
    assert rows[1]["decision"] == rows[2]["decision"] == "rephrase"
    assert all({"decision", "entry", "facts", "score", "candidates"} <= row.keys() for row in rows)
    assert run(write_book(pip=one_entry), "match", "\udcff bank PIP", "--json")[0] == 0


def test_a_new_entry_by_options(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    code, out, err = run(folder, *NEW, "--ya")
    assert (code, err) == (0, "")
    assert "Jawaban diucapkan kira-kira 2 detik (paling lama 45)." in out
    assert "pip-buku-tabungan disimpan di" in out
    assert "sapa faq verify pip-buku-tabungan --oleh NAMA" in out
    assert text_of(folder).startswith(one_entry + "\n- id: pip-buku-tabungan\n")
    code, _, err = run(folder, *NEW, "--ya")
    assert (code, err) == (1, "Belum disimpan; perbaiki dulu yang bertanda galat.\n")


def test_a_new_entry_with_everything_given(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    around = Around(folder)
    more = ["--fakta", "F9", "--umur", "musiman", "--berlaku-sampai", "31-12-2026", "--label", "a"]
    more += ["--id", "tabungan-hilang", "--oleh", "Ibu Rina", "--ya", "--say"]
    assert run(folder, *NEW, *more, around=around)[0] == 0
    entry = FaqBook.load(folder).get("tabungan-hilang")
    assert entry is not None
    assert (entry.facts, entry.tags, entry.freshness.label) == (("F9",), ("a",), "musiman")
    assert (entry.verified_by, entry.verified_on) == ("Ibu Rina", date(2026, 11, 23))
    assert entry.valid_until == date(2026, 12, 31)
    assert around.played == ["Laporkan ke bank penyalur."]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--umur", "lusa"], 'Umur fakta "lusa" tidak dikenal; pilih tetap, peraturan'),
        (["--berlaku-sampai", "besok"], 'Tanggal "besok" tidak dikenal'),
        (["--unit", "tiada", "--ya"], "Belum disimpan"),
        (["--jawaban", "123", "--ya"], "Belum disimpan"),
        (["--topik", "../x", "--ya"], "Belum disimpan"),
        (["--judul", "\udcff", "--ya"], "Belum disimpan"),
    ],
)
def test_wrong_options_change_nothing(
    write_book: Write, one_entry: str, args: list[str], words: str
) -> None:
    folder = write_book(pip=one_entry)
    code, _, err = run(folder, *NEW, *args)
    assert code == 1
    assert words in err
    assert text_of(folder) == one_entry


def test_a_new_entry_by_questions(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    around = Around(folder)
    answers = [
        *("Bank PIP", "t", "buku", "y"),
        "Buku tabungan PIP",
        *("buku tabungan PIP hilang", "zq PIP hilang", "tabungan PIP tercecer", ""),
        *("Laporkan ke", "bank penyalur.", ""),
        *("9", "pip"),
        *("Surat edaran", "https://contoh.example/x", ""),
        "F1, F2",
        *("x", "m"),
        *("", "kemarin", "31-12-2026"),
        "Ibu Rina",
        *("d", "u", "2", "Buku tabungan", "", "y"),
    ]
    code, out, err = run(folder, "new", said="\n".join(answers) + "\n", around=around)
    assert (code, err) == (0, "")
    entry = FaqBook.load(folder).get("buku-tabungan")
    assert entry is not None
    assert entry.ask == ("buku tabungan PIP hilang", "zq PIP hilang", "tabungan PIP tercecer")
    assert (entry.topic, entry.title, entry.unit) == ("buku", "Buku tabungan", "pip")
    assert entry.answer == "Laporkan ke bank penyalur."
    assert entry.source == ("Surat edaran", "https://contoh.example/x")
    assert entry.facts == ("F1", "F2")
    assert entry.valid_until == date(2026, 12, 31)
    assert around.played == ["Laporkan ke bank penyalur."]
    assert 'hanya bila diucapkan "zek"' in out
    assert "Boleh diucapkan per 23-11-2026 sampai 31-12-2026." in out


def test_a_wording_from_a_call_is_a_start(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    given = ["--topik", "pip", "--judul", "Buku PIP", "--unit", "pip", "--jawaban", "Lapor."]
    given += ["--sumber", "Surat", "--fakta", "F1", "--umur", "P", "--berlaku-sampai", "tanpa"]
    said = "buku tabungan hilang\nbuku PIP tercecer\n\n\ny\n"
    code, _, err = run(folder, "new", *given, "--ucapan", "buku PIP hilang", said=said)
    assert (code, err) == (0, "")
    entry = FaqBook.load(folder).get("pip-buku")
    assert entry is not None
    assert entry.ask == ("buku PIP hilang", "buku tabungan hilang", "buku PIP tercecer")


def test_breaking_off_shows_what_was_typed(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    said = "pip\nBuku tabungan PIP\nbuku tabungan PIP hilang\n\n"
    code, out, _ = run(folder, "new", said=said)
    assert code == 1
    assert "Tidak disimpan." in out
    assert '"buku tabungan PIP hilang"' in out
    code, out, _ = run(folder, *NEW, "--umur", "P", said="\n\n\nt\n")
    assert code == 1
    assert "Laporkan ke bank penyalur." in out
    assert text_of(folder) == one_entry


def test_errors_are_put_right_before_saving(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    args = [*NEW, "--judul", "", "--umur", "P", "--berlaku-sampai", "tanpa", "--fakta", "F1"]
    code, out, err = run(folder, *args, said="\nu\n2\nTabungan PIP\n\ny\n")
    assert (code, err) == (0, "")
    assert "galat: judul: judul masih kosong" in out
    assert FaqBook.load(folder).get("pip-tabungan") is not None


def test_changing_fields_by_options(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    args = ["--judul", "Bank PIP", "--tambah-ucapan", "PIP di bank apa", "--hapus-ucapan"]
    code, _, err = run(folder, "edit", "pip-bank", *args, "bank  pip", "--ya")
    assert (code, err) == (0, "")
    changed = one_entry.replace("Bank penyalur PIP", "Bank PIP")
    assert text_of(folder) == changed.replace("- bank PIP\n", '- "PIP di bank apa"\n')
    code, out, err = run(folder, "edit", "pip-bank", "--hapus-ucapan", "bank PIP", "--ya")
    assert (code, err) == (1, 'Ucapan "bank PIP" tidak ada di "pip-bank".\n')
    assert run(folder, "edit", "tiada", "--judul", "x")[0] == 1
    code, out, _ = run(folder, "edit", "pip-bank", "--judul", "Bank PIP", said="")
    assert (code, "Tidak ada yang berubah." in out) == (0, True)
    args = ["--topik", "bank", "--id-baru", "bank-pip", "--ya"]
    assert run(folder, "edit", "pip-bank", *args)[0] == 0
    assert [path.name for path in folder.glob("*.yaml")] == ["bank.yaml"]


def test_a_changed_answer_loses_its_verification(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    code, out, _ = run(folder, "edit", "pip-bank", "--jawaban", "Bank lain.", "--ya")
    assert code == 0
    assert "pengesahan Petugas gugur" in out
    assert "verified: null" in text_of(folder)
    code, out, _ = run(folder, "verify", "pip-bank", "--oleh", "Ibu Rina")
    assert code == 0
    assert "gugur" not in out
    assert 'verified: {by: "Ibu Rina", on: 2026-11-23}' in text_of(folder)
    args = ("edit", "pip-bank", "--jawaban", "Bank ketiga.")
    assert run(folder, *args, said="Pak Budi\ny\n")[0] == 0
    assert 'verified: {by: "Pak Budi", on: 2026-11-23}' in text_of(folder)


def test_verifying_what_cannot_be_said(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry.replace("Bank yang ditunjuk.", '"{{isi: bank}}"'))
    code, _, err = run(folder, "verify", "pip-bank", "--oleh", "Rina")
    assert (code, "tempat kosong {{...}}" in err) == (1, True)
    folder = write_book(pip=one_entry.replace("valid_until: null", "valid_until: 2026-11-01"))
    code, _, err = run(folder, "verify", "pip-bank", "--oleh", "Rina")
    assert (code, "sudah habis (01-11-2026)" in err) == (1, True)
    args = ["--oleh", "Rina", "--berlaku-sampai", "1-12-2026"]
    assert run(folder, "verify", "pip-bank", *args)[0] == 0
    code, _, err = run(folder, "verify", "pip-bank", "--oleh", " ")
    assert (code, "nama pengesah" in err) == (1, True)


def script(tmp_path: Path, *steps: tuple[str, str]) -> str:
    """An editor that replaces text, another one each time it is opened."""
    file = tmp_path / "penyunting.py"
    file.write_text(
        "import pathlib, sys\n"
        f"steps, done = {steps!r}, pathlib.Path({str(tmp_path / 'kali')!r})\n"
        "at = len(done.read_text()) if done.exists() else 0\n"
        "done.write_text('x' * (at + 1))\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "old, new = steps[at]\n"
        "text = path.read_text()\n"
        "assert old in text, (old, text)\n"
        "path.write_text(text.replace(old, new))\n"
    )
    return f"{sys.executable} {file}"


def test_an_entry_in_the_editor(write_book: Write, one_entry: str, tmp_path: Path) -> None:
    folder = write_book(pip=one_entry)
    editor = script(
        tmp_path,
        ("title: Bank penyalur PIP", "title: [Bank PIP"),
        ("title: [Bank PIP", "titel: Bank PIP"),
        ("titel: Bank PIP", "title: Bank PIP"),
    )
    code, out, err = run(folder, "edit", "pip-bank", editor=editor, said="y\ny\ny\n")
    assert (code, err) == (0, "")
    assert "naskah:6: susunan YAML salah" in out
    assert 'naskah:5: kunci "titel" tidak dikenal; mungkin maksudnya "title"' in out
    assert text_of(folder) == one_entry.replace("Bank penyalur PIP", "Bank PIP")


def test_what_was_typed_in_the_editor_stays(
    write_book: Write, one_entry: str, tmp_path: Path
) -> None:
    folder = write_book(pip=one_entry)
    editor = script(tmp_path, ("title: Bank penyalur PIP", "title: [Bank PIP"))
    code, out, _ = run(folder, "edit", "pip-bank", editor=editor, said="t\n")
    assert code == 0
    kept = Path(out.split("Naskah itu masih ada di ")[1].split("\n")[0])
    assert "title: [Bank PIP" in kept.read_text(encoding="utf-8")
    kept.unlink()
    kept.parent.rmdir()
    assert text_of(folder) == one_entry


@pytest.mark.parametrize("editor", ["tidak-ada-penyunting", "false", "'"])
def test_an_editor_that_does_not_open(write_book: Write, one_entry: str, editor: str) -> None:
    folder = write_book(pip=one_entry)
    code, out, _ = run(folder, "edit", "pip-bank", editor=editor)
    assert code == 0
    assert "Penyunting" in out
    assert text_of(folder) == one_entry


def test_without_an_editor_fields_are_asked_for(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    said = "2\nBank PIP\n6\n-1\nSurat A\nSurat B\n\n3\nPIP di bank apa\n-3\n-9\n\n\ny\n"
    code, out, err = run(folder, "edit", "pip-bank", said=said)
    assert (code, err) == (0, "")
    assert "Sekarang: Bank penyalur PIP" in out
    assert "   3. bank PIP" in out
    entry = FaqBook.load(folder).get("pip-bank")
    assert entry is not None
    assert (entry.title, entry.source) == ("Bank PIP", ("Surat A", "Surat B"))
    assert entry.ask == ("PIP lewat bank apa", "ambil PIP di bank mana", "PIP di bank apa")


def test_somebody_else_was_quicker(write_book: Write, one_entry: str, tmp_path: Path) -> None:
    folder = write_book(pip=one_entry)
    theirs = one_entry.replace("unit: pip", "unit: gtk")
    file = tmp_path / "penyunting.py"
    file.write_text(
        "import pathlib, sys\n"
        f"pathlib.Path({str(folder / 'pip.yaml')!r}).write_text({theirs!r})\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text().replace('title: Bank', 'title: Nama bank'))\n"
    )
    code, out, err = run(folder, "edit", "pip-bank", editor=f"{sys.executable} {file}", said="y\n")
    assert code == 1
    assert "sudah diubah oleh orang lain" in err
    assert "title: Nama bank penyalur PIP" in out
    assert text_of(folder) == theirs


def test_removing_and_taking_back(write_book: Write, one_entry: str) -> None:
    other = one_entry.replace("pip-bank", "pip-lain").replace("bank", "kantor")
    folder = write_book(pip=one_entry, lain=other)
    code, out, _ = run(folder, "remove", "pip-bank", said="\n")
    assert (code, "Bank yang ditunjuk." in out) == (1, True)
    assert text_of(folder) == one_entry
    assert run(folder, "remove", "pip-bank", said="y\n")[0] == 0
    assert not (folder / "pip.yaml").exists()
    code, out, _ = run(folder, "undo", said="y\n")
    assert (code, "hapus pip-bank, 23-11-2026 09.30 oleh rina." in out) == (0, True)
    assert text_of(folder) == one_entry
    code, _, err = run(folder, "undo", "--ya")
    assert (code, err) == (1, "Tidak ada perubahan yang dapat dibatalkan.\n")
    assert run(folder, "remove", "tiada")[0] == 1


def test_trying_questions_as_a_caller(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry)
    around = Around(folder)
    said = "PIP lewat bank apa\nbeasiswa lpdp\n\n"
    code, out, _ = run(folder, "try", "--say", said=said, around=around)
    assert code == 0
    assert "Sapa: Bank yang ditunjuk." in out
    assert 'dijawab: cocok dengan "Bank penyalur PIP"' in out
    assert around.played == ["Bank yang ditunjuk.", "Maaf?"]
    assert run(folder, "try", said="")[0] == 0


def test_saying_an_answer(write_book: Write, one_entry: str, tmp_path: Path) -> None:
    folder = write_book(pip=one_entry.replace("{by: Petugas, on: 2026-11-01}", "null"))
    around = Around(folder)
    code, out, _ = run(folder, "say", "pip-bank", around=around)
    assert code == 0
    assert "2.5 detik." in out
    assert "Kepada penelepon tidak diucapkan: belum disahkan." in out
    assert around.played == ["Bank yang ditunjuk."]
    file = tmp_path / "jawaban.wav"
    assert run(folder, "say", "pip-bank", "--out", str(file), around=around)[0] == 0
    assert file.read_bytes() == b"RIFF"
    assert len(around.played) == 1
    code, _, err = run(folder, "say", "pip-bank", "--out", str(tmp_path))
    assert (code, "adalah folder" in err) == (1, True)


def test_figures(write_book: Write, one_entry: str) -> None:
    other = one_entry.replace("pip-bank", "pip-lain").replace("bank", "kantor")
    other = other.replace("valid_until: null", "valid_until: 2026-12-01")
    third = one_entry.replace("pip-bank", "gtk-lain").replace(
        "{by: Petugas, on: 2026-11-01}", "null"
    )
    folder = write_book(pip=one_entry + other, gtk=third.replace("bank", "guru"))
    calls = Usage(date(2026, 10, 24), 12, 3, {"pip-bank": 9})
    code, out, _ = run(folder, "stats", around=Around(folder, calls=calls))
    assert code == 0
    assert "Keadaan: 1 belum disahkan, 2 boleh diucapkan." in out
    assert "Habis masa berlakunya dalam 30 hari (1):\n  pip-lain: 01-12-2026" in out
    assert "Menunggu pengesahan (1):\n  gtk-lain" in out
    assert "Sejak 24-10-2026: 12 pertanyaan, 3 tidak menemukan jawaban." in out
    assert "     9  pip-bank" in out
    assert "Belum pernah dijawab dalam masa itu (1):\n  pip-lain" in out
    code, out, _ = run(folder, "stats", "--json")
    found = json.loads(out)
    assert found["calls"] is None
    assert found["topics"][1] == {"topic": "pip", "entries": 2, "speakable": 2, "phrasings": 6}
    assert found["unverified"] == ["gtk-lain"]


def test_check_names_what_cannot_be_said(write_book: Write, one_entry: str) -> None:
    folder = write_book(pip=one_entry.replace("Bank yang ditunjuk.", '"123"'))
    code, out, _ = run(folder, "check")
    assert code == 1
    assert "pip.yaml:1: galat: pip-bank: jawaban tidak dapat diucapkan: tidak memuat kata" in out
