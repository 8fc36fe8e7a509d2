"""Training of the second pass on stored spectrograms, resumable."""

# mypy: disable-error-code="no-any-return"
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

from models.logmel import MELS
from models.training.checkpoint import save
from models.training.errors import phone_errors
from models.training.features import Example, Floats, kept_back
from models.training.masking import hide, warped
from models.training.network import Hearing
from models.training.schedule import rising_and_falling


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides how a model turns out, besides the data.

    Attributes:
        seed: of weights, order, warps and masks.
        epochs: passes over the data.
        batch_frames: frames of 20 ms a step, padding included.
        rate: highest learning rate of the head; it rises for a tenth of the steps and falls as a
            cosine.
        layer_rate: the same for the encoder's last layer.
        layer_fall: factor of the rate from a layer to the one below.
        head_first: part of the steps in which the encoder stays as it is.
        decay: weight decay.
        average: weight of the past in the moving average of the weights, a step.
        warp: most by which formants are moved, as a part of 1.
        stretches: of up to ``longest_stretch`` columns of 10 ms, hidden in every utterance.
        longest_stretch: see above.
    """

    seed: int = 1
    epochs: int = 2
    batch_frames: int = 3000
    rate: float = 3e-4
    layer_rate: float = 1e-4
    layer_fall: float = 0.8
    head_first: float = 0.0
    decay: float = 1e-3
    average: float = 0.99
    warp: float = 0.08
    stretches: int = 2
    longest_stretch: int = 24


_CHECK: Final = 50
"""One utterance in so many is kept back to show how it goes."""
_SAVE_SECONDS: Final = 240.0


def fit(
    model: Hearing,
    examples: Sequence[Example],
    recipe: Recipe,
    checkpoint: Path,
    report: Callable[[str], None],
) -> None:
    """Train a model; goes on from ``checkpoint`` when that was written with the same recipe.

    Args:
        model: as it begins; afterwards it holds the averaged weights, ready for use.
        examples: held in memory; one in 50 is kept back, with all its copies.
        checkpoint: written every few minutes.
        report: told in one line how it goes and how long the rest takes.
    """
    torch.manual_seed(recipe.seed)
    examples, kept = kept_back(examples, _CHECK)
    layers = model.trained()
    groups: list[dict[str, Any]] = [{"params": list(model.head.parameters()), "peak": recipe.rate}]
    for below, parameters in enumerate(reversed(layers)):
        peak = recipe.layer_rate * recipe.layer_fall**below
        groups.append({"params": parameters, "peak": peak})
    trained = [p for group in groups for p in group["params"]]
    average = [p.detach().clone() for p in trained]
    optimizer = torch.optim.AdamW(groups, lr=recipe.rate, weight_decay=recipe.decay)
    plan = [b for epoch in range(recipe.epochs) for b in _batches(examples, recipe, epoch)]
    steps, step = len(plan), 0
    if checkpoint.exists():
        state: dict[str, Any] = torch.load(checkpoint, weights_only=True)
        if state["recipe"] == asdict(recipe) and state["steps"] == steps:
            model.load_state_dict(state["model"])
            optimizer.load_state_dict(state["optimizer"])
            average, step = state["average"], state["step"]
    began = saved = time.monotonic()
    first, losses = step, []
    model.train()
    for batch in plan[step:]:
        draw = random.Random(f"{recipe.seed} {step}")
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * rising_and_falling(step / steps)
        head_only = step < recipe.head_first * steps
        loss = _loss(model, batch, recipe, draw, head_only)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 5.0)
        optimizer.step()
        step += 1
        keep = min(recipe.average, step / (step + 10))
        for past, parameter in zip(average, trained, strict=True):
            past.lerp_(parameter.detach(), 1 - keep)
        losses.append(loss.item())
        now = time.monotonic()
        if step % 50 == 0:
            left = (now - began) / (step - first) * (steps - step)
            mean = sum(losses[-50:]) / len(losses[-50:])
            report(f"langkah {step}/{steps} loss {mean:.3f} sisa {left / 60:.1f} menit")
        if now - saved > _SAVE_SECONDS:
            saved = now
            state = {"recipe": asdict(recipe), "steps": steps, "step": step, "average": average}
            state |= {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
            save(state, checkpoint)
    with torch.no_grad():
        for past, parameter in zip(average, trained, strict=True):
            parameter.copy_(past)
    model.eval()
    heard = ((e.corpus, _posteriors(model, e), e.phones) for e in kept)
    for corpus, errors in phone_errors(heard).items():
        report(f"disisihkan, {corpus}: salah fonem {errors:.1f} %")


def _posteriors(model: Hearing, example: Example) -> Floats:
    mel = torch.from_numpy(example.wide.astype(np.float32))[None]
    with torch.inference_mode():
        named: Floats = model(mel, torch.tensor([example.frames]))[0].numpy()
    return named


def _batches(examples: Sequence[Example], recipe: Recipe, epoch: int) -> Iterator[list[Example]]:
    """Examples of like length together, in a new order every epoch."""
    source = random.Random(recipe.seed * 1000 + epoch)
    order = sorted(examples, key=lambda e: e.frames + source.random() * 25)
    batches: list[list[Example]] = [[]]
    for example in order:
        if (len(batches[-1]) + 1) * example.frames > recipe.batch_frames:
            batches.append([])
        batches[-1].append(example)
    source.shuffle(batches)
    yield from (batch for batch in batches if batch)


def _loss(
    model: Hearing,
    batch: Sequence[Example],
    recipe: Recipe,
    draw: random.Random,
    head_only: bool,
) -> Tensor:
    mels = np.zeros((len(batch), MELS, 2 * max(e.frames for e in batch)), np.float32)
    for mel, example in zip(mels, batch, strict=True):
        _look(example, mel, recipe, draw)
    frames = torch.tensor([e.frames for e in batch])
    with torch.autocast("cpu", torch.bfloat16):
        named = model(torch.from_numpy(mels), frames, head_only)
    loss: Tensor = functional.ctc_loss(
        named.transpose(0, 1),
        torch.tensor([p for e in batch for p in e.phones], dtype=torch.long),
        frames,
        torch.tensor([len(e.phones) for e in batch]),
        zero_infinity=True,
    )
    return loss


def _look(
    example: Example, into: np.ndarray[Any, Any], recipe: Recipe, draw: random.Random
) -> None:
    """Write an utterance into ``(80, 2 * longest)``, in another voice and with gaps."""
    mel = example.wide.astype(np.float32)
    if recipe.warp:
        mel = warped(mel, math.exp(draw.uniform(-recipe.warp, recipe.warp)))
    hide(mel, draw, recipe.stretches, recipe.longest_stretch)
    into[:, : mel.shape[1]] = mel
    into[:, mel.shape[1] :] = mel.min()
