"""What hearing costs: computing time on one core, waiting time, memory."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from bench.processes import cpu_seconds
from models import LINE_RATE, Audio, Ears, Field
from models.first_pass import hear_whole

_QUESTION: Final = 5.0
"""Seconds of the utterance that the second pass's delay is measured with."""


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process, and those it starts meanwhile, on one core."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def real_time_factor(hear: Callable[[Audio], object], audio: Sequence[Audio]) -> float:
    """Computing time of all processes over the length of what is heard; the first one warms up."""
    hear(audio[0])
    began = cpu_seconds()
    for one in audio:
        hear(one)
    return (cpu_seconds() - began) / sum(one.seconds for one in audio)


def pass_factors(graphs: Path, audio: Sequence[Audio]) -> tuple[float, float]:
    """Real-time factors of the first and the second pass on one core."""
    with one_core():
        ears = Ears.load(graphs=graphs)
        try:
            return (
                real_time_factor(lambda one: hear_whole(ears.stream(Field.QUESTION), one), audio),
                real_time_factor(lambda one: ears.second_pass(Field.QUESTION, one), audio),
            )
        finally:
            ears.close()


def second_pass_delay(ears: Ears, audio: Sequence[Audio]) -> float:
    """Median milliseconds from the end of a question of 5 s to the second pass's words."""
    size = round(_QUESTION * LINE_RATE)
    waits: list[float] = []
    for one in audio:
        question = Audio(np.resize(one.samples, size), LINE_RATE)
        began = time.perf_counter()
        ears.second_pass(Field.QUESTION, question)
        waits.append(1000 * (time.perf_counter() - began))
    return statistics.median(waits[1:] or waits)
