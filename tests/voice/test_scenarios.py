"""Whole calls through the real parts: recogniser, matcher, voice, database, recording."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from desk import load_procedure
from voice.call import CallResult, Office, take_call
from voice.caller.opening import open_simulated
from voice.caller.verdict import deviations
from voice.office import open_office
from voice.settings import Settings

SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").glob("*.yaml"))


@pytest.fixture(scope="module")
def office(settings: Settings) -> Iterator[Office]:
    opened = open_office(settings)
    yield opened
    opened.close()


def run(office: Office, settings: Settings, path: Path) -> tuple[CallResult, list[str]]:
    caller = open_simulated(path, settings.storage.callers)
    assert caller.scenario.at is not None
    result = take_call(office, caller.line, caller.scenario.at, caller.observer)
    return result, deviations(caller.scenario, result, load_procedure())


def test_there_are_thirteen_scenarios() -> None:
    assert len(SCENARIOS) == 13


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_scenario(office: Office, settings: Settings, path: Path) -> None:
    result, wrong = run(office, settings, path)
    told = "\n".join(f"{t['speaker']:>7} {t['text']}" for t in result.notes.transcript)
    assert not wrong, f"{wrong}\n{told}"
    _on_record(office, result)
    _recorded(result)


def _on_record(office: Office, result: CallResult) -> None:
    """The database holds what the result says."""
    view = office.desk.call(result.call)
    assert view.outcome is result.outcome
    assert [t.text for t in view.turns] == [str(t["text"]) for t in result.notes.transcript]
    assert len(view.steps) >= len(result.notes.steps) > 0


def _recorded(result: CallResult) -> None:
    """The recording holds both sides for the whole length of the call."""
    samples, rate = soundfile.read(result.recording)
    assert rate == 8000
    assert samples.shape[1] == 2
    assert abs(len(samples) / rate - result.seconds) < 0.05
    assert np.abs(samples[:, 1]).max() > 0.05
