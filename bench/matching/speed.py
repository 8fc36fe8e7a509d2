"""How long one match takes, told apart from what else the machine does.

A lent processor is taken away for milliseconds now and then: on such a machine one in a hundred
runs of a plain loop of the same length takes several times as long. So every question is asked for
the first time in several fresh processes, one after another, and the middle of its times counts.
What one run shows, and what the plain loop shows, is told beside it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Final

import numpy as np
import numpy.typing as npt

from bench.matching.sets import TODAY, Question, read_questions
from faq import FaqBook, Matcher

PROCESSES: Final = 5
_LOOP: Final = 22_000
"""Additions that take about as long as a match."""
_LOOPS: Final = 800

Times = npt.NDArray[np.float64]


def speed_figures(half: str, processes: int = PROCESSES) -> dict[str, float]:
    """Milliseconds by the clock of matching the questions of one half, one process at a time.

    ``match_p99_once_ms`` is of one run each, in the middle of all; ``machine_p99_ratio`` is by how
    much the slowest hundredth of a plain loop exceeds its usual time.
    """
    runs = np.stack([_afresh(half) for _ in range(processes)])
    each = np.median(runs, axis=0)
    loop = _plain_loop()
    return {
        "match_p50_ms": float(np.percentile(each, 50)),
        "match_p99_ms": float(np.percentile(each, 99)),
        "match_p99_once_ms": float(np.median(np.percentile(runs, 99, axis=1))),
        "machine_p99_ratio": float(np.percentile(loop, 99) / np.median(loop)),
    }


def match_times(matcher: Matcher, questions: Sequence[Question]) -> tuple[Times, Times]:
    """Milliseconds of each question, asked in turn: by the clock, and of the processor."""
    clock, busy = [], []
    for question in questions:
        start, began = time.perf_counter(), time.thread_time()
        matcher.match(question.said, TODAY)
        busy.append(time.thread_time() - began)
        clock.append(time.perf_counter() - start)
    return np.array(clock) * 1000, np.array(busy) * 1000


def _first_times(half: str) -> Times:
    questions = [question for question in read_questions() if question.half == half]
    return match_times(Matcher(FaqBook.load()), questions)[0]


def _afresh(half: str) -> Times:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_first_times, half).result()


def _plain_loop() -> Times:
    times = []
    for _ in range(_LOOPS):
        start = time.perf_counter()
        total = 0
        for number in range(_LOOP):
            total += number * number
        times.append(time.perf_counter() - start)
    return np.array(times)
