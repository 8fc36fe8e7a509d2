"""Teaching the small voice: what the large one said, with its durations and its pitch."""

# mypy: disable-error-code="no-any-return"
# mypy: allow-subclassing-any, allow-untyped-calls

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from voice.speech.neural.small import places
from voice.speech.neural.source import BINS, HOP, VOICED, WINDOW
from voice.speech.phonemes import SYMBOLS
from voice.training.lessons import Lesson
from voice.training.network import Filters, Melody, Reader

_RESOLUTIONS: Final = ((64, 16), (160, 40), (400, 100), (800, 200))
_FLOOR: Final = 3e-3


class SmallVoice(nn.Module):
    """The three parts together."""

    def __init__(self) -> None:
        super().__init__()
        self.reader = Reader(len(SYMBOLS) + 1)
        self.melody = Melody()
        self.filters = Filters()


def batch_of(lessons: Sequence[Lesson]) -> dict[str, Tensor]:
    """Lessons padded to the longest."""
    count = len(lessons)
    width = max(len(x.tokens) for x in lessons)
    time = max(len(x.pitch) for x in lessons)
    out = {
        "tokens": torch.zeros(count, width, dtype=torch.long),
        "frames": torch.zeros(count, width, dtype=torch.long),
        "pitch": torch.zeros(count, time),
        "samples": torch.zeros(count, time * HOP),
        "source": torch.zeros(count, time * HOP),
        "speaker": torch.tensor([x.speaker for x in lessons]),
        "token_mask": torch.zeros(count, width, 1),
        "frame_mask": torch.zeros(count, time, 1),
    }
    for at, x in enumerate(lessons):
        out["tokens"][at, : len(x.tokens)] = torch.from_numpy(x.tokens.astype(np.int64))
        out["frames"][at, : len(x.tokens)] = torch.from_numpy(x.frames.astype(np.int64))
        out["pitch"][at, : len(x.pitch)] = torch.from_numpy(x.pitch)
        out["samples"][at, : len(x.samples)] = torch.from_numpy(x.samples)
        out["source"][at, : len(x.source)] = torch.from_numpy(x.source)
        out["token_mask"][at, : len(x.tokens)] = 1
        out["frame_mask"][at, : len(x.pitch)] = 1
    return out


_WINDOW = torch.hann_window(WINDOW)


def stft(x: Tensor, size: int = WINDOW, hop: int = HOP) -> Tensor:
    return torch.stft(
        x, size, hop, window=torch.hann_window(size), return_complex=True, pad_mode="reflect"
    )


def shaped(source: Tensor, filters: Tensor) -> Tensor:
    """:func:`voice.speech.neural.source.shaped` for buzzes (batch, samples), with fresh noise."""
    gain, phase, rough = filters.float().transpose(1, 2).split(BINS, 1)
    harmonic = stft(source)[..., :-1]
    noise = stft(torch.randn_like(source))[..., :-1]
    gain, rough = gain.clamp(-12, 6), rough.clamp(-14, 4)
    spectrum = harmonic * torch.polar(gain.exp(), phase) + noise * rough.exp()
    last = torch.zeros_like(spectrum[..., :1])
    return torch.istft(
        torch.cat([spectrum, last], -1), WINDOW, HOP, window=_WINDOW, length=source.shape[1]
    )


def sound_loss(made: Tensor, wanted: Tensor, voiced: Tensor) -> tuple[Tensor, Tensor]:
    """Distance of spectra at several resolutions, and of the complex spectrum where voiced."""
    total = made.new_zeros(())
    for size, hop in _RESOLUTIONS:
        one, two = stft(made, size, hop).abs(), stft(wanted, size, hop).abs()
        scale = size**0.5
        loud = (one - two).abs().mean() / two.mean().clamp(min=1e-5)
        floor = _FLOOR * scale
        log = ((one + floor).log() - (two + floor).log()).abs().mean()
        total = total + log + 0.5 * loud
    one, two = stft(made)[..., :-1], stft(wanted)[..., :-1]
    weight = voiced[:, None]
    near = ((one - two).abs() * weight).sum() / (two.abs() * weight).sum().clamp(min=1e-5)
    return total / len(_RESOLUTIONS), near


def losses(model: SmallVoice, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """All parts of the loss for one batch, the large voice's durations and pitch given."""
    hidden, length = model.reader(batch["tokens"], batch["speaker"], batch["token_mask"])
    rows, places_ = [], []
    time = batch["pitch"].shape[1]
    for one, frames in zip(hidden, batch["frames"], strict=True):
        index, place = places(frames.numpy())
        rest = time - len(index)
        rows.append(nn.functional.pad(one[torch.from_numpy(index)], (0, 0, 0, rest)))
        places_.append(nn.functional.pad(torch.from_numpy(place), (0, 0, 0, rest)))
    mask = batch["frame_mask"]
    frames_, pitch = model.melody(torch.stack(rows), torch.stack(places_), mask)
    wanted = batch["frames"].clamp(min=1).float().log()
    tokens = batch["token_mask"][..., 0]
    duration = ((length - wanted).abs() * tokens).sum() / tokens.sum()
    melody = ((pitch - batch["pitch"]).abs() * mask[..., 0]).sum() / mask.sum()
    filters = model.filters(frames_, batch["pitch"], mask)
    made = shaped(batch["source"], filters) * mask[..., 0].repeat_interleave(HOP, 1)
    voiced = (batch["pitch"] > VOICED).float()
    spectra, near = sound_loss(made, batch["samples"], voiced)
    return {"duration": duration, "pitch": melody, "spectra": spectra, "near": near}


def batches(
    lessons: Sequence[Lesson], frames: int, source: random.Random
) -> Iterator[list[Lesson]]:
    """Endless batches of about so many frames, of lessons of like length."""
    while True:
        order = sorted(lessons, key=lambda x: len(x.pitch) * source.uniform(0.8, 1.25))
        groups: list[list[Lesson]] = []
        group: list[Lesson] = []
        for lesson in order:
            longest = max([len(x.pitch) for x in group] + [len(lesson.pitch)])
            if group and longest * (len(group) + 1) > frames:
                groups.append(group)
                group = []
            group.append(lesson)
        groups.append(group)
        source.shuffle(groups)
        yield from groups
