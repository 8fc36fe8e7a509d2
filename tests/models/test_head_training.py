"""Trainings of the second pass by mutual information; they need the training tools."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the training tools are optional")
onnx = pytest.importorskip("onnx", reason="the training tools are optional")

from models.errors import ModelError  # noqa: E402
from models.graphs import MODEL  # noqa: E402
from models.training.features import Example  # noqa: E402
from models.training.generation import Generation, read_recipe  # noqa: E402
from models.training.shipped import shipped, shipped_head  # noqa: E402

RECIPE = MODEL.parent / "training" / "recipe.toml"
FRAMES = 48
LOWER = tuple(f"encoder.{part}" for part in ("first", "second", "layers.0", "layers.1"))


def _some_work(tmp_path: Path, begun: str) -> Path:
    """Four utterances of noise, and the shipped second pass to go on from."""
    folder = tmp_path / begun
    folder.mkdir()
    for name in ("encoder.int8.onnx", "head.onnx"):
        shutil.copy(MODEL / "second-pass" / name, folder)
    source = np.random.default_rng(1)
    (tmp_path / "lines").mkdir()
    with (tmp_path / "lines" / "news-0000-0.pkl").open("wb") as file:
        for phones in ((3, 5, 7), (4, 8), (9, 2, 11, 6), (5, 1, 2)):
            noise = source.normal(size=(80, 2 * FRAMES)).astype(np.float16)
            narrow = np.zeros((2 * FRAMES, 30), np.float16)
            pickle.dump(Example(noise, narrow, None, 0.5, phones, "news"), file)
    return folder


def test_the_head_moves_and_the_encoder_stays(tmp_path: Path) -> None:
    begun = _some_work(tmp_path, "second-pass-interpolated")
    Generation(tmp_path, read_recipe(RECIPE), lambda line: None).train_head()
    out = tmp_path / "second-pass-head"
    encoders = [(folder / "encoder.int8.onnx").read_bytes() for folder in (begun, out)]
    assert encoders[0] == encoders[1]
    before, after = (shipped_head(folder / "head.onnx").state_dict() for folder in (begun, out))
    moved = [float((after[name] - before[name]).abs().max()) for name in before]
    assert 1e-6 < max(moved) < 0.1
    told = [
        {p.key: p.value for p in onnx.load(str(folder / "head.onnx")).metadata_props}
        for folder in (begun, out)
    ]
    assert told[0] == told[1]


def test_the_upper_layers_move_with_the_head_and_come_part_of_the_way_back(tmp_path: Path) -> None:
    begun = _some_work(tmp_path, "second-pass-head")
    whole = read_recipe(RECIPE)
    moved = {}
    for kept in (0.0, 0.5):
        whole["sequence"] |= {"kept": kept, "epochs": 3}
        Generation(tmp_path, whole, lambda line: None).train_sequence()
        before, after = (
            shipped(folder).state_dict() for folder in (begun, tmp_path / "second-pass-sequence")
        )
        moved[kept] = {n: float((after[n] - before[n]).abs().max()) for n in before}
    assert not any(most for name, most in moved[0.0].items() if name.startswith(LOWER))
    trained = [name for name, most in moved[0.0].items() if most > 1e-5 and "norm" in name]
    assert {"encoder.layers.2", "encoder.layers.5"} <= {name[:16] for name in trained}
    for name in trained:
        assert moved[0.5][name] == pytest.approx(moved[0.0][name] / 2, rel=0.01, abs=1e-6)


def test_upper_layers_are_trained_behind_the_head_alone(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="'head'"):
        Generation(tmp_path, read_recipe(RECIPE), lambda line: None).train_sequence()
