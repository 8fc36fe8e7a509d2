"""The dialogue fields: one recognition graph each, and the silence that ends a turn in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Field(StrEnum):
    """A kind of answer the caller gives. The value names the graph's folder."""

    YESNO = "yesno"
    DIGITS = "digits"
    DISTRICT = "district"
    NAME = "name"
    INSTITUTION = "institution"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class FieldTiming:
    """Audio-time limits of one field, in seconds of the caller's own audio.

    Attributes:
        end_silence: trailing silence that ends the turn once something was said.
        max_turn: longest turn before Sapa takes the floor.
    """

    end_silence: float
    max_turn: float


TIMINGS: Final[dict[Field, FieldTiming]] = {
    Field.YESNO: FieldTiming(end_silence=0.4, max_turn=10.0),
    Field.DIGITS: FieldTiming(end_silence=1.5, max_turn=30.0),
    Field.DISTRICT: FieldTiming(end_silence=0.7, max_turn=12.0),
    Field.NAME: FieldTiming(end_silence=1.2, max_turn=15.0),
    Field.INSTITUTION: FieldTiming(end_silence=0.7, max_turn=15.0),
    Field.QUESTION: FieldTiming(end_silence=0.7, max_turn=60.0),
}
