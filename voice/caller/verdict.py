"""Whether a simulated call went as its scenario expects."""

from __future__ import annotations

import re

from desk import Procedure
from voice.call import CallResult
from voice.caller.scenario import Scenario


def deviations(scenario: Scenario, result: CallResult, procedure: Procedure) -> list[str]:
    """What was expected and did not happen, one line each; empty when all went well."""
    expected, notes = scenario.expect, result.notes
    found = []
    if expected.outcome is not None and result.outcome.value != expected.outcome:
        found.append(f"outcome {result.outcome.value}, expected {expected.outcome}")
    answered = tuple(
        m.entry for m in notes.matches if m.decision == "answer" and m.entry is not None
    )
    if expected.entries and answered != expected.entries:
        found.append(f"answered {answered}, expected {expected.entries}")
    if expected.ticket is not None and (notes.ticket_number is not None) != expected.ticket:
        found.append(f"ticket {notes.ticket_number}, expected {expected.ticket}")
    for name, value in expected.form.items():
        if notes.form.get(name) != value:
            found.append(f"form {name} {notes.form.get(name)!r}, expected {value!r}")
    said = [str(turn["text"]) for turn in notes.transcript if turn["speaker"] == "sapa"]
    for key in expected.spoken:
        if not any(_holds(procedure.sentences[key], text) for text in said):
            found.append(f"sentence {key} was not spoken")
    return found


def _holds(sentence: str, text: str) -> bool:
    """Whether a sentence, whatever fills its blanks, is part of a text."""
    parts = [re.escape(part) for part in re.split(r"\{\w+\}", sentence)]
    return re.search(".+".join(parts), text) is not None
