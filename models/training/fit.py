"""Training of the second pass on stored spectrograms, resumable."""

# mypy: disable-error-code="no-any-return"
# mypy: allow-subclassing-any, allow-untyped-calls

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor

from models.logmel import MELS
from models.training.errors import phone_errors
from models.training.features import Example, Floats, kept_back
from models.training.joint import DecoderLoss
from models.training.lf_mmi import LatticeFreeMmi, searched
from models.training.loop import train
from models.training.masking import faster, hide, hurried, warped
from models.training.network import Hearing
from models.training.precision import autocast


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
        hurry: half of the utterances are spoken faster, by up to this natural logarithm.
        stretches: of up to ``longest_stretch`` columns of 10 ms, hidden in every utterance.
        longest_stretch: see above.
        rivals: weight in the loss of all sequences of phones that were not said: 1 for maximum
            mutual information, 0 for CTC.
        blank_penalty: nats that will be taken from the blank when the model is written.
        scale: by which the word search will then multiply its log-probabilities.
        decoder: weight in the loss of what Whisper's decoder thinks of the text.
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
    hurry: float = 0.0
    stretches: int = 2
    longest_stretch: int = 24
    rivals: float = 1.0
    blank_penalty: float = 0.0
    scale: float = 1.0
    decoder: float = 0.0


_CHECK: Final = 50
"""One utterance in so many is kept back to show how it goes."""


def fit(
    model: Hearing,
    examples: Sequence[Example],
    recipe: Recipe,
    checkpoint: Path,
    report: Callable[[str], None],
    decoder: DecoderLoss | None = None,
) -> None:
    """Train a model; goes on from ``checkpoint`` when that was written with the same recipe.

    Args:
        model: as it begins; afterwards it holds the averaged weights, ready for use.
        examples: held in memory; one in 50 is kept back, with all its copies.
        checkpoint: written every few minutes.
        report: told in one line how it goes and how long the rest takes.
        decoder: asked beside it, with the weight that the recipe gives it.
    """
    torch.manual_seed(recipe.seed)
    examples, kept = kept_back(examples, _CHECK)
    groups = [(list(model.head.parameters()), recipe.rate)]
    for below, parameters in enumerate(reversed(model.trained())):
        groups.append((parameters, recipe.layer_rate * recipe.layer_fall**below))
    plan = [b for epoch in range(recipe.epochs) for b in _batches(examples, recipe, epoch)]
    head_first = recipe.head_first * len(plan)
    mmi = LatticeFreeMmi(examples, recipe.rivals)

    def loss_of(batch: list[Example], step: int) -> Tensor:
        draw = random.Random(f"{recipe.seed} {step}")
        return _loss(model, mmi, decoder, batch, recipe, draw, step < head_first)

    train(model, groups, lambda done: plan[done:], loss_of, len(plan), recipe, checkpoint, report)
    heard = ((e.corpus, mmi.heard(_posteriors(model, e, recipe), e), e.phones) for e in kept)
    for corpus, errors in phone_errors(heard).items():
        report(f"disisihkan, {corpus}: salah fonem {errors:.1f} %")


def _posteriors(model: Hearing, example: Example, recipe: Recipe) -> Floats:
    """As the word search will see them."""
    mel = torch.from_numpy(example.wide.astype(np.float32))[None]
    with torch.inference_mode():
        named = model(mel, torch.tensor([example.frames]))[0]
        seen: Floats = searched(named, recipe.blank_penalty, recipe.scale).numpy()
    return seen


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
    mmi: LatticeFreeMmi,
    decoder: DecoderLoss | None,
    batch: Sequence[Example],
    recipe: Recipe,
    draw: random.Random,
    head_only: bool,
) -> Tensor:
    looks = [_look(example, recipe, draw) for example in batch]
    mels = np.zeros((len(batch), MELS, max(look.shape[1] for look in looks)), np.float32)
    for mel, look in zip(mels, looks, strict=True):
        mel[:, : look.shape[1]] = look
        mel[:, look.shape[1] :] = look.min()
    frames = torch.tensor([look.shape[1] // 2 for look in looks])
    with autocast():
        encoded = model.features(torch.from_numpy(mels), frames, head_only)
        named = model.head(encoded)
        nats = 0.0 if decoder is None else decoder.loss(encoded, frames, batch)
    seen = searched(named, recipe.blank_penalty, recipe.scale)
    return mmi.loss(seen, frames.tolist(), batch) + recipe.decoder * nats


def _look(example: Example, recipe: Recipe, draw: random.Random) -> Floats:
    """An utterance in another voice, perhaps faster, and with gaps; shape ``(80, n)``, n even."""
    mel = example.wide.astype(np.float32)
    if recipe.warp:
        mel = warped(mel, math.exp(draw.uniform(-recipe.warp, recipe.warp)))
    mel = hurried(mel, faster(draw, recipe.hurry, mel.shape[1], len(example.phones)))
    hide(mel, draw, recipe.stretches, recipe.longest_stretch)
    return mel
