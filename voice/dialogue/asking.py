"""Asking for one thing until it is understood, declined, or asked too often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, Generic, TypeVar

from desk import Procedure
from models import Field
from voice.hearing import Heard
from voice.understanding.commands import Command, command_in, refuses

from .conversation import Conversation, Question

T = TypeVar("T")

REPROMPTS: Final = 2
"""Silences in a row that are answered with a reprompt; the next one ends the call."""
_TRIES: Final = 2
"""Answers that may be misunderstood before Sapa goes on without the value."""
_TURNS: Final = 12
"""Turns spent on one question whatever happens, so that "ulangi" for ever cannot trap a call."""


class OfficerWanted(Exception):  # noqa: N818 - an event, not a failure
    """The caller asked for an officer."""


class CallerSilent(Exception):  # noqa: N818 - an event, not a failure
    """The caller stayed silent through every reprompt."""


class Why(Enum):
    """Why there is no value."""

    GIVEN = "given"
    DECLINED = "declined"
    UNHEARD = "unheard"


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A value, or the reason why there is none; and the words it was taken from."""

    value: T | None
    why: Why
    heard: Heard


class Asker:
    """Asks questions of one call and deals with silence and with steering words.

    Args:
        procedure: gives the sentences.
        conversation: the call.
    """

    def __init__(self, procedure: Procedure, conversation: Conversation) -> None:
        self._procedure = procedure
        self._conversation = conversation
        self.anything_said = False
        self.spoke_on: Callable[[Heard], None] | None = None
        """Takes what the caller adds to the answer before, which Sapa had taken for finished."""

    def say(self, key: str, **values: str) -> None:
        self._conversation.say(self._procedure.sentence(key, **values))

    def ask(
        self,
        key: str,
        field: Field,
        understand: Callable[[Heard], T | None],
        *,
        text: str | None = None,
        short: str | None = None,
        again: str | None = None,
        may_decline: bool = False,
        complete: Callable[[str], bool] | None = None,
        unfinished: Callable[[str], bool] | None = None,
        on_spoken: Callable[[], None] | None = None,
        tries: int = _TRIES,
    ) -> Answer[T]:
        """Ask until there is a value.

        Args:
            key: names the sentence in the procedure.
            understand: makes the value of what was heard; None when it is not understood.
            text: the sentence itself, where it has blanks or comes from elsewhere.
            short: a shorter sentence for when the caller stayed silent or was not understood.
            again: key of the sentence after a misunderstanding; ``short`` or the same when None.
            may_decline: whether "tidak mau", "lewati" and the like skip the question.
            complete, unfinished: see :class:`Question`.
            tries: answers that may be misunderstood.

        Raises:
            OfficerWanted: the caller wants a person.
            CallerSilent: nothing was said through all reprompts.
        """
        first = text if text is not None else self._procedure.sentence(key)
        question = Question(key, first, field, complete, unfinished, on_spoken)
        reminder = replace(question, text=short or first)
        silences = failures = 0
        heard = self._conversation.ask(question)
        for _ in range(_TURNS):
            if not heard.spoke:
                silences += 1
                if silences > REPROMPTS:
                    raise CallerSilent(key)
                self.say(f"silence_{silences}")
                heard = self._conversation.ask(reminder)
                continue
            silences = 0
            self.anything_said = self.anything_said or bool(heard.words)
            command = command_in(heard.text)
            if command is Command.OFFICER:
                raise OfficerWanted(key)
            if command is Command.WAIT:
                self.say("wait")
                heard = self._conversation.wait_for_answer(question)
                continue
            if command in (Command.REPEAT, Command.SLOWER):
                if command is Command.SLOWER:
                    self._conversation.slow = True
                    self.say("slower")
                heard = self._conversation.ask(question)
                continue
            if heard.continues and self.spoke_on is not None:
                self.spoke_on(heard)
                heard = self._conversation.ask(question)
                continue
            self.spoke_on = None
            value = understand(heard)
            if value is not None:
                return Answer(value, Why.GIVEN, heard)
            if may_decline and refuses(heard.text):
                return Answer(None, Why.DECLINED, heard)
            failures += 1
            if failures >= tries:
                break
            repeat = self._procedure.sentence(again) if again else reminder.text
            heard = self._conversation.ask(replace(question, text=repeat))
        return Answer(None, Why.UNHEARD, heard)
