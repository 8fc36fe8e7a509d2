"""What the front end hands to a voice: clauses, the pauses between them, how each one ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Tone(StrEnum):
    """How the melody of a clause ends."""

    FALL = "."
    CONTINUE = ","
    RISE = "?"


GROUP_PAUSE_MS: Final = 160
"""Between the groups of a number read digit by digit, and before an academic title."""
BREATH_PAUSE_MS: Final = 90
"""Where a sentence without punctuation is too long for one breath."""
COMMA_PAUSE_MS: Final = 250
COLON_PAUSE_MS: Final = 350
SENTENCE_PAUSE_MS: Final = 500
PARAGRAPH_PAUSE_MS: Final = 700
END_PAUSE_MS: Final = 300
"""After the last clause of a text, unless it is a question."""

LONGEST_CLAUSE: Final = 140
"""Characters; about ten seconds of speech. Longer stretches are cut at a word."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of speech said in one breath.

    Attributes:
        text: lower-case words of the letters a-z, single spaces between; never empty.
        pause_ms: silence after it, in milliseconds; 0 after a question that ends a text.
        tone: how its melody ends.
    """

    text: str
    pause_ms: int
    tone: Tone
