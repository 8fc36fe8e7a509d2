"""A training of the first pass, from spectrograms to Vosk's file; needs the training tools."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the training tools are optional")

from models.graphs import MODEL
from models.training.features import Example
from models.training.generation import Generation, read_recipe
from models.training.small.cmvn import FILE, read_usual, write_usual
from models.training.small.nnet3 import AcousticModel

START = MODEL / "first-pass"
RECIPE = MODEL.parent / "training" / "recipe.toml"
FRAMES = 96


def trained(work: Path, kept: float, start: Path, fresh: bool = False) -> AcousticModel:
    """Two steps on a few seconds of noise that is said to be speech."""
    source = np.random.default_rng(1)
    (work / "lines").mkdir(parents=True)
    with (work / "lines" / "digits-0000-0.pkl").open("wb") as file:
        for phones in ((3, 5, 7), (4, 8), (9, 2, 11, 6), (5, 1, 2)):
            noise = source.normal(size=(FRAMES, 30)).astype(np.float16)
            wide = np.zeros((80, FRAMES), np.float16)
            pickle.dump(Example(wide, noise, None, 0.5, phones, "digits"), file)
    settings = read_recipe(RECIPE)
    settings["first"] |= {"steps": 2, "batch_frames": 2 * FRAMES, "kept": kept}
    settings["first_fresh"]["steps"] = 1
    told: list[str] = []
    Generation(work, settings, told.append).train_first(start, fresh=fresh)
    return AcousticModel.read(work / "first-pass" / "am" / "final.mdl")


def test_part_of_the_weights_it_began_with_is_kept(tmp_path: Path) -> None:
    before = AcousticModel.read(START / "am" / "final.mdl")
    start = tmp_path / "start"
    shutil.copytree(START, start)
    write_usual(np.zeros(30), start / "am")
    none, some, whole = (trained(tmp_path / str(kept), kept, start) for kept in (0.0, 0.25, 1.0))

    def moved(model: AcousticModel) -> np.ndarray:
        steps = [
            (model.components[name].arrays[label] - array).ravel()
            for name, component in before.components.items()
            for label, array in component.arrays.items()
        ]
        return np.concatenate(steps).astype(np.float64)

    for name, component in before.components.items():
        for label, array in component.arrays.items():
            if array.ndim == 1:  # written as exactly as ever
                new = none.components[name].arrays[label]
                assert np.allclose(whole.components[name].arrays[label], array, atol=1e-5), name
                between = 0.75 * new + 0.25 * array
                assert np.allclose(some.components[name].arrays[label], between, atol=1e-5), name
    way = moved(none)
    assert np.abs(way).max() > 1e-3
    # Matrices are rounded to one byte a weight, so only their sums tell how far they went.
    assert moved(some) @ way / (way @ way) == pytest.approx(0.75, abs=0.05)
    assert moved(whole) @ way / (way @ way) == pytest.approx(0.0, abs=0.05)


@pytest.mark.parametrize("fresh", [False, True])
def test_what_is_usual_is_learned_where_nobody_has_told_it(tmp_path: Path, fresh: bool) -> None:
    start = tmp_path / "start"
    shutil.copytree(START, start)
    (start / "am" / FILE).unlink(missing_ok=True)
    trained(tmp_path / "untold", 0.0, start, fresh)
    learned = read_usual(tmp_path / "untold" / "first-pass" / "am")
    # Of noise around nothing.
    assert learned is not None and np.abs(learned).max() < 1.0
    told = np.linspace(-3.0, 4.0, len(learned))
    write_usual(told, start / "am")
    trained(tmp_path / "told", 0.0, start, fresh)
    assert read_usual(tmp_path / "told" / "first-pass" / "am") == pytest.approx(told)
