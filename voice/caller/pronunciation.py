"""How the simulated caller says a text: Sapa's reading of it, a breath at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from voice.speech import clauses
from voice.speech.phonemes import clause_phonemes

LONGEST: Final = 250
"""Phonemes said in one breath; the network takes 510, and speaks best well below that."""


def breaths(text: str) -> Iterator[tuple[str, float]]:
    """Stretches of at most about ``LONGEST`` phonemes, each with the seconds of pause after."""
    breath, pause = "", 0.0
    for clause in clauses(text):
        sounds = clause_phonemes(clause)
        if breath and len(breath) + len(sounds) > LONGEST:
            yield breath, pause
            breath = ""
        breath = f"{breath} {sounds}".lstrip()
        pause = clause.pause_ms / 1000
    if breath:
        yield breath, pause
