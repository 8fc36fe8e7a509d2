"""``sapa voice``: all is ready from the first day; a sentence sounds as callers hear it."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile
from typer.testing import CliRunner

from tests.voice.conftest import REPOSITORY
from voice.cli import app


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "sapa.toml"
    graphs = (REPOSITORY / "build/graphs").as_posix()
    file.write_text(f'[storage]\ngraphs = "{graphs}"\n', encoding="utf-8")
    return file


def run(config: Path, *words: str) -> str:
    result = CliRunner().invoke(app, ["--config", str(config), "voice", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_nothing_is_left_to_render_on_a_fresh_machine(config: Path) -> None:
    said = run(config, "build")
    assert said.startswith("0 potongan suara dibuat")


def test_a_sentence_is_written_as_the_telephone_carries_it(config: Path, tmp_path: Path) -> None:
    usual, slow = tmp_path / "biasa.wav", tmp_path / "pelan.wav"
    text = "Terima kasih, Ibu Rosmawati Sihombing."
    assert str(usual) in run(config, "say", text, "--out", str(usual))
    run(config, "say", text, "--pelan", "--out", str(slow))
    lengths = []
    for file in (usual, slow):
        samples, rate = soundfile.read(file)
        assert rate == 8000
        lengths.append(len(samples) / rate)
    assert 1.5 < lengths[0] < 5
    assert lengths[1] > 1.15 * lengths[0]
