"""``sapa model train``: what is missing is said before anything begins."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models import ModelError
from models.cli import app
from models.training.cli import app as training_app

STEPS = "voices lessons lines second interpolate head sequence joint decoder first compare".split()


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


@pytest.mark.parametrize(
    ("step", "options", "named"),
    [
        ("lines", {"--speech": "gone"}, "manifest.tsv"),
        ("first", {}, "lines"),
        ("interpolate", {"--whisper": "model.bin"}, "second"),
        ("head", {}, "interpolate"),
        ("joint", {"--whisper": "model.bin", "--tokenizer": "tokenizer.json"}, "sequence"),
        ("decoder", {"--whisper": "model.bin", "--tokenizer": "tokenizer.json"}, "second"),
    ],
)
def test_what_a_step_lacks_is_named(
    step: str, options: dict[str, str], named: str, tmp_path: Path
) -> None:
    pytest.importorskip("torch", reason="the training tools are optional")
    pytest.importorskip("onnx", reason="the training tools are optional")
    places = {"--work": str(tmp_path), **{name: str(tmp_path / f) for name, f in options.items()}}
    arguments = [step, *(word for pair in places.items() for word in pair)]
    result = CliRunner().invoke(training_app, arguments)
    assert isinstance(result.exception, ModelError)
    assert named in str(result.exception)
