"""What Sapa says in the calls of the scenarios."""

from __future__ import annotations

from pathlib import Path

from bench.scenarios import SCENARIOS, passing_office
from voice.call import take_call
from voice.caller.opening import open_simulated
from voice.observer import Observer, Observers
from voice.office import build_ears
from voice.settings import load_settings


class _Said(Observer):
    def __init__(self, sentences: list[str]) -> None:
        self._sentences = sentences

    def said(self, text: str, at: float) -> None:
        self._sentences.append(text)


def sentences_of_calls(folder: Path = SCENARIOS) -> list[str]:
    """Every text that Sapa speaks in the calls of a folder of scenarios, in order."""
    settings = load_settings()
    cache = settings.at_home(settings.storage.callers)
    build_ears(settings)
    sentences: list[str] = []
    with passing_office(settings) as office:
        for path in sorted(folder.glob("*.yaml")):
            caller = open_simulated(path, cache)
            assert caller.scenario.at is not None
            watcher = Observers(caller.observer, _Said(sentences))
            take_call(office, caller.line, caller.scenario.at, watcher)
    return sentences
