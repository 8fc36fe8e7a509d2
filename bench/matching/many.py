"""How putting thousands of questions together grows with their number."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from bench.matching.sets import TODAY, Question
from desk import AskedQuestion
from faq import Decision, Matcher
from faq.grouping import Near, groups, likenesses
from faq.suggestions import suggest

MANY: Final = 3000
_BEGAN: Final = datetime(2026, 1, 5, 8, tzinfo=UTC)


def many_figures(matcher: Matcher, questions: Sequence[Question]) -> dict[str, float]:
    """Seconds of the processor that 3,000 questions take, and how many times those of half as many.

    ``group_growth`` and ``suggest_growth`` are 2 where the work grows with the number of questions,
    4 where it grows with its square, 8 with its cube.
    """
    texts = mixed_texts(questions)
    asked = [_asked(number, text) for number, text in enumerate(texts)]

    def group(count: int) -> None:
        heard = [matcher.understand(text) for text in texts[:count]]
        groups(likenesses(heard, [Near()] * count, matcher))

    def advise(count: int) -> None:
        suggest(asked[:count], matcher, TODAY)

    figures: dict[str, float] = {}
    for name, work in (("group", group), ("suggest", advise)):
        half, whole = _busy(work, MANY // 2), _busy(work, MANY)
        figures |= {f"{name}{MANY}_cpu_s": whole, f"{name}_growth": whole / half}
    return figures


def mixed_texts(questions: Sequence[Question]) -> list[str]:
    """3,000 wordings, the same every time: each a question with a word of another's in it."""
    chance = random.Random(4)
    words = [word for question in questions for word in question.text.split()]
    texts = []
    for _ in range(MANY):
        said = chance.choice(questions).text.split()
        said[chance.randrange(len(said))] = chance.choice(words)
        texts.append(" ".join(said))
    return texts


def _asked(number: int, text: str) -> AskedQuestion:
    at = _BEGAN + timedelta(minutes=number)
    return AskedQuestion(number, None, text, None, 0.0, Decision.ESCALATE, at, cause="outside")


def _busy(work: Callable[[int], None], count: int) -> float:
    began = time.process_time()
    work(count)
    return time.process_time() - began
