from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from typer.testing import CliRunner, Result

from desk import CallRecord, Desk, DeskError, SetClock
from desk.cli import app

Escalated = tuple[CallRecord, str]


@dataclass
class Terminal:
    """A member of staff at the command line."""

    url: str
    clock: SetClock
    name: str = "Sari"

    def open_desk(self) -> Desk:
        return Desk.open(self.url, self.clock)

    def staff_name(self) -> str:
        return self.name

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(app, list(words), obj=self)

    def says(self, *words: str) -> str:
        result = self.run(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def refuses(self, *words: str) -> str:
        result = self.run(*words)
        assert result.exit_code == 1, result.output
        assert result.stdout == ""
        assert result.stderr.count("\n") == 1
        return result.stderr


@pytest.fixture
def terminal(url: str, clock: SetClock) -> Terminal:
    return Terminal(url, clock)


def test_a_ticket_from_beginning_to_end(
    terminal: Terminal, clock: SetClock, escalated: Escalated
) -> None:
    _, number = escalated
    listed = terminal.says("list")
    for part in (number, "Layanan Data Pokok Pendidikan", "baru", "23-11-2026 09.20"):
        assert part in listed
    assert "terlambat" not in listed
    assert "kode registrasi [dapodik] saya hilang" in listed
    assert "ditangani Sari" in terminal.says("claim", number)
    assert "tersimpan" in terminal.says("note", number, "menunggu unit", "--by", "Togar")
    clock.advance(minutes=5)
    assert "tidak diangkat" in terminal.says("callback", number, "tidak-diangkat")
    assert "menunggu" in terminal.says("list", "--status", "menunggu")
    clock.advance(minutes=20)
    assert "terlambat" in terminal.says("list", "--late")
    said = terminal.says("callback", number, "reached", "--minutes", "3", "--note", "dijelaskan")
    assert "terhubung" in said
    refusal = terminal.refuses("close", number, "--answer", "kode dikirim ulang")
    assert "langkah 6" in refusal
    assert "--reason" in refusal
    terminal.says("close", number, "--answer", "kode dikirim ulang", "--reason", "sibuk mengajar")
    assert "Tidak ada tiket" in terminal.says("list")
    assert number in terminal.says("list", "--all")
    shown = terminal.says("show", number)
    for part in (
        "selesai",
        "skor terlalu rendah",
        "Bu Di",
        "Budi",
        "80%",
        "kode registrasi [dapodik] saya hilang",
        "Selamat pagi",
        "Menelepon kembali",
        "menyimpang: sibuk mengajar",
        "10:00",
        "dapodik-kode",
        "0,41",
        "diteruskan ",
        "Togar",
        "menunggu unit",
        "kode dikirim ulang",
        "rekaman/1.wav",
        "061-555-0100",
    ):
        assert part in shown, part
    assert "dibuka kembali" in terminal.says("reopen", number, "--reason", "bertanya lagi")


def test_json_tells_the_same(terminal: Terminal, clock: SetClock, escalated: Escalated) -> None:
    _, number = escalated
    clock.advance(minutes=16)
    (listed,) = json.loads(terminal.says("list", "--json"))
    assert (listed["number"], listed["status"], listed["late"]) == (number, "new", True)
    assert listed["due_at"] == "2026-11-23T09:20:00+07:00"
    shown = json.loads(terminal.says("show", number, "--json"))
    assert shown["ticket"] == listed
    assert shown["call"]["recording"] == "rekaman/1.wav"
    assert [turn["speaker"] for turn in shown["call"]["turns"]] == ["sapa", "caller"]
    form = {entry["field"]: entry for entry in shown["call"]["form"]}
    assert form["name"]["earlier"] == ["Bu Di"]
    assert shown["actions"][0]["by"] == "Sapa"
    assert json.loads(terminal.says("list", "--json", "--unit", "gtk")) == []


def test_refusals_are_one_sentence(terminal: Terminal, escalated: Escalated) -> None:
    _, number = escalated
    assert "ULT-2026-999999 tidak ada" in terminal.refuses("show", "ULT-2026-999999")
    assert "tidak ada" in terminal.refuses("claim", "12")
    assert "Ambil dahulu" in terminal.refuses("callback", number, "terhubung")
    assert "tidak dikenal" in terminal.refuses("callback", number, "diangkat")
    assert "salah-sambung" in terminal.refuses("callback", number)
    assert "Status" in terminal.refuses("list", "--status", "dibuang")
    assert "masih kosong" in terminal.refuses("note", number)
    terminal.says("claim", number)
    assert "sudah diambil Sari" in terminal.refuses("claim", number, "--by", "Togar")
    assert "Tulis jawaban" in terminal.refuses("close", number)
    terminal.says("claim", number, "--by", "Togar", "--handover", "surat tugas 12")
    assert "ditangani Togar" in terminal.refuses("close", number, "--answer", "sudah")


def test_somebody_must_be_named(url: str, clock: SetClock, escalated: Escalated) -> None:
    nameless = Terminal(url, clock, name=" ")
    assert "--by NAMA" in nameless.refuses("claim", escalated[1])
    assert "--by NAMA" in nameless.refuses("claim", escalated[1], "--by", "")


def test_a_desk_that_does_not_open_is_a_sentence(clock: SetClock) -> None:
    terminal = Terminal("mysql://server/sapa", clock)
    assert "tidak didukung" in terminal.refuses("list")
    assert "tidak didukung" in terminal.refuses("show", "ULT-2026-000001")


def test_what_the_caller_said_is_never_read_as_markup(
    terminal: Terminal, desk: Desk, clock: SetClock
) -> None:
    call = desk.start_call("[/bold]", recording="[red]1.wav")
    call.field("question", "[/bold] apa itu [red]")
    call.turn("caller", "[/bold] apa itu [red]", clock.now())
    call.match("[/x]", "[/x]", 0.1, "[/x]", clock.now())
    number = call.open_ticket("[/x]", "[/y]", clock.now(), clock.now())
    terminal.says("claim", number, "--by", "[/z]")
    assert "[/bold] apa itu [red]" in terminal.says("list")
    shown = terminal.says("show", number)
    for part in ("[/x]", "[/y]", "[/z]", "[red]1.wav", "[/bold]"):
        assert part in shown


def test_help_is_in_indonesian(terminal: Terminal) -> None:
    shown = terminal.says("--help")
    for command in ("list", "show", "claim", "note", "callback", "close", "reopen"):
        assert command in shown
    assert "Ambil tiket untuk dikerjakan" in shown


def test_errors_of_the_desk_are_the_only_ones_hidden(clock: SetClock) -> None:
    class Broken(Terminal):
        def open_desk(self) -> Desk:
            raise DeskError("Basis data belum diatur.")

    assert Broken("", clock).refuses("list") == "Basis data belum diatur.\n"
