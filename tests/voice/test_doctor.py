"""``sapa doctor`` says of each part whether it is fit, and what to do when it is not."""

from __future__ import annotations

from pathlib import Path

from voice.cli.doctor import Finding, examine
from voice.settings import Settings

PARTS = {
    "Model pendengaran",
    "Suara",
    "Tanya-jawab",
    "Basis data",
    "Perangkat suara",
    "Cakram",
    "Jam dan zona waktu",
}


def found(settings: Settings) -> dict[str, Finding]:
    return {finding.part: finding for finding in examine(settings)}


def changed(settings: Settings, section: str, **values: object) -> Settings:
    part = getattr(settings, section).model_copy(update=values)
    return settings.model_copy(update={section: part})


def test_every_part_is_fit_here(settings: Settings) -> None:
    findings = found(settings)
    assert findings.keys() == PARTS
    unfit = {part for part, f in findings.items() if not f.fit}
    assert unfit <= {"Perangkat suara"}


def test_missing_graphs_say_what_to_run(settings: Settings, tmp_path: Path) -> None:
    finding = found(changed(settings, "storage", graphs=tmp_path))["Model pendengaran"]
    assert not finding.fit
    assert "sapa model build" in finding.says


def test_a_full_disk(settings: Settings) -> None:
    finding = found(changed(settings, "storage", free_mb=10**9))["Cakram"]
    assert not finding.fit
    assert "kosongkan" in finding.says


def test_a_database_that_is_none(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "sapa.db").write_bytes(b"no database at all" * 100)
    finding = found(changed(settings, "storage", database=f"sqlite:///{tmp_path}/sapa.db"))
    assert not finding["Basis data"].fit
    assert "sapa.db" in finding["Basis data"].says


def test_a_broken_entry_is_named_with_its_line(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "entries").mkdir()
    (tmp_path / "entries/pip.yaml").write_text("- id: pip-satu\n  titel: PIP\n")
    finding = found(changed(settings, "knowledge", folder=tmp_path / "entries"))["Tanya-jawab"]
    assert not finding.fit
    assert "pip.yaml:" in finding.says


def test_another_time_zone(settings: Settings) -> None:
    finding = found(changed(settings, "office", timezone="Asia/Tokyo"))["Jam dan zona waktu"]
    assert not finding.fit
    assert "Asia/Jakarta" in finding.says
