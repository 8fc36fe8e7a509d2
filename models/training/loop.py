"""The steps of a training: rates that rise and fall, averaged weights, checkpoints."""

# mypy: allow-untyped-calls

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar, Final, Protocol, TypeVar

import torch
from torch import Tensor, nn

from models.training.checkpoint import save
from models.training.schedule import rising_and_falling

Batch = TypeVar("Batch")
Weights = dict[str, Tensor]

_SAVE_SECONDS: Final = 240.0
_STEEPEST: Final = 5.0
"""Length to which the gradient is cut."""
_REPORT: Final = 100


class Recipe(Protocol):
    """What the loop reads of a recipe, which is a dataclass.

    Attributes:
        decay: weight decay.
        average: weight of the past in the moving average of the weights, a step.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def decay(self) -> float: ...

    @property
    def average(self) -> float: ...


def train(
    model: nn.Module,
    groups: Sequence[tuple[Sequence[nn.Parameter], float]],
    batches: Callable[[int], Iterable[Batch]],
    loss_of: Callable[[Batch, int], Tensor],
    steps: int,
    recipe: Recipe,
    checkpoint: Path,
    report: Callable[[str], None],
    keep: Callable[[Weights], None] = lambda weights: None,
) -> None:
    """Train a model in place; goes on from a checkpoint that the same recipe has left.

    Args:
        model: as it begins; afterwards it holds the averaged weights, ready for use.
        groups: what is trained, each with its highest learning rate.
        batches: the batches from a step on.
        loss_of: the loss of a batch at a step.
        steps: how many there are.
        recipe: a checkpoint of another one is not gone on from.
        checkpoint: written every few minutes.
        report: told in one line how it goes and how long the rest takes.
        keep: given the averaged weights whenever a checkpoint is written.
    """
    rows: list[dict[str, Any]] = [{"params": [*given], "peak": peak} for given, peak in groups]
    trained = [parameter for row in rows for parameter in row["params"]]
    optimizer = torch.optim.AdamW(rows, lr=groups[0][1], weight_decay=recipe.decay)
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    chosen: dict[str, Any] = asdict(recipe)
    chosen["steps"] = steps
    step = 0
    if checkpoint.exists():
        state: dict[str, Any] = torch.load(checkpoint, weights_only=True)
        if state["recipe"] == chosen:
            model.load_state_dict(state["model"])
            optimizer.load_state_dict(state["optimizer"])
            average, step = state["average"], state["step"]
    began = saved = time.monotonic()
    first, losses = step, []
    model.train()
    for batch in batches(step):
        if step >= steps:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * rising_and_falling(step / steps)
        loss = loss_of(batch, step)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, _STEEPEST)
        optimizer.step()
        step += 1
        past = min(recipe.average, step / (step + 10))
        for name, value in model.state_dict().items():
            if value.is_floating_point():
                average[name].lerp_(value.detach(), 1 - past)
        losses.append(loss.item())
        now = time.monotonic()
        if step % _REPORT == 0:
            left = (now - began) / (step - first) * (steps - step)
            mean = sum(losses[-_REPORT:]) / len(losses[-_REPORT:])
            report(f"langkah {step}/{steps} loss {mean:.3f} sisa {left / 60:.1f} menit")
        if now - saved > _SAVE_SECONDS:
            saved = now
            state = {"recipe": chosen, "step": step, "average": average}
            state |= {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
            save(state, checkpoint)
            keep(average)
    model.load_state_dict(average)
    model.eval()
