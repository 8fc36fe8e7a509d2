"""What to do with a scored question, and what each mistake costs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Decision(StrEnum):
    """What Sapa does next."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    REPHRASE = "rephrase"
    ESCALATE = "escalate"


class Cause(StrEnum):
    """Why; one for each sentence in `Match.reason`."""

    MATCHED = "matched"
    CLOSE = "close"
    WEAK = "weak"
    OUTSIDE = "outside"
    EMPTY = "empty"
    CASE = "case"
    UNSPEAKABLE = "unspeakable"


@dataclass(frozen=True, slots=True)
class Costs:
    """What each outcome costs; thresholds are tuned to the least expected cost."""

    wrong_answer: float = 10.0
    needless_escalation: float = 1.0
    clarification: float = 0.3
    rephrase: float = 0.5


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits on the calibrated score (0..1) and on the margin to the next entry.

    Attributes:
        answer: least score for an answer.
        margin: least lead over the second entry for an answer.
        clarify: least score of both for asking "A atau B?".
        rephrase: least score for asking the caller to say it again.
    """

    answer: float
    margin: float
    clarify: float
    rephrase: float


COSTS: Final = Costs()
THRESHOLDS: Final = Thresholds(answer=0.88, margin=0.0, clarify=0.2, rephrase=0.1)
