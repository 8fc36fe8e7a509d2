"""The FAQ changes while calls are taken."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

import faq
from faq import Edition, Shelf
from models import Audio, Field, Hypothesis, ModelError, build_graphs, unknown_words
from voice.call import CallResult, Office, take_call
from voice.caller.opening import open_simulated
from voice.hearing import Heard
from voice.hearing.turn import Stream
from voice.observer import Observer, Observers
from voice.office import open_office
from voice.renewal import LentEars, Renewal
from voice.settings import Settings

REPOSITORY = Path(__file__).parents[2]
SCENARIO = REPOSITORY / "tests/scenarios/identity_declined.yaml"
TOPIC = "rapor-pendidikan.yaml"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A copy of the packaged FAQ that a test may change."""
    room = Path(faq.__file__).parent
    shutil.copytree(room / "entries", tmp_path / "entries")
    shutil.copy(room / "units.yaml", tmp_path)
    return tmp_path


@pytest.fixture
def office(settings: Settings, home: Path) -> Iterator[Office]:
    storage = settings.storage.model_copy(update={"knowledge": home / "kept"})
    knowledge = settings.knowledge.model_copy(update={"folder": home / "entries"})
    opened = open_office(settings.model_copy(update={"storage": storage, "knowledge": knowledge}))
    yield opened
    opened.close()


class Saves(Observer):
    """A maintainer who saves a file while the caller is on the line."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text

    def heard(self, heard: Heard, at: float) -> None:
        self._path.write_text(self._text, encoding="utf-8")


def called(office: Office, settings: Settings, also: Observer | None = None) -> CallResult:
    caller = open_simulated(SCENARIO, settings.storage.callers)
    assert caller.scenario.at is not None
    observer = Observers(caller.observer, also or Observer())
    return take_call(office, caller.line, caller.scenario.at, observer)


def said(result: CallResult) -> str:
    return " ".join(str(turn["text"]) for turn in result.notes.transcript)


def opened_over(settings: Settings, home: Path, graphs: Path) -> Office:
    """An office with the first ear only, over graphs and an FAQ of its own."""
    storage = settings.storage.model_copy(
        update={"knowledge": home / "kept", "graphs": graphs, "speech": home / "speech"}
    )
    hearing = settings.hearing.model_copy(update={"second_pass": False})
    knowledge = settings.knowledge.model_copy(update={"folder": home / "entries"})
    return open_office(
        settings.model_copy(update={"storage": storage, "knowledge": knowledge, "hearing": hearing})
    )


def test_a_call_keeps_the_answers_it_began_with(
    office: Office, settings: Settings, home: Path
) -> None:
    path = home / "entries" / TOPIC
    good = path.read_text(encoding="utf-8")
    first = called(office, settings)
    (match,) = {m.entry for m in first.notes.matches}
    entry = office.shelf.current().book.get(match or "")
    assert entry is not None
    opening = entry.answer.split()[0]
    changed = good.replace(f"    {opening} ", f"    Sekarang begini. {opening} ")
    assert changed != good
    second = called(office, settings, Saves(path, changed))
    assert "Sekarang begini." not in said(second)
    third = called(office, settings, Saves(path, "- id: [\n"))
    assert "Sekarang begini." in said(third)
    broken = called(office, settings)
    assert "Sekarang begini." in said(broken)
    assert f"{TOPIC}:2" in office.shelf.state().warning()


def test_new_words_are_heard_after_the_graphs_are_built_in_the_background(
    settings: Settings, home: Path, tmp_path: Path
) -> None:
    graphs = tmp_path / "graphs"
    shutil.copytree(REPOSITORY / "build/graphs", graphs, symlinks=True)
    office = opened_over(settings, home, graphs)
    asked = "apa itu siwaluhkarya"
    assert [w.word for w in unknown_words([asked], graphs)] == ["siwaluhkarya"]
    path = home / "entries" / TOPIC
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  ask:\n", f'  ask:\n    - "{asked}"\n', 1), encoding="utf-8")
    with office.ears.lent() as old:
        office.renewal.call_begins(office.shelf.current())
        assert old.stream(Field.YESNO).partial == ""
    office.renewal.finish()
    assert office.renewal.failure == ""
    assert unknown_words([asked], graphs) == []
    with office.ears.lent() as new:
        assert new is not old
    office.close()


class CountedEars:
    """Ears that hear nothing and know whether they were closed."""

    has_second = False
    closed = 0

    def stream(self, field: Field) -> Stream:
        raise NotImplementedError

    def second_pass(self, field: Field, audio: Audio) -> Hypothesis:
        raise NotImplementedError

    def prepare(self, field: Field) -> None: ...

    def together(self, field: Field, first: Hypothesis, second: Hypothesis) -> Hypothesis:
        raise NotImplementedError

    def close(self) -> None:
        self.closed += 1


def test_ears_are_closed_when_the_last_call_that_has_them_ends() -> None:
    old, new = CountedEars(), CountedEars()
    ears = LentEars(old)
    with ears.lent() as first:
        with ears.lent() as second:
            assert first is second is old
            ears.replace(new)
            with ears.lent() as third:
                assert third is new
            assert not ears.await_idle(0.0)
        assert not old.closed
    assert (old.closed, new.closed) == (1, 0)
    assert ears.await_idle(0.0)
    ears.close()
    ears.close()
    assert (old.closed, new.closed) == (1, 1)


def test_ears_that_come_after_the_office_has_closed_are_closed() -> None:
    old, late = CountedEars(), CountedEars()
    ears = LentEars(old)
    with ears.lent():
        ears.close()
        ears.replace(late)
        assert (old.closed, late.closed) == (0, 1)
    assert (old.closed, late.closed) == (1, 1)


class Change:
    """A shelf whose FAQ has changed since the ears were opened, and what was made of it."""

    def __init__(self, folder: Path) -> None:
        self.shelf = Shelf(folder / "entries", None, lambda: NOW)
        known = self.shelf.current()
        path = folder / "entries" / TOPIC
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("  ask:\n", "  ask:\n    - siwaluhkarya\n", 1), encoding="utf-8"
        )
        self.edition = self.shelf.current()
        self.old, self.new = CountedEars(), CountedEars()
        self.ears = LentEars(self.old)
        self.spoken = 0
        self.faults: list[Exception] = []
        self.ready = Event()
        self.renewal = Renewal(self.shelf, self.ears, self.hear, self.speak, known)

    def hear(self, edition: Edition) -> CountedEars:
        assert edition.key == self.edition.key
        if self.faults:
            raise self.faults.pop()
        self.ready.set()
        return self.new

    def speak(self, edition: Edition) -> None:
        self.spoken += 1


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (ModelError("Graf tidak dapat ditulis."), "Graf tidak dapat ditulis."),
        (KeyError("graf"), "Perubahan tanya-jawab belum siap: KeyError: 'graf'"),
    ],
)
def test_a_change_that_could_not_be_made_ready_is_tried_again(
    home: Path, fault: Exception, told: str
) -> None:
    change = Change(home)
    change.faults.append(fault)
    change.renewal.call_begins(change.edition)
    change.renewal.finish()
    assert change.renewal.failure == told
    with change.ears.lent() as ears:
        assert ears is change.old
    for _ in range(2):
        change.renewal.call_begins(change.edition)
        change.renewal.finish()
        assert change.renewal.failure == ""
    with change.ears.lent() as ears:
        assert ears is change.new
    assert (change.spoken, change.old.closed) == (2, 1)


def test_a_service_that_watches_notices_a_change_without_a_call(home: Path) -> None:
    change = Change(home)
    change.renewal.watch(0.01)
    assert change.ready.wait(10.0)
    change.renewal.close()


def test_graphs_that_another_process_has_built_are_taken_into_use(
    settings: Settings, home: Path, tmp_path: Path
) -> None:
    graphs = tmp_path / "graphs"
    shutil.copytree(REPOSITORY / "build/graphs", graphs, symlinks=True)
    office = opened_over(settings, home, graphs)
    path = home / "entries" / TOPIC
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  ask:\n", "  ask:\n    - siwaluhkarya\n", 1), encoding="utf-8")
    edition = office.shelf.current()
    build_graphs(graphs, edition.book.phrasings())
    with office.ears.lent() as old:
        pass
    office.renewal.call_begins(edition)
    office.renewal.finish()
    with office.ears.lent() as new:
        assert new is not old
    office.close()
