"""Training of the first pass on stored spectrograms, resumable.

Two losses together: maximum mutual information (:mod:`models.training.lf_mmi`), and the teacher's
probabilities frame by frame, which tell a network that knows nothing much more about every second
of sound than its phones alone.
"""

# mypy: disable-error-code="no-any-return"
# mypy: allow-subclassing-any, allow-untyped-calls

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from models.phones import PHONES
from models.training.errors import phone_errors
from models.training.features import Example, Floats, kept_back
from models.training.lf_mmi import LatticeFreeMmi, searched
from models.training.loop import Weights, train
from models.training.masking import faster, hurried
from models.training.precision import autocast
from models.training.small.cmvn import centred
from models.training.small.frontend import BINS, cepstra
from models.training.small.looks import look
from models.training.small.net import CONTEXT, STRIDE, FirstPassNet


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides how a model turns out, besides the data.

    Attributes:
        seed: of order, warps and masks.
        steps: updates.
        batch_frames: frames of 10 ms an update, padding included.
        rate: highest learning rate; it rises for a tenth of the steps and falls as a cosine.
        decay: weight decay.
        average: weight of the past in the moving average of the weights, a step.
        teacher: weight of the teacher's frames; that of mutual information is 1.
        warp: most by which formants are moved, as a part of 1.
        hurry: half of the utterances are spoken faster, by up to this natural logarithm.
        rivals: weight in the loss of all sequences of phones that were not said: 1 for maximum
            mutual information, 0 for CTC.
        blank_penalty: nats that will be taken from the blank when the model is written; what was
            said has to be the likeliest without them.
    """

    seed: int = 1
    steps: int = 10000
    batch_frames: int = 6144
    rate: float = 6e-4
    decay: float = 1e-3
    average: float = 0.998
    teacher: float = 1.0
    warp: float = 0.1
    hurry: float = 0.0
    rivals: float = 1.0
    blank_penalty: float = 0.0


_GRID: Final = 96
"""Frames to a multiple of which every batch is padded: oneDNN compiles for every shape."""

_CHECK: Final = 80

_FOR_MEAN: Final = 2000
"""Examples, drawn at random, that tell what is usual on a line."""


def fit(
    model: FirstPassNet,
    examples: Sequence[Example],
    recipe: Recipe,
    checkpoint: Path,
    report: Callable[[str], None],
    keep: Callable[[FirstPassNet], None] = lambda model: None,
) -> None:
    """Train the model in place; goes on from the checkpoint where there is one.

    Args:
        model: as it begins; afterwards it holds the averaged weights, ready for use.
        examples: held in memory; one in 80 is kept back, with all its copies.
        checkpoint: written every few minutes.
        report: told in one line how it goes and how long the rest takes.
        keep: given the averaged model whenever a checkpoint is written.
    """
    torch.manual_seed(recipe.seed)
    examples, kept = kept_back(examples, _CHECK)
    groups = [(list(model.parameters()), recipe.rate)]
    mmi = LatticeFreeMmi(examples, recipe.rivals)

    def loss_of(batch: list[Example], step: int) -> Tensor:
        return _loss(model, mmi, batch, recipe, random.Random(f"{recipe.seed} {step}"))

    def keep_average(weights: Weights) -> None:
        ready = FirstPassNet(model.narrow)
        ready.load_state_dict(weights)
        keep(ready.eval())

    train(
        model,
        groups,
        lambda done: _endless(examples, recipe, done),
        loss_of,
        recipe.steps,
        recipe,
        checkpoint,
        report,
        keep_average,
    )

    def heard_in(example: Example) -> list[int]:
        named = torch.from_numpy(posteriors(model, example.narrow.astype(np.float32)))
        return mmi.heard(searched(named, recipe.blank_penalty).numpy(), example)

    heard = ((e.corpus, heard_in(e), e.phones) for e in kept)
    for corpus, errors in phone_errors(heard).items():
        report(f"disisihkan, {corpus}: salah fonem {errors:.1f} %")


def mean_of(examples: Sequence[Example]) -> npt.NDArray[np.float64]:
    """The mean of the cepstra of some examples, ``(30,)``."""
    some = random.Random(1).sample(examples, min(_FOR_MEAN, len(examples)))
    means = [cepstra(e.narrow.astype(np.float32)).mean(axis=0, dtype=np.float64) for e in some]
    found: npt.NDArray[np.float64] = np.mean(means, axis=0)
    return found


def posteriors(model: FirstPassNet, mel: Floats) -> Floats:
    """Log-probabilities ``(frames / 3, 27)`` of one utterance, as Vosk computes them.

    Args:
        mel: from ``frontend.log_mel``, at least one frame.
    """
    outputs = -(-len(mel) // STRIDE)
    seen = centred(cepstra(mel), model.usual.numpy())
    around = np.pad(seen, ((CONTEXT, CONTEXT + outputs * STRIDE), (0, 0)), mode="edge")
    framed = torch.from_numpy(around[: 2 * CONTEXT + STRIDE * outputs - 2])[None]
    with torch.inference_mode():
        found: Floats = torch.log_softmax(model(framed)[0], -1).numpy()
    return found


def _endless(examples: Sequence[Example], recipe: Recipe, done: int) -> Iterator[list[Example]]:
    """Batches of like length in a new order every epoch; so many are passed over."""
    epoch = 0
    while True:
        source = random.Random(recipe.seed * 1000 + epoch)
        batches = list(_batches(examples, recipe, source))
        source.shuffle(batches)
        yield from batches[done:]
        done = max(0, done - len(batches))
        epoch += 1


def _batches(
    examples: Sequence[Example], recipe: Recipe, source: random.Random
) -> Iterator[list[Example]]:
    by_size: dict[int, list[Example]] = {}
    for example in source.sample(examples, len(examples)):
        by_size.setdefault(-(-len(example.narrow) // _GRID), []).append(example)
    for size, group in by_size.items():
        count = max(1, recipe.batch_frames // (size * _GRID))
        yield from (group[at : at + count] for at in range(0, len(group) - count + 1, count))


def _loss(
    model: FirstPassNet,
    mmi: LatticeFreeMmi,
    batch: Sequence[Example],
    recipe: Recipe,
    draw: random.Random,
) -> Tensor:
    batch = [_hurried(example, recipe, draw) for example in batch]
    longest = -(-max(len(e.narrow) for e in batch) // _GRID) * _GRID
    outputs = longest // STRIDE
    seen = np.zeros((len(batch), 2 * CONTEXT + longest - 2, BINS), np.float32)
    taught = np.zeros((len(batch), outputs, len(PHONES)), np.float32)
    valid = np.zeros((len(batch), outputs), np.float32)
    lengths = []
    usual = model.usual.numpy()
    for row, example in enumerate(batch):
        mel = look(example.narrow.astype(np.float32), draw, recipe.warp)
        clear = centred(cepstra(mel), usual)
        around = np.pad(clear, ((CONTEXT, CONTEXT + longest - len(clear)), (0, 0)), mode="edge")
        seen[row] = around[: seen.shape[1]]
        frames = -(-len(example.narrow) // STRIDE)
        lengths.append(frames)
        if example.target is not None:
            taught[row, :frames] = _at_outputs(example, frames)
            valid[row, :frames] = 1.0
    with autocast():
        scores = model(torch.from_numpy(seen))
    scores = scores.float()
    loss = mmi.loss(searched(scores, recipe.blank_penalty), lengths, batch)
    if recipe.teacher:
        wanted = torch.from_numpy(taught)
        # Frames of phones count as much as the many more frames of pauses.
        weight = torch.from_numpy(valid) * (1.0 + 2.0 * (1.0 - wanted[..., 0]))
        apart = -(wanted * torch.log_softmax(scores, -1)).sum(-1)
        loss = loss + recipe.teacher * (weight * apart).sum() / weight.sum().clamp(min=1.0)
    return loss


def _hurried(example: Example, recipe: Recipe, draw: random.Random) -> Example:
    factor = faster(draw, recipe.hurry, len(example.narrow), len(example.phones))
    if factor == 1.0:
        return example
    narrow = hurried(example.narrow.astype(np.float32).T, factor).T.astype(np.float16)
    return replace(example, narrow=narrow, target_rate=example.target_rate * factor)


def _at_outputs(example: Example, outputs: int) -> Floats:
    """The teacher's probabilities where the network's outputs lie: the mean of what it said
    between half an output before and half an output behind."""
    assert example.target is not None
    target = example.target.astype(np.float32)
    sums = np.concatenate([np.zeros((1, target.shape[1]), np.float32), target.cumsum(axis=0)])
    edges = (np.arange(outputs + 1) - 0.5) * STRIDE * example.target_rate
    edges = np.clip(edges, 0, len(target))
    low = np.minimum(edges.astype(int), len(target) - 1)
    share = (edges - low).astype(np.float32)[:, None]
    up_to = sums[low] * (1 - share) + sums[low + 1] * share
    found = np.diff(up_to, axis=0)
    found[:, 0] += 1e-6
    return found / found.sum(axis=1, keepdims=True)
