"""Everything Sapa can be foreseen to say: what is rendered ahead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from desk import TICKET_SERIES, Procedure
from faq import FaqBook, FaqEntry, Silence, load_units
from models import districts

from .settings import Office
from .speech.numbers import DIGITS

_BLANK: Final = re.compile(r"\{\w+\}")
_FILLED: Final = "0"
"""Said for a blank of the procedure: what stands around it becomes clauses of its own."""


def foreseen(
    procedure: Procedure, office: Office, entries: Iterable[FaqEntry], units: Iterable[str]
) -> list[str]:
    """Sentences whose clauses are to be ready before a call.

    Args:
        procedure: its prompts, and the texts around their blanks.
        office: names in the greeting.
        entries: answers, and titles as they are asked back.
        units: names of the desks that take tickets.
    """
    return list(
        dict.fromkeys(
            [
                *_prompts(procedure, office),
                *(f"{name}." for name in units),
                *_places(),
                *(f"{TICKET_SERIES}{mark}" for mark in ".,"),
                *(f"{digit}{mark}" for digit in DIGITS for mark in ".,"),
                *_of_entries(entries),
            ]
        )
    )


def shipped_sentences(procedure: Procedure) -> list[str]:
    """What the package has ready: for the office of the default settings and its own FAQ.

    Answers that wait for verification are among them; those with blanks are not.
    """
    book = FaqBook.load()
    entries = [entry for entry in book if entry.silence(date.max) is not Silence.PLACEHOLDER]
    return foreseen(procedure, Office(), entries, load_units().values())


def _prompts(procedure: Procedure, office: Office) -> Iterator[str]:
    for key, sentence in procedure.sentences.items():
        if key not in ("salam", "penutup", "answer"):
            yield _BLANK.sub(_FILLED, sentence)
    for word in dict.fromkeys(word for _, word in procedure.greetings):
        greeting = procedure.sentence(
            "salam", sapaan=word, unit=office.unit, petugas=office.officer
        )
        yield f"{greeting} {office.recording_notice}".strip()
        yield procedure.sentence("penutup", sapaan=word)


def _places() -> Iterator[str]:
    for name in districts():
        yield f"{name}."
        yield f"{name},"


def _of_entries(entries: Iterable[FaqEntry]) -> Iterator[str]:
    for entry in entries:
        yield entry.answer
        yield f"{entry.title}?"
