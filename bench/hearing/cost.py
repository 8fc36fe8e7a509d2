"""What hearing costs: computing time on one core, waiting time, memory."""

from __future__ import annotations

import os
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np

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
    began = _cpu_seconds()
    for one in audio:
        hear(one)
    return (_cpu_seconds() - began) / sum(one.seconds for one in audio)


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


def memory_mb() -> float:
    """Memory of this process and its children now, shared pages counted once."""
    total = 0
    for process in _processes():
        pages = re.search(r"\nPss:\s+(\d+)", (process / "smaps_rollup").read_text())
        total += int(pages.group(1)) if pages else 0
    return total / 1024


def _processes() -> list[Path]:
    children = Path("/proc/self/task").glob("*/children")
    pids = ["self", *(pid for file in children for pid in file.read_text().split())]
    return [Path("/proc") / pid for pid in pids]


def _cpu_seconds() -> float:
    ticks = 0
    for process in _processes():
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
