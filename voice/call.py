"""One call from ring to goodbye."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from desk import Desk, DeskError, Outcome, Procedure, ServiceClock
from faq import Shelf
from models import LINE_RATE

from .clock import CallClock
from .conversing import LineConversation, Manners
from .dialogue import CallerHungUp, CallTooLong, Service, Surroundings, Words
from .lines import Line
from .notes import CallNotes
from .observer import Observer, Observers, Reply
from .recording import Recording
from .renewal import LentEars, Renewal
from .speech import Speaker


@dataclass(frozen=True, slots=True)
class Office:
    """Everything a call needs that outlives it. Built once, used by one call after another.

    A service that stays begins ``renewal.watch()``, so that changes of the FAQ are made ready
    between calls.
    """

    ears: LentEars
    speaker: Speaker
    procedure: Procedure
    shelf: Shelf
    renewal: Renewal
    desk: Desk
    service_clock: ServiceClock
    words: Words
    manners: Manners
    default_unit: str
    recordings: Path

    def close(self) -> None:
        """Give the ears and the records back."""
        self.renewal.close()
        self.ears.close()
        self.desk.close()


@dataclass(frozen=True, slots=True)
class CallResult:
    """How a call went; ``as_json`` is what ``sapa call --json`` prints."""

    call: int
    line: str
    started: datetime
    seconds: float
    outcome: Outcome
    notes: CallNotes
    recording: Path
    greeting_seconds: float
    recording_failure: str | None = None
    replies: list[Reply] = field(default_factory=list)
    unit: str | None = None

    def as_json(self) -> dict[str, Any]:
        notes = self.notes
        return {
            "call": self.call,
            "line": self.line,
            "started": self.started.isoformat(),
            "seconds": round(self.seconds, 2),
            "outcome": self.outcome.value,
            "unit": self.unit,
            **notes.as_json(),
            "recording": str(self.recording),
            "sample_rate": LINE_RATE,
            "greeting_seconds": round(self.greeting_seconds, 3),
            "replies": [
                {
                    "asked": r.asked,
                    "seconds": round(r.seconds, 3),
                    "processing": round(r.processing, 3),
                }
                for r in self.replies
            ],
        }


class _Latencies(Observer):
    """Collects reply times and the unit a ticket went to."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.unit: str | None = None

    def replied(self, reply: Reply) -> None:
        self.replies.append(reply)

    def ticket_opened(self, number: str, unit: str) -> None:
        self.unit = unit


def take_call(
    office: Office,
    line: Line,
    started: datetime,
    observer: Observer | None = None,
    caller: str | None = None,
) -> CallResult:
    """Take one call on an open line and write everything down as it happens.

    The call uses the FAQ and the ears as they are when it begins, to its end.

    Args:
        line: answered here, closed here.
        started: aware local time; the call's clock runs from it by audio time.
        observer: watches the call.
        caller: the caller's number where the line knows it.

    Raises:
        VoiceError, ModelError, DeskError: the call could not go on; what was heard is on record.
    """
    edition = office.shelf.current()
    office.renewal.call_begins(edition)
    unit_name = _unit_name(edition.book.units)
    watcher = observer if observer is not None else Observer()
    clock = CallClock(started)
    path = office.recordings / f"{started:%Y-%m}" / f"{started:%Y%m%d-%H%M%S-%f}.wav"
    record = office.desk.start_call(line.name, caller, path, clock)
    latencies = _Latencies()
    notes = CallNotes(
        record,
        office.procedure,
        clock,
        office.desk.due,
        unit_name,
        Observers(latencies, watcher),
    )
    outcome = Outcome.FAILED
    conversation: LineConversation | None = None
    try:
        with Recording(path) as recording, office.ears.lent() as ears:
            conversation = LineConversation(
                line,
                ears,
                office.speaker,
                recording,
                clock,
                Observers(notes, latencies, watcher),
                office.manners,
            )
            service = Service(
                office.procedure,
                conversation,
                notes,
                edition.matcher,
                Surroundings(
                    office.words, unit_name, office.service_clock.is_open, watcher.matched
                ),
                office.default_unit,
            )
            outcome = service.run()
        record.end(outcome, clock.now())
    except DeskError as error:
        raise _rescued(error, notes, conversation, path, office) from error
    except BaseException:
        with suppress(DeskError):
            record.end(outcome, clock.now())
        raise
    finally:
        line.close()
    return CallResult(
        call=record.id,
        line=line.name,
        started=started,
        seconds=clock.seconds,
        outcome=outcome,
        notes=notes,
        recording=path,
        greeting_seconds=conversation.greeting_seconds,
        recording_failure=conversation.recording_failure,
        replies=latencies.replies,
        unit=latencies.unit,
    )


def _rescued(
    error: DeskError,
    notes: CallNotes,
    conversation: LineConversation | None,
    recording: Path,
    office: Office,
) -> DeskError:
    """The records fail in the middle of a call: tell the caller, keep everything in a file."""
    if conversation is not None:
        with suppress(CallerHungUp, CallTooLong):
            conversation.say(office.procedure.sentence("trouble"))
    kept = recording.with_suffix(".json")
    try:
        kept.write_text(json.dumps(notes.as_json(), ensure_ascii=False, indent=2), encoding="utf-8")
    except OSError:
        return DeskError(f"{error} Panggilan ini hanya tersimpan di rekaman {recording}.")
    return DeskError(f"{error} Yang sudah terdengar disimpan di {kept}.")


def _unit_name(units: Mapping[str, str]) -> Callable[[str], str]:
    def name(key: str) -> str:
        return units.get(key, key)

    return name
