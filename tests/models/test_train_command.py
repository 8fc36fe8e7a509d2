"""``sapa model train``: what is missing is said before anything begins."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models import ModelError
from models.cli import app
from models.training.cli import app as training_app

STEPS = ("voices", "lessons", "lines", "second", "interpolate", "first", "compare")


def test_every_step_is_there() -> None:
    shown = CliRunner().invoke(app, ["train", "--help"]).stdout
    assert all(step in shown for step in STEPS)


@pytest.mark.parametrize("step", ["lessons", "lines", "second", "first"])
def test_without_the_training_tools_it_says_how_to_get_them(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    result = CliRunner().invoke(training_app, [step, "--work", str(tmp_path)])
    assert isinstance(result.exception, ModelError)
    assert "sapa[train]" in str(result.exception)


def test_without_recordings_it_names_the_manifest(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="the training tools are optional")
    pytest.importorskip("onnx", reason="the training tools are optional")
    arguments = ["lines", "--work", str(tmp_path), "--speech", str(tmp_path / "gone")]
    result = CliRunner().invoke(training_app, arguments)
    assert isinstance(result.exception, ModelError)
    assert "manifest.tsv" in str(result.exception)


def test_without_lines_there_is_nothing_to_train_on(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="the training tools are optional")
    pytest.importorskip("onnx", reason="the training tools are optional")
    result = CliRunner().invoke(training_app, ["first", "--work", str(tmp_path)])
    assert isinstance(result.exception, ModelError)
    assert "lines" in str(result.exception)


def test_without_a_trained_second_pass_nothing_is_interpolated(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="the training tools are optional")
    pytest.importorskip("onnx", reason="the training tools are optional")
    arguments = ["interpolate", "--work", str(tmp_path), "--whisper", str(tmp_path / "model.bin")]
    result = CliRunner().invoke(training_app, arguments)
    assert isinstance(result.exception, ModelError)
    assert "second" in str(result.exception)
