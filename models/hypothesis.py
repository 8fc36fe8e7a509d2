"""What an ear heard: words with confidences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Pass(StrEnum):
    """Which of the two ears produced a hypothesis; ``BOTH`` where both were asked."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word.

    Attributes:
        text: lower-case spelling as in the lexicon.
        confidence: 0..1, the ear's own belief that the word is right.
        start: seconds from the beginning of the utterance.
        end: seconds from the beginning of the utterance.
        spelled: known to no list, and written as it sounds.
        attention: log-probability that the attention decoder gives it; None where it was not asked.
    """

    text: str
    confidence: float
    start: float = 0.0
    end: float = 0.0
    spelled: bool = False
    attention: float | None = None


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The words of one utterance, best first reading, with other readings behind it."""

    words: tuple[Word, ...]
    source: Pass
    alternatives: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)

    @property
    def confidence(self) -> float:
        """Mean word confidence; 0 when nothing was heard."""
        return sum(w.confidence for w in self.words) / len(self.words) if self.words else 0.0
