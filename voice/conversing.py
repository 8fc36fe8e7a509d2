"""The frame loop of a call: plays Sapa's speech, listens to the caller, 20 ms at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter
from typing import Final

import numpy as np

from models import LINE_RATE, Audio, Field
from voice.clock import CallClock
from voice.dialogue.conversation import CallerHungUp, CallTooLong, Question
from voice.errors import VoiceError
from voice.hearing import NOTHING, Background, EarsLike, Heard, Turn
from voice.lines import FRAME, FRAME_SECONDS, HungUp, Line
from voice.observer import Observer, Reply
from voice.recording import Recording
from voice.speech import Speaker

_SILENCE: Final = Audio(np.zeros(FRAME, np.float32), LINE_RATE)
_AUDIBLE: Final = 0.005
"""Sample value (full scale 1.0) from which a reply counts as sounding."""
_BARGE_IN_VOICE: Final = 0.45
"""Seconds of voice, with a word recognised, that stop Sapa's own speech."""

_SPOKE_ON: Final = 1.5
"""A caller who interrupts within so many seconds had not finished the answer before."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How patient a call is.

    Attributes:
        silence_seconds: wait for a first sound of the caller, from the end of Sapa's speech.
        longest_seconds: longest call, in audio time.
        barge_in: whether the caller may interrupt.
    """

    silence_seconds: float = 6.0
    longest_seconds: float = 900.0
    barge_in: bool = True


@dataclass
class _AwaitedReply:
    asked: str
    voice_ended: float
    turn_ended: float
    since: float
    line_time: float = 0.0


class LineConversation:
    """A :class:`~voice.dialogue.conversation.Conversation` over a telephone line.

    All timers count frames. Computing time is measured apart, for the reply latency only.

    Args:
        line: 8 kHz frames in and out.
        clock: advances by one frame with every frame read.
    """

    def __init__(
        self,
        line: Line,
        ears: EarsLike,
        speaker: Speaker,
        recording: Recording | None,
        clock: CallClock,
        observer: Observer,
        manners: Manners,
    ) -> None:
        self.slow = False
        self._line = line
        self._ears = ears
        self._speaker = speaker
        self._recording = recording
        self._clock = clock
        self._observer = observer
        self._manners = manners
        self._background = Background()
        self._too_long = False
        self._awaited: _AwaitedReply | None = None
        self._line_time = 0.0
        self._answered: Field | None = None
        self._answered_at = perf_counter()
        self.greeting_seconds = 0.0
        self.recording_failure: str | None = None

    def now(self) -> datetime:
        return self._clock.now()

    # --- speaking -------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        try:
            self._play(text, None)
        except HungUp as gone:
            raise CallerHungUp("", NOTHING) from gone

    def ask(self, question: Question) -> Heard:
        turn = self._new_turn(question)
        began = self._clock.seconds
        try:
            interrupted = self._play(question.text, turn if self._manners.barge_in else None)
            early = interrupted and self._clock.seconds - began < _SPOKE_ON
            before = self._answered if early else None
            if question.on_spoken is not None:
                question.on_spoken()
            if not interrupted and not turn.speaking:
                turn = self._new_turn(question)
            if before is not None:
                return replace(self._listen(question, turn, belongs_to=before), continues=True)
            self._observer.asked(question.key, question.text)
            heard = self._listen(question, turn)
            self._answered = question.field
            return heard
        except HungUp as gone:
            raise CallerHungUp(question.key, self._rest(turn)) from gone

    def wait_for_answer(self, question: Question) -> Heard:
        turn = self._new_turn(question)
        try:
            self._observer.asked(question.key, question.text)
            return self._listen(question, turn, patience=3.0)
        except HungUp as gone:
            raise CallerHungUp(question.key, self._rest(turn)) from gone

    def _play(self, text: str, turn: Turn | None) -> bool:
        """Speak; True when the caller interrupted. Returns when the caller has heard the end."""
        self._observer.said(text, self._clock.seconds)
        frames = self._frames(text)
        for frame in frames:
            self._tick(frame, turn, speaking=True)
            if turn is not None and turn.voice_seconds >= _BARGE_IN_VOICE and turn.partial:
                self._line.flush()
                return True
        for _ in range(round(self._line.output_delay / FRAME_SECONDS)):
            self._tick(_SILENCE, turn, speaking=True)
        return False

    def _frames(self, text: str) -> Iterator[Audio]:
        rest = np.zeros(0, np.float32)
        for chunk in self._speaker.say(text, slow=self.slow):
            rest = np.concatenate([rest, chunk.require(LINE_RATE).samples])
            whole = len(rest) // FRAME * FRAME
            for start in range(0, whole, FRAME):
                yield Audio(rest[start : start + FRAME], LINE_RATE)
            rest = rest[whole:]
        if len(rest):
            yield Audio(np.pad(rest, (0, FRAME - len(rest))), LINE_RATE)

    # --- listening ------------------------------------------------------------------------------

    def _new_turn(self, question: Question) -> Turn:
        return Turn(
            self._ears, question.field, question.complete, question.unfinished, self._background
        )

    def _listen(
        self,
        question: Question,
        turn: Turn,
        patience: float = 1.0,
        belongs_to: Field | None = None,
    ) -> Heard:
        waited = 0.0
        shown = ""
        while True:
            over = self._tick(_SILENCE, turn)
            if turn.partial != shown:
                shown = turn.partial
                self._observer.partial(shown)
            if over:
                break
            if not turn.began:
                waited += FRAME_SECONDS
                if waited >= self._manners.silence_seconds * patience:
                    return NOTHING
        late = turn.late_seconds
        began = perf_counter() - late
        heard = turn.heard(self._clock.seconds, belongs_to)
        self._awaited = _AwaitedReply(
            question.key, heard.ended_at, self._clock.seconds, began, self._line_time
        )
        self._observer.heard(heard, self._clock.seconds)
        return heard

    def _rest(self, turn: Turn) -> Heard:
        heard = turn.heard(self._clock.seconds)
        if heard.text:
            self._observer.heard(heard, self._clock.seconds)
        return heard

    # --- one frame ------------------------------------------------------------------------------

    def _tick(self, out: Audio, turn: Turn | None, speaking: bool = False) -> bool:
        """Exchange one frame with the line; True when the turn is over."""
        began = perf_counter()
        frame = self._line.read()
        self._line_time += perf_counter() - began
        self._reply_sounds(out)
        self._line.write(out)
        self._clock.advance(FRAME_SECONDS)
        self._record(frame, out)
        self._observer.tick(self._clock.seconds)
        over = self._hears(frame, turn, speaking)
        if not self._too_long and self._clock.seconds >= self._manners.longest_seconds:
            self._too_long = True
            raise CallTooLong
        return over

    def _hears(self, frame: Audio, turn: Turn | None, speaking: bool) -> bool:
        """True when the turn is over. What the line sounds like is heard between turns too."""
        if turn is not None:
            return turn.accept(frame, over_sapa=speaking)
        self._background.accept(frame)
        return False

    def _record(self, caller: Audio, sapa: Audio) -> None:
        """A recording that cannot go on is given up; the caller is not."""
        if self._recording is None:
            return
        try:
            self._recording.add(caller, sapa)
        except VoiceError as error:
            self.recording_failure = str(error)
            self._recording = None

    def _reply_sounds(self, out: Audio) -> None:
        awaited = self._awaited
        if awaited is None and self.greeting_seconds:
            return
        audible = np.flatnonzero(np.abs(out.samples) >= _AUDIBLE)
        if not len(audible):
            return
        if not self.greeting_seconds:
            computing = perf_counter() - self._answered_at - self._line_time
            self.greeting_seconds = self._clock.seconds + audible[0] / LINE_RATE + computing
        if awaited is None:
            return
        self._awaited = None
        computing = perf_counter() - awaited.since - (self._line_time - awaited.line_time)
        self._observer.replied(
            Reply(
                awaited.asked,
                awaited.voice_ended,
                awaited.turn_ended,
                self._clock.seconds + float(audible[0]) / LINE_RATE + self._line.output_delay,
                computing,
            )
        )
