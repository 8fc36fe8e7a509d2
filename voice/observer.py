"""What others may watch of a running call: the terminal, the simulated caller, a benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from desk import Step
from faq import Match
from voice.hearing import Heard


@dataclass(frozen=True, slots=True)
class Reply:
    """How long the caller waited for one reply.

    Attributes:
        asked: what the caller had answered.
        voice_ended: audio time (s) of the caller's last sound, as the voice activity saw it.
        turn_ended: audio time (s) at which the turn was taken for ended.
        sounded: audio time (s) of the first audible sample of the reply.
        processing: seconds of computing between the end of the turn and the first sample.
    """

    asked: str
    voice_ended: float
    turn_ended: float
    sounded: float
    processing: float

    @property
    def seconds(self) -> float:
        """Silence the caller heard: audio time plus computing."""
        return self.sounded - self.voice_ended + self.processing


class Observer:
    """Does nothing; override what is of interest. Called from the thread of the call."""

    def said(self, text: str, at: float) -> None:
        """Sapa begins to speak; ``at`` is audio time in seconds."""

    def asked(self, key: str, text: str) -> None:
        """A question has been heard to its end; it is the caller's turn."""

    def partial(self, text: str) -> None:
        """Words of the running turn so far (first pass)."""

    def heard(self, heard: Heard, at: float) -> None:
        """A turn of the caller is over."""

    def step_started(self, step: Step, at: float) -> None:
        """A POS step begins."""

    def step_ended(self, step: Step, took: timedelta) -> None:
        """A POS step is over."""

    def matched(self, question: str, match: Match) -> None:
        """A question has been matched against the FAQ."""

    def noted(self, name: str, value: str) -> None:
        """A value of the service form was written down."""

    def ticket_opened(self, number: str, unit: str) -> None:
        """A ticket was opened."""

    def replied(self, reply: Reply) -> None:
        """The first sound of a reply has left."""

    def tick(self, at: float) -> None:
        """One frame has passed."""


class Observers(Observer):
    """Passes everything on to several observers."""

    def __init__(self, *observers: Observer) -> None:
        self._all = observers

    def said(self, text: str, at: float) -> None:
        for o in self._all:
            o.said(text, at)

    def asked(self, key: str, text: str) -> None:
        for o in self._all:
            o.asked(key, text)

    def partial(self, text: str) -> None:
        for o in self._all:
            o.partial(text)

    def heard(self, heard: Heard, at: float) -> None:
        for o in self._all:
            o.heard(heard, at)

    def step_started(self, step: Step, at: float) -> None:
        for o in self._all:
            o.step_started(step, at)

    def step_ended(self, step: Step, took: timedelta) -> None:
        for o in self._all:
            o.step_ended(step, took)

    def matched(self, question: str, match: Match) -> None:
        for o in self._all:
            o.matched(question, match)

    def noted(self, name: str, value: str) -> None:
        for o in self._all:
            o.noted(name, value)

    def ticket_opened(self, number: str, unit: str) -> None:
        for o in self._all:
            o.ticket_opened(number, unit)

    def replied(self, reply: Reply) -> None:
        for o in self._all:
            o.replied(reply)

    def tick(self, at: float) -> None:
        for o in self._all:
            o.tick(at)
