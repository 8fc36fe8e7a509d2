"""Writes a call down in the staff's records as it happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk import CallRecord, FormField, Procedure, Speaker, Step
from voice.clock import CallClock
from voice.hearing import Heard
from voice.observer import Observer


@dataclass(frozen=True, slots=True)
class StepRun:
    """One finished run of a POS step."""

    step: Step
    started: datetime
    ended: datetime

    @property
    def took(self) -> timedelta:
        return self.ended - self.started

    @property
    def deviated(self) -> bool:
        return self.took > self.step.standard

    def as_json(self) -> dict[str, object]:
        return {
            "number": self.step.number,
            "title": self.step.title,
            "started": self.started.isoformat(),
            "ended": self.ended.isoformat(),
            "seconds": round(self.took.total_seconds(), 2),
            "standard_seconds": self.step.standard.total_seconds(),
            "deviated": self.deviated,
            "output": self.step.output,
        }


@dataclass(frozen=True, slots=True)
class MatchNote:
    """One search in the FAQ."""

    question: str
    entry: str | None
    score: float
    decision: str


class CallNotes(Observer):
    """The dialogue's notes and the transcript, on record at once, and told to the observer.

    Args:
        record: the call in the database; every method of it commits.
        due: when a ticket opened at a time must have been called back (``Desk.due``).
        unit_name: the name of a unit for people, by its key.
    """

    def __init__(
        self,
        record: CallRecord,
        procedure: Procedure,
        clock: CallClock,
        due: Callable[[datetime], datetime],
        unit_name: Callable[[str], str],
        observer: Observer,
    ) -> None:
        self._unit_name = unit_name
        self._record = record
        self._procedure = procedure
        self._clock = clock
        self._due = due
        self._observer = observer
        self._step: int | None = None
        self.form: dict[str, str] = {}
        self.steps: list[StepRun] = []
        self.matches: list[MatchNote] = []
        self.transcript: list[dict[str, object]] = []
        self.ticket_number: str | None = None

    # --- for the dialogue -------------------------------------------------------------------------

    def step(self, number: int) -> _Running:
        return _Running(self, self._procedure.step(number))

    def value(self, name: str, value: str, confidence: float | None) -> None:
        self._record.field(FormField(name), value, confidence)
        if value:
            self.form[name] = value
        else:
            self.form.pop(name, None)
        self._observer.noted(name, value)

    def match(
        self,
        question: str,
        entry: str | None,
        score: float,
        decision: str,
        cause: str | None = None,
        rewords: bool = False,
    ) -> None:
        now = self._clock.now()
        self._record.match(question, entry, score, decision, now, cause, rewords)
        self.matches.append(MatchNote(question, entry, score, decision))

    def ticket(self, unit: str, reason: str) -> str:
        now = self._clock.now()
        number = self._record.open_ticket(unit, reason, now, self._due(now), self._unit_name(unit))
        self.ticket_number = number
        self._observer.ticket_opened(number, unit)
        return number

    # --- for the conversation ---------------------------------------------------------------------

    def said(self, text: str, at: float) -> None:
        self._turn(Speaker.SAPA, text, None)

    def heard(self, heard: Heard, at: float) -> None:
        if heard.text:
            self._turn(Speaker.CALLER, heard.text, heard.confidence)

    def _turn(self, speaker: Speaker, text: str, confidence: float | None) -> None:
        self._record.turn(speaker, text, self._clock.now(), confidence, self._step)
        self.transcript.append(
            {
                "speaker": speaker.value,
                "text": text,
                "at": round(self._clock.seconds, 2),
                "confidence": None if confidence is None else round(confidence, 3),
                "step": self._step,
            }
        )

    def as_json(self) -> dict[str, object]:
        """Everything noted, for JSON."""
        return {
            "form": dict(self.form),
            "ticket": self.ticket_number,
            "matches": [
                {
                    "question": m.question,
                    "entry": m.entry,
                    "score": round(m.score, 3),
                    "decision": m.decision,
                }
                for m in self.matches
            ],
            "steps": [run.as_json() for run in self.steps],
            "transcript": self.transcript,
        }

    # --- steps ------------------------------------------------------------------------------------

    def begin(self, step: Step) -> datetime:
        now = self._clock.now()
        self._record.step_started(step.number, now)
        self._step = step.number
        self._observer.step_started(step, self._clock.seconds)
        return now

    def finish(self, step: Step, started: datetime) -> None:
        now = self._clock.now()
        self._record.step_ended(step.number, now)
        run = StepRun(step, started, now)
        self.steps.append(run)
        self._observer.step_ended(step, run.took)


class _Running:
    """A POS step whose clock runs from entering to leaving."""

    def __init__(self, notes: CallNotes, step: Step) -> None:
        self._notes = notes
        self._of = step
        self._started: datetime | None = None

    def __enter__(self) -> _Running:
        self._started = self._notes.begin(self._of)
        return self

    def __exit__(self, *details: object) -> None:
        if self._started is not None:
            started, self._started = self._started, None
            self._notes.finish(self._of, started)
