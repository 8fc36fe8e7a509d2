"""`sapa faq suggestions` as a maintainer reads it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from faq import Shelf
from faq.cli import app
from tests.faq.asked import Asked
from tests.faq.conftest import ENTRIES, TODAY
from tests.faq.test_suggestions import BEGAN, SERAGAM, calls

Write = Callable[..., Path]


@dataclass
class Around:
    """The program around the commands."""

    folder: Path
    heard: list[Asked]
    day: date = TODAY
    since: date | None = None

    def today(self) -> date:
        return self.day

    def shelf(self) -> Shelf:
        return Shelf(self.folder, None, lambda: BEGAN)

    def asked(self, since: date) -> list[Asked]:
        self.since = since
        return self.heard

    def says(self, *words: str) -> str:
        runner = CliRunner(env={"COLUMNS": "80", "TERM": "dumb"})
        result = runner.invoke(app, ["suggestions", *words], obj=self)
        assert result.exit_code == 0, result.output
        return result.stdout


@pytest.fixture
def around(write_book: Write) -> Around:
    return Around(write_book(contoh=ENTRIES), [])


def test_groups_with_their_calls_and_the_command_to_type(around: Around) -> None:
    around.heard = [
        *calls(*SERAGAM, SERAGAM[0], "ibu's [seragam] batik sekolah warnanya apa"),
        replace(calls("nuptk syaratnya zebra")[0], call_id=9, ticket=None),
    ]
    lines = around.says().splitlines()
    assert around.since == date(2026, 11, 17)
    assert lines[0] == f'5 penelepon minggu ini bertanya "{SERAGAM[0]}": tulis butir baru.'
    first = f'   "{SERAGAM[0]}" (panggilan 4, 1; tiket ULT-2026-000004, ULT-2026-000001)'
    assert lines[1] == first
    assert "   dan 1 ucapan lain dalam 1 panggilan" in lines
    words = shlex.split(next(line for line in lines if "$ sapa faq new" in line))
    assert words[:4] == ["$", "sapa", "faq", "new"]
    assert words[4:6] == ["--ucapan", SERAGAM[0]]
    near = lines[lines.index("   dan 1 ucapan lain dalam 1 panggilan") + 2 :]
    assert near == [
        '1 penelepon minggu ini bertanya "nuptk syaratnya zebra": '
        'tambahkan ke butir "Syarat NUPTK", atau tulis butir baru.',
        '   "nuptk syaratnya zebra" (panggilan 9)',
        "   $ sapa faq edit nuptk-syarat --tambah-ucapan 'nuptk syaratnya zebra'",
        "   $ sapa faq new --ucapan 'nuptk syaratnya zebra'",
    ]


def test_a_withheld_answer_is_to_be_mended_and_verified(around: Around) -> None:
    around.day = date(2027, 2, 1)
    around.heard = calls("dana pip smp berapa")
    said = around.says("--hari", "1")
    assert 'hari ini bertanya "dana pip smp berapa": perbarui lalu sahkan butir' in said
    assert "$ sapa faq edit pip-besaran\n" in said
    assert "$ sapa faq verify pip-besaran --oleh NAMA\n" in said
    assert around.since == around.day


def test_the_same_for_programs(around: Around) -> None:
    around.heard = calls(*SERAGAM)
    (row,) = [json.loads(line) for line in around.says("--json", "--hari", "30").splitlines()]
    assert (row["advice"], row["entry"], row["calls"]) == ("write", None, 3)
    assert row["commands"][0].startswith("sapa faq new --ucapan ")
    assert sorted(call for wording in row["wordings"] for call in wording["calls"]) == [1, 2, 3]
    assert row["last"] == max(at for wording in row["wordings"] for at in wording["times"])


def test_nothing_in_vain_is_said_so(around: Around) -> None:
    said = around.says("--hari", "90")
    assert said == "Tidak ada pertanyaan yang belum terjawab dalam 90 hari terakhir.\n"
    assert around.says("--json") == ""
