"""What Sapa says in the calls of the scenarios."""

from __future__ import annotations

import tempfile
from pathlib import Path

from voice.call import take_call
from voice.caller.opening import open_simulated
from voice.observer import Observer, Observers
from voice.office import build_ears, open_office
from voice.settings import load_settings

_SCENARIOS = Path(__file__).parents[2] / "tests/scenarios"


class _Said(Observer):
    def __init__(self, sentences: list[str]) -> None:
        self._sentences = sentences

    def said(self, text: str, at: float) -> None:
        self._sentences.append(text)


def sentences_of_calls(folder: Path = _SCENARIOS) -> list[str]:
    """Every text that Sapa speaks in the calls of a folder of scenarios, in order."""
    settings = load_settings()
    cache = settings.at_home(settings.storage.callers)
    build_ears(settings)
    sentences: list[str] = []
    with tempfile.TemporaryDirectory() as home:
        storage = settings.storage.model_copy(
            update={
                "database": f"sqlite:///{home}/bench.db",
                "recordings": Path(home) / "recordings",
            }
        )
        office = open_office(settings.model_copy(update={"storage": storage}))
        for path in sorted(folder.glob("*.yaml")):
            caller = open_simulated(path, cache)
            assert caller.scenario.at is not None
            watcher = Observers(caller.observer, _Said(sentences))
            take_call(office, caller.line, caller.scenario.at, watcher)
        office.close()
    return sentences
