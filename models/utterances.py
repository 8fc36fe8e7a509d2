"""Cutting a recording of any length into utterances, at the pauses."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.audio import Audio
from models.level import step_power
from models.quiet import quiet_pieces, voiced

_STEP: Final = 0.02
_PAUSE: Final = 0.7
"""Seconds of quiet between two utterances; as long as the silence that ends a question."""
_LEFT: Final = 0.3
"""Seconds of quiet left on either side of an utterance."""
_LONGEST: Final = 30.0
_LOUD_FROM: Final = 0.35
"""Part of the way from background to voice, in decibels, where sound counts as voice."""
_BEHIND: Final = 9.0
"""Decibels below the loudest stretch from which one is no utterance of its own but what goes on
behind the voice. Alone it would be taken for speech; beside the voice the ears tell it apart."""


def utterances(audio: Audio) -> list[tuple[float, Audio]]:
    """The stretches between pauses, each with the second at which it begins.

    A stretch of more than 30 s is cut where it is quietest. Nothing but quiet is left out, and
    only at the pauses; a recording without audible pauses comes back whole.
    """
    found: list[tuple[float, Audio]] = []
    for first, last in _stretches(audio):
        start = first
        for piece in quiet_pieces(audio.samples[first:last], audio.rate, _LONGEST):
            found.append((start / audio.rate, Audio(np.ascontiguousarray(piece), audio.rate)))
            start += len(piece)
    return found


def _stretches(audio: Audio) -> list[tuple[int, int]]:
    """First and last sample (exclusive) of every stretch that holds voice."""
    size, total = round(_STEP * audio.rate), len(audio.samples)
    levels = 10 * np.log10(step_power(audio.samples, size) + 1e-9)
    loud = voiced(levels, _LOUD_FROM)
    if loud is None:
        return [(0, total)] if total else []
    steps = np.flatnonzero(loud)
    breaks = np.flatnonzero(np.diff(steps) > round(_PAUSE / _STEP))
    firsts = [0, *(breaks + 1)]
    tops = np.maximum.reduceat(levels[steps], firsts)
    # A break between the voice and what is behind it is none.
    near = tops >= tops.max() - _BEHIND
    breaks = breaks[near[:-1] & near[1:]]
    starts = [steps[0], *steps[breaks + 1]]
    ends = [*steps[breaks], steps[-1]]
    left = round(_LEFT * audio.rate)
    return [
        (max(0, int(a) * size - left), min(total, (int(b) + 1) * size + left))
        for a, b in zip(starts, ends, strict=True)
    ]
