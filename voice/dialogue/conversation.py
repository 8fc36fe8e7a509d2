"""What the dialogue needs of a call: to say, to ask, to note. No audio is seen here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from models import Field
from voice.hearing import Heard


class CallerHungUp(Exception):  # noqa: N818 - an event, not a failure
    """The caller hung up.

    Attributes:
        asked: what was being asked at that moment ("" when nothing was).
        heard: the words of the unfinished answer.
    """

    def __init__(self, asked: str, heard: Heard) -> None:
        super().__init__(asked)
        self.asked = asked
        self.heard = heard


class CallTooLong(Exception):  # noqa: N818 - an event, not a failure
    """The call has reached its longest permitted length."""


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence to be spoken and the answer to listen for.

    Attributes:
        key: what is asked ("question", "name", "phone_check", ...).
        text: the sentence, as written Indonesian.
        field: the recognition graph that hears the answer.
        complete: tells from the words so far whether the answer is whole.
        unfinished: tells from the words so far that there must be more to come.
        on_spoken: called when the sentence has been heard to its end.
    """

    key: str
    text: str
    field: Field
    complete: Callable[[str], bool] | None = None
    unfinished: Callable[[str], bool] | None = None
    on_spoken: Callable[[], None] | None = None


class Conversation(Protocol):
    """One caller on the line. Everything blocks until it is done, in audio time."""

    slow: bool

    def now(self) -> datetime: ...

    def say(self, text: str) -> None:
        """Speak to the end."""
        ...

    def ask(self, question: Question) -> Heard:
        """Speak, then listen for one turn; ``Heard.spoke`` is False when the caller stayed silent.

        Raises:
            CallerHungUp: at any moment.
            CallTooLong: at any moment.
        """
        ...

    def wait_for_answer(self, question: Question) -> Heard:
        """Listen again without speaking."""
        ...


class Notes(Protocol):
    """Where a call is written down as it happens (see ``desk.CallRecord``)."""

    def step(self, number: int) -> StepScope: ...

    def value(self, name: str, value: str, confidence: float | None) -> None: ...

    def match(
        self,
        question: str,
        entry: str | None,
        score: float,
        decision: str,
        cause: str | None = None,
        rewords: bool = False,
    ) -> None:
        """``rewords``: another wording of the question before it, or a choice about it."""
        ...

    def ticket(self, unit: str, reason: str) -> str: ...


class StepScope(Protocol):
    """A POS step that is running; leaving it ends the step's clock."""

    def __enter__(self) -> object: ...

    def __exit__(self, *details: object) -> None: ...
