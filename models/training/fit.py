"""Training on stored features: batches, schedule, averaging and resumable checkpoints."""

# mypy: disable-error-code="import-not-found,no-any-return"
# mypy: allow-subclassing-any, allow-untyped-calls

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.training.features import Example
from models.training.upper import Upper


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides how a model turns out, besides the data.

    Attributes:
        seed: of weights, order and masks.
        width: channels of the head.
        kernels: of its convolutions.
        dropout: part of the channels dropped.
        epochs: passes over the data.
        batch_frames: frames of 20 ms a step, padding included.
        rate: highest learning rate; it rises for a tenth of the steps and falls as a cosine.
        layer_rate: the same for layers of the encoder.
        decay: weight decay.
        average: weight of the past in the moving average of the weights, a step.
        time_masks: stretches of up to ``longest_mask`` frames hidden in every utterance.
        longest_mask: see above.
    """

    seed: int = 1
    width: int = 256
    kernels: tuple[int, ...] = (5, 5)
    dropout: float = 0.2
    epochs: int = 8
    batch_frames: int = 6000
    rate: float = 2e-3
    layer_rate: float = 1e-4
    decay: float = 1e-3
    average: float = 0.995
    time_masks: int = 2
    longest_mask: int = 12


_CHANNEL_MASKS: Final = 2
_LONGEST_CHANNEL_MASK: Final = 40


def fit(
    model: Upper,
    examples: Sequence[Example],
    recipe: Recipe,
    checkpoint: Path,
    report: Callable[[str], None],
) -> None:
    """Train a model; goes on from ``checkpoint`` when that was written with the same recipe.

    Args:
        model: as it begins; afterwards it holds the averaged weights, ready for use.
        examples: held in memory.
        checkpoint: written after every epoch.
        report: told in one line how an epoch went and how long the rest takes.
    """
    torch.manual_seed(recipe.seed)
    average = {name: value.clone() for name, value in model.state_dict().items()}
    groups = [
        {"params": model.head.parameters(), "peak": recipe.rate},
        {
            "params": [*model.layers.parameters(), *model.norm.parameters()],
            "peak": recipe.layer_rate,
        },
    ]
    optimizer = torch.optim.AdamW(groups, lr=recipe.rate, weight_decay=recipe.decay)
    steps = recipe.epochs * sum(1 for _ in _batches(examples, recipe, epoch=0))
    step = first = 0
    if checkpoint.exists():
        state: dict[str, Any] = torch.load(checkpoint, weights_only=True)
        if state["recipe"] == _plain(recipe):
            model.load_state_dict(state["model"])
            optimizer.load_state_dict(state["optimizer"])
            average, step, first = state["average"], state["step"], state["epoch"]
    began, done = time.monotonic(), step
    for epoch in range(first, recipe.epochs):
        model.train()
        random.seed(recipe.seed * 1000 + epoch)
        losses: list[float] = []
        for batch in _batches(examples, recipe, epoch):
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * _schedule(step / steps)
            loss = _loss(model, batch, recipe)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            step += 1
            keep = min(recipe.average, step / (step + 10))
            for name, value in model.state_dict().items():
                average[name].lerp_(value, 1 - keep)
            losses.append(loss.item())
            if step % 50 == 0:
                left = (time.monotonic() - began) / (step - done) * (steps - step)
                mean = sum(losses[-50:]) / len(losses[-50:])
                report(f"step {step}/{steps} loss {mean:.3f} left {left / 60:.1f} min")
        draft = checkpoint.with_suffix(".part")
        torch.save(
            {
                "recipe": _plain(recipe),
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "average": average,
                "step": step,
                "epoch": epoch + 1,
            },
            draft,
        )
        draft.replace(checkpoint)
    model.load_state_dict(average)
    model.eval()


def _plain(recipe: Recipe) -> dict[str, Any]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(recipe).items()}


def _schedule(done: float) -> float:
    return done / 0.1 if done < 0.1 else 0.5 * (1 + math.cos(math.pi * (done - 0.1) / 0.9))


def _batches(examples: Sequence[Example], recipe: Recipe, epoch: int) -> Iterator[list[Example]]:
    """Examples of like length together, in a new order every epoch."""
    source = random.Random(recipe.seed * 1000 + epoch)
    order = sorted(examples, key=lambda e: len(e.encoded) + source.random() * 25)
    batches: list[list[Example]] = [[]]
    for example in order:
        if (len(batches[-1]) + 1) * len(example.encoded) > recipe.batch_frames:
            batches.append([])
        batches[-1].append(example)
    source.shuffle(batches)
    yield from (batch for batch in batches if batch)


def _loss(model: Upper, batch: Sequence[Example], recipe: Recipe) -> Tensor:
    longest = max(len(e.encoded) for e in batch)
    inputs = np.zeros((len(batch), longest, batch[0].encoded.shape[1]), np.float32)
    for row, example in zip(inputs, batch, strict=True):
        row[: len(example.encoded)] = example.encoded
        _mask(row[: len(example.encoded)], recipe)
    lengths = torch.tensor([len(e.encoded) for e in batch])
    with torch.autocast("cpu", torch.bfloat16):
        named = model(torch.from_numpy(inputs), lengths)
    return functional.ctc_loss(
        named.transpose(0, 1),
        torch.tensor([phone for e in batch for phone in e.phones], dtype=torch.long),
        lengths,
        torch.tensor([len(e.phones) for e in batch]),
        zero_infinity=True,
    )


def _mask(frames: np.ndarray[Any, np.dtype[np.float32]], recipe: Recipe) -> None:
    """Hide stretches of time and bands of channels behind the mean, in place."""
    mean = frames.mean(axis=0)
    for _ in range(recipe.time_masks):
        length = random.randint(0, min(recipe.longest_mask, len(frames) // 6))
        start = random.randint(0, len(frames) - length)
        frames[start : start + length] = mean
    for _ in range(_CHANNEL_MASKS):
        length = random.randint(0, _LONGEST_CHANNEL_MASK)
        start = random.randint(0, frames.shape[1] - length)
        frames[:, start : start + length] = mean[start : start + length]
