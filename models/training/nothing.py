"""Sounds in which nobody speaks: an ear must be taught to stay silent too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from models.audio import LINE_RATE, Audio
from models.training.telephone import Telephone, coded

_KINDS: Final = ("silence", "silence", "white", "pink", "brown", "street", "hum", "tones", "clicks")


def nothing(telephone: Telephone, count: int, seed: int) -> Iterator[Audio]:
    """So many stretches of 0.4 to 5 s at 8 kHz: silence, noise, hum, music and clicks."""
    draw = np.random.default_rng(seed)
    for number in range(count):
        samples = int(LINE_RATE * draw.uniform(0.4, 5.0))
        kind = _KINDS[number % len(_KINDS)]
        if kind == "silence":
            sound = np.zeros(samples)
        elif kind == "tones":
            sound = _tones(samples, draw)
        elif kind == "clicks":
            sound = np.zeros(samples)
            sound[draw.integers(0, samples, 1 + samples // 2000)] = 5.0
        else:
            sound = telephone.noise(samples, kind).astype(np.float64)
        line = (sound * 10 ** draw.uniform(-3.5, -0.7)).astype(np.float32)
        if number % 3:
            line = coded(line, "ULAW" if number % 2 else "ALAW")
        yield Audio(line, LINE_RATE)


def _tones(samples: int, draw: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A tune with overtones, as of a caller on hold, or the steady tones of a line."""
    notes = 220 * 2 ** (draw.integers(0, 24, 40) / 12)
    length = int(LINE_RATE * draw.choice([0.15, 0.25, 0.5, 6.0]))
    phase = 2 * np.pi * np.cumsum(np.repeat(notes, length)[:samples]) / LINE_RATE
    phase = np.pad(phase, (0, samples - len(phase)), mode="edge")
    return np.sin(phase) + draw.uniform(0, 0.6) * np.sin(2 * phase) + 0.2 * np.sin(3 * phase)
