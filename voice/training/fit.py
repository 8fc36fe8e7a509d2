"""The course of a training: schedule, averaged weights, checkpoints, what is told."""

# mypy: allow-untyped-calls

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import torch

from models.training.checkpoint import save
from voice.errors import VoiceError
from voice.training.lessons import Lesson
from voice.training.train import SmallVoice, batch_of, batches, losses

NEAR: Final = 0.5
"""Weight of the complex spectrum beside the magnitudes."""

_HIGHEST: Final = 2e-3
_WARMING: Final = 200
_LEAST: Final = 0.02
_HELD_OUT: Final = 40
_FEWEST: Final = 8
_TOLD: Final = 100
_SAVED: Final = 500
_MEMORY: Final = 0.999

Report = Callable[[str], None]


class Training:
    """One training in a folder; goes on from its checkpoint.

    Args:
        work: where ``voice.ckpt`` lies.
        steps: in all.
        frames: of a batch.
        seed: of the order of batches and of the first weights.
    """

    def __init__(self, work: Path, steps: int, frames: int, seed: int) -> None:
        self._checkpoint = work / "voice.ckpt"
        self._steps = steps
        self._frames = frames
        self._seed = seed
        torch.manual_seed(seed)
        self._model = SmallVoice()
        self._optimiser = torch.optim.AdamW(
            self._model.parameters(), lr=_HIGHEST, betas=(0.9, 0.98), weight_decay=0.01
        )
        self._average = {k: v.detach().clone() for k, v in self._model.state_dict().items()}
        self._step = 0
        if self._checkpoint.exists():
            kept = torch.load(self._checkpoint, weights_only=True)
            self._model.load_state_dict(kept["model"])
            self._optimiser.load_state_dict(kept["optimiser"])
            self._average, self._step = kept["average"], kept["step"]

    def averaged(self) -> SmallVoice:
        """The network with the running average of its weights."""
        model = SmallVoice()
        model.load_state_dict(self._average)
        model.eval()
        return model

    def run(self, lessons: Sequence[Lesson], report: Report) -> None:
        """Train to the end; tells losses, and at last those of lessons that were kept out.

        Raises:
            VoiceError: there are too few lessons.
        """
        if len(lessons) < _FEWEST:
            raise VoiceError(
                f"Baru ada {len(lessons)} ucapan untuk belajar; perlu sedikitnya {_FEWEST}. "
                "Jalankan dulu: python -m voice.training lessons"
            )
        few = min(_HELD_OUT, len(lessons) // 4)
        kept_out, learned = lessons[:few], lessons[few:]
        began, first = time.monotonic(), self._step
        told: dict[str, float] = {}
        for group in batches(learned, self._frames, random.Random(self._seed + self._step)):
            if self._step >= self._steps:
                break
            parts = self._learn(group)
            for name, value in parts.items():
                told[name] = told.get(name, 0.0) + value / _TOLD
            if self._step % _TOLD == 0:
                left = (
                    (time.monotonic() - began) / (self._step - first) * (self._steps - self._step)
                )
                report(f"{self._step}/{self._steps} {_shown(told)}, {left / 60:.0f} min left")
                told = {}
            if self._step % _SAVED == 0:
                self._save()
        self._save()
        report(f"kept out: {_shown(self._tested(kept_out))}")

    def _learn(self, group: Sequence[Lesson]) -> dict[str, float]:
        warm = min(1.0, (self._step + 1) / _WARMING)
        falling = 0.5 * (1 + math.cos(math.pi * self._step / self._steps))
        for part in self._optimiser.param_groups:
            part["lr"] = _HIGHEST * warm * (falling * (1 - _LEAST) + _LEAST)
        with torch.autocast("cpu", torch.bfloat16):
            parts = losses(self._model, batch_of(group))
        total = parts["duration"] + parts["pitch"] + parts["spectra"] + NEAR * parts["near"]
        self._optimiser.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        self._optimiser.step()
        self._step += 1
        memory = min(_MEMORY, (1 + self._step) / (10 + self._step))
        with torch.no_grad():
            for name, value in self._model.state_dict().items():
                self._average[name].mul_(memory).add_(value, alpha=1 - memory)
        return {name: float(value.detach()) for name, value in parts.items()}

    def _tested(self, lessons: Sequence[Lesson]) -> dict[str, float]:
        model = self.averaged()
        told: dict[str, float] = {}
        with torch.no_grad():
            for lesson in lessons:
                for name, value in losses(model, batch_of([lesson])).items():
                    told[name] = told.get(name, 0.0) + float(value) / len(lessons)
        return told

    def _save(self) -> None:
        state: dict[str, Any] = {
            "model": self._model.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "average": self._average,
            "step": self._step,
        }
        save(state, self._checkpoint)


def _shown(parts: dict[str, float]) -> str:
    return " ".join(f"{name} {value:.4f}" for name, value in parts.items())
