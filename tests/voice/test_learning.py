"""From a call that went wrong to a suggestion and to a test, with records and files as in use."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from desk import Desk, SystemClock
from tests.faq.conftest import ENTRIES, UNITS
from voice.cli import app


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "faq" / "entries").mkdir(parents=True)
    (tmp_path / "faq" / "units.yaml").write_text(UNITS, encoding="utf-8")
    (tmp_path / "faq" / "entries" / "contoh.yaml").write_text(ENTRIES, encoding="utf-8")
    config = '[knowledge]\nfolder = "faq/entries"\n[storage]\ngraphs = "graphs"\n'
    (tmp_path / "sapa.toml").write_text(config, encoding="utf-8")
    return tmp_path


def sapa(home: Path, *words: str, status: int = 0) -> str:
    runner = CliRunner(env={"COLUMNS": "200"})
    result = runner.invoke(app, ["--config", str(home / "sapa.toml"), *words])
    assert result.exit_code == status, result.output
    return result.output


def test_what_calls_teach_from_the_record_to_the_check(home: Path) -> None:
    clock = SystemClock()
    with Desk.open(f"sqlite:///{home / 'data' / 'sapa.db'}", clock) as desk:
        for said in ("warna seragam batik apa", "seragam batik warnanya apa bu"):
            call = desk.start_call("simulasi")
            call.match(said, None, 0.0, "escalate", clock.now(), "outside")
        call = desk.start_call("simulasi")
        said = "nuptk diajukan ke mana satu dua tiga empat lima"
        call.match(said, "nuptk-tempat", 0.9, "answer", clock.now(), "matched")
    suggested = sapa(home, "faq", "suggestions")
    assert '2 penelepon minggu ini bertanya "warna seragam batik apa": tulis' in suggested
    assert "nuptk" not in suggested
    refused = sapa(home, "ticket", "wrong", str(call.id), "--entry", "lain", status=1)
    assert 'Butir "lain" tidak ada' in refused
    told = sapa(home, "ticket", "wrong", str(call.id), "--entry", "nuptk-syarat")
    assert 'dijawab dengan "nuptk-tempat", seharusnya dengan "nuptk-syarat"' in told
    kept = home / "faq" / "reported.tsv"
    assert f'Menjadi ujian di {kept}: "nuptk diajukan ke mana ...".' in told
    row = kept.read_text(encoding="utf-8").splitlines()[-1].split("\t")
    assert row[:3] == ["nuptk diajukan ke mana ...", "nuptk-tempat", "nuptk-syarat"]
    checked = sapa(home, "faq", "check", status=1)
    assert 'masih dijawab dengan "nuptk-tempat"; tambahkan ucapannya: sapa faq edit' in checked
    with Desk.open(f"sqlite:///{home / 'data' / 'sapa.db'}", clock) as desk:
        (report,) = desk.call(call.id).wrong_answers
    assert report.question.endswith("lima"), "the record keeps what was said"


def test_a_report_that_cannot_become_a_test_is_on_record_all_the_same(home: Path) -> None:
    clock = SystemClock()
    with Desk.open(f"sqlite:///{home / 'data' / 'sapa.db'}", clock) as desk:
        call = desk.start_call("simulasi")
        call.match("dana pip", "pip-besaran", 0.9, "answer", clock.now(), "matched")
    (home / "faq" / "reported.tsv").mkdir()
    refused = sapa(home, "ticket", "wrong", str(call.id), "--none", status=1)
    assert "Laporan tercatat, tetapi belum menjadi ujian" in refused
    (home / "faq" / "reported.tsv").rmdir()
    sapa(home, "ticket", "wrong", str(call.id), "--none")
    with Desk.open(f"sqlite:///{home / 'data' / 'sapa.db'}", clock) as desk:
        assert len(desk.call(call.id).wrong_answers) == 1
