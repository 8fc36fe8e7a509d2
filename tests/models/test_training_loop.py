"""A training that is broken off ends where one that is not ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

torch = pytest.importorskip("torch")

if TYPE_CHECKING:
    from torch import Tensor, nn

from models.training import loop  # noqa: E402


@dataclass(frozen=True)
class Recipe:
    decay: float = 0.01
    average: float = 0.5


STEPS = 60
TARGET = 3.0


def batches(done: int) -> Iterator[float]:
    yield from ([1.0, -1.0, 0.5] * STEPS)[done:]


class BreakError(Exception):
    """The machine is gone."""


def trained(
    checkpoint: Path, breaks_at: int | None = None, recipe: Recipe | None = None
) -> tuple[nn.Linear, list[str], list[int]]:
    """A line through the origin, what was told, and the steps that were taken."""
    model = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.zeros_(model.weight)
    told: list[str] = []
    taken: list[int] = []

    def loss_of(batch: float, step: int) -> Tensor:
        if step == breaks_at:
            raise BreakError
        taken.append(step)
        seen = torch.tensor([[batch]])
        loss: Tensor = ((model(seen) - TARGET * seen) ** 2).mean()
        return loss

    groups = [(list(model.parameters()), 0.3)]
    loop.train(model, groups, batches, loss_of, STEPS, recipe or Recipe(), checkpoint, told.append)
    return model, told, taken


@pytest.fixture(autouse=True)
def always_save(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "_SAVE_SECONDS", -1.0)
    monkeypatch.setattr(loop, "_REPORT", 10)


def test_it_learns_and_tells_how_it_goes(tmp_path: Path) -> None:
    model, told, taken = trained(tmp_path / "c.pt")
    assert float(model.weight.detach()) == pytest.approx(TARGET, abs=0.2)
    assert taken == list(range(STEPS))
    assert [line.split()[1] for line in told] == [f"{n}0/60" for n in range(1, 7)]
    assert not model.training


def test_broken_off_it_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    whole, _, _ = trained(tmp_path / "whole.pt")
    with pytest.raises(BreakError):
        trained(tmp_path / "c.pt", breaks_at=17)
    model, _, taken = trained(tmp_path / "c.pt")
    assert taken == list(range(17, STEPS))
    assert float(model.weight.detach()) == pytest.approx(float(whole.weight.detach()), abs=1e-6)


def test_another_recipe_begins_anew(tmp_path: Path) -> None:
    trained(tmp_path / "c.pt")
    _, _, taken = trained(tmp_path / "c.pt", recipe=Recipe(average=0.6))
    assert taken == list(range(STEPS))


def test_the_averaged_weights_are_kept_meanwhile(tmp_path: Path) -> None:
    model = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.zeros_(model.weight)
    kept: list[float] = []

    def loss_of(batch: float, step: int) -> Tensor:
        loss: Tensor = (model(torch.ones(1, 1)) - TARGET).abs().mean()
        return loss

    groups = [(list(model.parameters()), 0.3)]
    loop.train(
        model,
        groups,
        batches,
        loss_of,
        STEPS,
        Recipe(),
        tmp_path / "c.pt",
        lambda line: None,
        lambda weights: kept.append(float(weights["weight"])),
    )
    assert len(kept) == STEPS
    assert kept[0] < kept[5] < kept[10]
    assert float(model.weight.detach()) == pytest.approx(kept[-1])
