"""POS step 2: who calls. Each value is asked in turn, read back where it matters, or declined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from desk import Procedure
from models import Field
from voice.hearing import Heard
from voice.understanding.commands import command_in, refuses
from voice.understanding.districts import district_name
from voice.understanding.names import institution_name, person_name
from voice.understanding.numbers import (
    digits_in,
    in_groups,
    number_is_whole,
    pieced_together,
    telephone_number,
    with_numerals,
)
from voice.understanding.yesno import yes_or_no

from .asking import Answer, Asker, Why
from .conversation import Notes

SURE: Final = 0.65
"""Values heard with less confidence than this are read back."""
_CORRECTIONS: Final = 2
"""How often a value is asked anew after the caller said that it was wrong."""


def _supporting(text: str) -> str | None:
    return None if refuses(text) else with_numerals(text) or None


def _is_whole(way: _Way, words: str) -> bool:
    """Whether an answer is plainly over: the value is whole, or the caller wants something else."""
    if way.complete is not None and way.complete(words):
        return True
    return refuses(words) or command_in(words) is not None


@dataclass(frozen=True, slots=True)
class _Way:
    """How one value of the form is understood and read back."""

    read: Callable[[str], str | None]
    spoken: Callable[[str], str] = str
    always_checked: bool = False
    checked_when_unsure: bool = False
    complete: Callable[[str], bool] | None = None


_WAYS: Final[dict[str, _Way]] = {
    "name": _Way(person_name, checked_when_unsure=True),
    "institution": _Way(institution_name, checked_when_unsure=True),
    "district": _Way(
        district_name, checked_when_unsure=True, complete=lambda t: district_name(t) is not None
    ),
    "phone": _Way(
        telephone_number, spoken=in_groups, always_checked=True, complete=number_is_whole
    ),
    "supporting": _Way(_supporting),
}


class Identity:
    """Fills the service form of one call."""

    def __init__(self, procedure: Procedure, asker: Asker, notes: Notes) -> None:
        self._procedure = procedure
        self._asker = asker
        self._notes = notes
        self.values: dict[str, str] = {}
        self._asked: set[str] = set()
        self._denied = ""

    def collect(self, only: tuple[str, ...] | None = None) -> None:
        """Ask for everything on the form that has not been asked yet, in the procedure's order."""
        for item in self._procedure.form:
            if (
                item.name in _WAYS
                and item.name not in self._asked
                and (not only or item.name in only)
            ):
                self._asked.add(item.name)
                self._collect(item.name, Field(item.graph))

    def _collect(self, name: str, field: Field) -> None:
        way = _WAYS[name]
        for correction in range(_CORRECTIONS + 1):
            answer = self._ask(name, field, way, f"{name}_again" if correction else name)
            if name == "phone" and answer.value is not None and self._denied:
                answer = replace(answer, value=pieced_together(answer.value, self._denied))
            if answer.value is None:
                if answer.why is Why.DECLINED:
                    self._take_back(name)
                    self._asker.say("skipped")
                else:
                    self._asker.say("unheard")
                return
            self._keep(name, answer.value, answer.heard.confidence)
            if self._confirmed(name, way, answer):
                return
        self._asker.say("unheard")

    def _ask(self, name: str, field: Field, way: _Way, sentence: str) -> Answer[str]:
        def understand(heard: Heard) -> str | None:
            if refuses(heard.text):
                return None
            value = way.read(heard.text)
            if value is None:
                value = next((v for v in map(way.read, heard.alternatives) if v), None)
            if value is None and name == "phone":
                self._keep_unfinished(heard)
            return value

        return self._asker.ask(
            name,
            field,
            understand,
            text=self._procedure.sentence(sentence),
            again=f"{name}_again",
            may_decline=True,
            complete=partial(_is_whole, way),
        )

    def _keep(self, name: str, value: str, confidence: float | None) -> None:
        self.values[name] = value
        self._notes.value(name, value, confidence)

    def _take_back(self, name: str) -> None:
        """An empty value on record: the caller declined, or said that what was heard is wrong."""
        self._notes.value(name, "", None)
        self.values.pop(name, None)

    def _keep_unfinished(self, heard: Heard) -> None:
        digits = digits_in(heard.text)
        if digits:
            self._keep("phone", f"{digits} (belum lengkap)", heard.confidence)

    def keep_interrupted(self, name: str, heard: Heard) -> None:
        """Write down what was heard of an answer that the caller did not finish."""
        if name == "phone":
            self._keep_unfinished(heard)
        elif name in _WAYS and heard.text:
            self._keep(name, f"{heard.text} (belum lengkap)", heard.confidence)

    def _confirmed(self, name: str, way: _Way, answer: Answer[str]) -> bool:
        assert answer.value is not None
        unsure = way.checked_when_unsure and answer.heard.confidence < SURE
        if not (way.always_checked or unsure):
            return True
        sentence = self._procedure.sentence(f"{name}_check", value=way.spoken(answer.value))
        check = self._asker.ask(
            f"{name}_check", Field.YESNO, lambda h: yes_or_no(h.text), text=sentence
        )
        if check.value is False:
            if name == "phone":
                self._denied = answer.value
            self._take_back(name)
            return False
        return True

    @property
    def can_be_called(self) -> bool:
        """Whether a whole telephone number was given."""
        number = self.values.get("phone", "")
        return number.isdecimal()
