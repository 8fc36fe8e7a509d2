"""The matcher measured: ``python -m bench.matching``."""

from __future__ import annotations

from bench.matching.figures import Outcome, ask_all, report
from bench.matching.sets import NAMES, TODAY, Question, read_heard, read_questions

__all__ = [
    "NAMES",
    "TODAY",
    "Outcome",
    "Question",
    "ask_all",
    "read_heard",
    "read_questions",
    "report",
]
