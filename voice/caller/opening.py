"""From a scenario file to a caller on the line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from voice.caller.rendering import prepare
from voice.caller.scenario import Scenario, load_scenario
from voice.caller.simulated import SimulatedLine
from voice.lines import Pace
from voice.observer import Observer


class _Ear(Observer):
    """Lets the simulated caller know when a question has been asked."""

    def __init__(self, line: SimulatedLine) -> None:
        self._line = line

    def asked(self, key: str, text: str) -> None:
        self._line.on_asked(key, text)


@dataclass(frozen=True, slots=True)
class SimulatedCaller:
    """A simulated caller, ready to be answered.

    Attributes:
        observer: must watch the call; it is how the caller hears Sapa's questions.
        notice: a sentence for the person at the terminal, or None.
    """

    scenario: Scenario
    line: SimulatedLine
    observer: Observer
    notice: str | None


def open_simulated(path: Path, cache: Path, paced: bool = False) -> SimulatedCaller:
    """Read a scenario, render what its caller will say, and put the caller on a line.

    Args:
        path: the scenario file.
        cache: folder for rendered callers' speech.
        paced: whether the line runs in real time.

    Raises:
        VoiceError: the scenario is wrong (file and line), or its speech cannot be rendered.
    """
    scenario = load_scenario(path)
    prepared = prepare(scenario, cache)
    line = SimulatedLine(scenario, prepared, pace=Pace() if paced else None)
    return SimulatedCaller(scenario, line, _Ear(line), prepared.notice)
