"""Sounds in which nobody speaks: an ear must be taught to stay silent too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from models.audio import LINE_RATE, Audio
from models.training.telephone import Telephone, coded

_KINDS: Final = (
    "silence",
    "silence",
    "white",
    "pink",
    "brown",
    "street",
    "hum",
    "hum",
    "hum",
    "tones",
    "clicks",
    "keys",
    "signal",
)

_ROWS: Final = (697.0, 770.0, 852.0, 941.0)
_COLUMNS: Final = (1209.0, 1336.0, 1477.0)
"""Hertz of the two tones of a telephone's key."""

_SIGNALS: Final = ((0.5, 0.5), (0.25, 0.25), (1.0, 4.0), (60.0, 0.0))
"""Seconds of tone and of pause: busy, congested, ringing, dial tone; Indonesia uses 425 Hz."""


def nothing(telephone: Telephone, count: int, seed: int) -> Iterator[Audio]:
    """So many stretches of 0.4 to 8 s at 8 kHz: silence, noise, hum, music and clicks."""
    draw = np.random.default_rng(seed)
    for number in range(count):
        samples = int(LINE_RATE * draw.uniform(0.4, 8.0))
        kind = _KINDS[number % len(_KINDS)]
        if kind == "silence":
            sound = np.zeros(samples)
        elif kind == "tones":
            sound = _tones(samples, draw)
        elif kind == "keys":
            sound = _keys(samples, draw)
        elif kind == "signal":
            sound = _signal(samples, draw)
        elif kind == "clicks":
            sound = np.zeros(samples)
            sound[draw.integers(0, samples, 1 + samples // 2000)] = 5.0
        else:
            sound = telephone.noise(samples, kind).astype(np.float64)
        line = (sound * 10 ** draw.uniform(-3.5, -0.7)).astype(np.float32)
        if number % 3:
            line = coded(line, "ULAW" if number % 2 else "ALAW")
        yield Audio(line, LINE_RATE)


def _keys(samples: int, draw: np.random.Generator) -> npt.NDArray[np.float64]:
    """Keys of a telephone pressed one after the other."""
    sound = np.zeros(samples)
    at = int(draw.integers(0, LINE_RATE // 4))
    while at < samples:
        length = int(LINE_RATE * draw.uniform(0.06, 0.35))
        t = np.arange(min(length, samples - at)) / LINE_RATE
        for hertz in (draw.choice(_ROWS), draw.choice(_COLUMNS)):
            sound[at : at + length] += 0.7 * np.sin(2 * np.pi * hertz * t)
        at += length + int(LINE_RATE * draw.uniform(0.05, 0.6))
    return sound


def _signal(samples: int, draw: np.random.Generator) -> npt.NDArray[np.float64]:
    """A tone of the exchange, from any moment on."""
    tone, pause = _SIGNALS[draw.integers(len(_SIGNALS))]
    t = np.arange(samples) / LINE_RATE
    on = (t + draw.uniform(0, tone + pause)) % (tone + pause) < tone
    return np.where(on, np.sin(2 * np.pi * draw.uniform(410, 440) * t), 0.0)


def _tones(samples: int, draw: np.random.Generator) -> npt.NDArray[np.float64]:
    """A tune with overtones, as of a caller on hold, or the steady tones of a line."""
    notes = 220 * 2 ** (draw.integers(0, 24, 40) / 12)
    length = int(LINE_RATE * draw.choice([0.15, 0.25, 0.5, 6.0]))
    phase = 2 * np.pi * np.cumsum(np.repeat(notes, length)[:samples]) / LINE_RATE
    phase = np.pad(phase, (0, samples - len(phase)), mode="edge")
    return np.sin(phase) + draw.uniform(0, 0.6) * np.sin(2 * phase) + 0.2 * np.sin(3 * phase)
