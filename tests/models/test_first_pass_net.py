"""The first pass between PyTorch and Vosk's file; needs the optional training tools."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the training tools are optional")

from models.graphs import MODEL  # noqa: E402
from models.training.small.net import CONTEXT, FirstPassNet  # noqa: E402
from models.training.small.nnet3 import AcousticModel  # noqa: E402

FILE = MODEL / "first-pass" / "am" / "final.mdl"
PENALTY = 2.0


def _network(narrow: int, file: Path = FILE) -> FirstPassNet:
    network = FirstPassNet(narrow)
    network.read(AcousticModel.read(file), PENALTY)
    network.eval()
    return network


def _width() -> int:
    return len(AcousticModel.read(FILE).components["tdnnf2.linear"].arrays["LinearParams"])


def test_read_and_written_again_it_is_the_same_file(tmp_path: Path) -> None:
    layout = AcousticModel.read(FILE)
    _network(_width()).fill(layout, PENALTY)
    layout.write(tmp_path / "final.mdl")
    assert (tmp_path / "final.mdl").read_bytes() == FILE.read_bytes()


def test_a_wider_network_begins_by_saying_what_the_narrower_said(tmp_path: Path) -> None:
    features = torch.randn(2, 2 * CONTEXT + 3 * 20 - 2, 30) * 5
    wider = _network(_width() + 32)
    with torch.inference_mode():
        before, after = _network(_width())(features), wider(features)
    assert torch.allclose(before, after, atol=1e-4)
    layout = AcousticModel.read(FILE)
    wider.fill(layout, PENALTY)
    layout.write(tmp_path / "wider.mdl")
    assert (tmp_path / "wider.mdl").stat().st_size > FILE.stat().st_size
    with torch.inference_mode():
        read_again = _network(_width() + 32, tmp_path / "wider.mdl")(features)
    assert torch.allclose(before, read_again, atol=1e-4)


def test_told_of_a_usual_mean_it_says_the_same_without_it() -> None:
    features = torch.randn(2, 2 * CONTEXT + 3 * 20 - 2, 30) * 5
    mean = np.linspace(-3.0, 4.0, 30)
    network = _network(_width())
    with torch.inference_mode():
        before = network(features)
    network.expect(mean)
    with torch.inference_mode():
        after = network(features - torch.from_numpy(mean).float())
    assert network.usual.numpy() == pytest.approx(mean)
    assert torch.allclose(before, after, atol=1e-3)


def test_compressed_it_is_a_quarter_and_says_nearly_the_same(tmp_path: Path) -> None:
    layout = AcousticModel.read(FILE)
    layout.write(tmp_path / "shipped.mdl", compressed=True)
    assert (tmp_path / "shipped.mdl").read_bytes() == FILE.read_bytes()
    draw = np.random.default_rng(1)
    before = {}
    for name, component in layout.components.items():
        for label, array in component.arrays.items():
            moved = array + 0.01 * array.std() * draw.standard_normal(array.shape)
            component.arrays[label] = before[name, label] = moved.astype(np.float32)
    layout.write(tmp_path / "exact.mdl")
    layout.write(tmp_path / "small.mdl", compressed=True)
    sizes = [(tmp_path / f"{name}.mdl").stat().st_size for name in ("exact", "small")]
    assert sizes[1] < 0.3 * sizes[0]
    small = AcousticModel.read(tmp_path / "small.mdl")
    for (name, label), array in before.items():
        found = small.components[name].arrays[label]
        if array.ndim == 1:
            assert np.array_equal(found, array)
        else:
            assert np.abs(found - array).std() < 0.015 * array.std()


def test_columns_that_are_all_alike_are_compressed_too(tmp_path: Path) -> None:
    layout = AcousticModel.read(FILE)
    arrays = layout.components["out"].arrays
    arrays["LinearParams"] = np.tile(np.array([[0.5], [-2.0], [0.5]], np.float32), (9, 64))
    arrays["LinearParams"][:, 7] = 0.25
    layout.write(tmp_path / "final.mdl", compressed=True)
    found = AcousticModel.read(tmp_path / "final.mdl").components["out"].arrays["LinearParams"]
    assert found == pytest.approx(arrays["LinearParams"], abs=2e-3)
