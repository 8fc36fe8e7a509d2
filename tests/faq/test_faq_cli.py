"""The commands of `sapa faq`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from typer.testing import CliRunner

from faq.cli import app

Write = Callable[..., Path]


@dataclass
class Around:
    faq_folder: Path

    def today(self) -> date:
        return date(2026, 11, 23)


def run(folder: Path, *args: str, said: str | None = None) -> tuple[int, str, str]:
    runner = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"})
    result = runner.invoke(app, list(args), obj=Around(folder), input=said)
    assert result.exception is None or isinstance(result.exception, SystemExit)
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
