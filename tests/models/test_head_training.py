"""A training of the second pass's head over its encoder; needs the training tools."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the training tools are optional")
onnx = pytest.importorskip("onnx", reason="the training tools are optional")

from models.graphs import MODEL  # noqa: E402
from models.training.features import Example  # noqa: E402
from models.training.generation import Generation, read_recipe  # noqa: E402
from models.training.shipped import shipped_head  # noqa: E402

RECIPE = MODEL.parent / "training" / "recipe.toml"
FRAMES = 48


def test_the_head_moves_and_the_encoder_stays(tmp_path: Path) -> None:
    begun = tmp_path / "second-pass-interpolated"
    begun.mkdir()
    for name in ("encoder.int8.onnx", "head.onnx"):
        shutil.copy(MODEL / "second-pass" / name, begun)
    source = np.random.default_rng(1)
    (tmp_path / "lines").mkdir()
    with (tmp_path / "lines" / "news-0000-0.pkl").open("wb") as file:
        for phones in ((3, 5, 7), (4, 8), (9, 2, 11, 6), (5, 1, 2)):
            noise = source.normal(size=(80, 2 * FRAMES)).astype(np.float16)
            narrow = np.zeros((2 * FRAMES, 30), np.float16)
            pickle.dump(Example(noise, narrow, None, 0.5, phones, "news"), file)
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
