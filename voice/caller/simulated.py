"""A caller who does what a scenario says: a line with nobody behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.audio import LINE_RATE, Audio, Samples
from voice.caller.channel import Channel
from voice.caller.rendering import Prepared
from voice.caller.scenario import ANY, Answer, Scenario
from voice.lines.line import FRAME, FRAME_SECONDS, HungUp, require_frame
from voice.lines.pace import Pace

REACTION: Final = 0.5
"""Seconds from the end of Sapa's question to the caller's first sound."""

_LONGEST_CALL: Final = 1800.0
"""Seconds after which the caller hangs up whatever happens."""
_SOUNDING: Final = 0.01
_REPEATED: Final = ("_again", "_short")
"""Endings of sentence keys that ask for the same thing once more."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing the caller said, in seconds since the call began.

    Attributes:
        key: what Sapa had asked.
        text: the words.
        start: first sound.
        end: last sound (or the moment of hanging up in the middle of it).
    """

    key: str
    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class _Planned:
    """Speech on the tape, in samples since the call began; ``last`` is the last one that sounds."""

    key: str
    text: str
    start: int
    samples: Samples
    last: int

    @property
    def stop(self) -> int:
        return self.start + len(self.samples)


class SimulatedLine:
    """Plays the caller of a scenario over a telephone channel.

    The call reports each question by :meth:`on_asked` when it has been heard to its end. The caller
    then takes the next line for that key (else for the key without ``_again``, else for ``any``),
    waits, and speaks. Asked the same again before having begun, the caller keeps to the line begun
    with; asked something else, turns to that. Without a line the caller stays silent.

    Attributes:
        spoken: everything said so far.
        unused: lines not yet used, by key.
    """

    def __init__(
        self,
        scenario: Scenario,
        prepared: Prepared,
        reaction: float = REACTION,
        pace: Pace | None = None,
    ) -> None:
        """Args:
        scenario: what to do.
        prepared: its sound (see ``voice.caller.prepare``).
        reaction: seconds before the caller answers.
        pace: makes the line run in real time; None is as fast as it is read.
        """
        self._scenario = scenario
        self._reaction = round(reaction * LINE_RATE)
        self._pace = pace
        self._channel = Channel(
            scenario.codec, scenario.snr_db, scenario.noise, scenario.seed, prepared.babble
        )
        self._carried = {
            text: self._channel.carried(prepared.voices[text]).samples for text in scenario.texts
        }
        self.unused = {key: list(lines) for key, lines in scenario.answers.items()}
        self.spoken: list[Spoken] = []
        self._at = 0
        self._now: _Planned | None = None
        self._next: _Planned | None = None
        self._hang_up_at: int | None = None
        self._closed = False

    @property
    def name(self) -> str:
        return f"scenario:{self._scenario.path.name}"

    @property
    def output_delay(self) -> float:
        return 0.0

    @property
    def seconds(self) -> float:
        """Audio time since the call began."""
        return self._at / LINE_RATE

    @property
    def last_speech_end(self) -> float | None:
        """Audio time of the last sample of the caller's latest speech; None before any."""
        return self.spoken[-1].end if self.spoken else None

    def on_asked(self, key: str, text: str = "") -> None:
        """Sapa's question, in these words, has just ended; now is the caller's turn."""
        if self._next is not None and self._next.key == key:
            return
        line = self._next_line(key, text)
        if line is None:
            return
        free = self._at if self._now is None else max(self._at, self._now.stop)
        start = free + self._reaction + round(line.delay * LINE_RATE)
        self._next = None
        self._hang_up_at = start if line.hangup else None
        if line.say:
            samples = self._carried[line.say]
            if line.hangup_after is not None:
                samples = samples[: round(line.hangup_after * LINE_RATE)]
                self._hang_up_at = start + len(samples)
            self._next = _Planned(key, line.say, start, samples, start + _last_sound(samples))

    def read(self) -> Audio:
        """Next frame of the caller.

        Raises:
            HungUp: as the scenario says, after ``close``, or after half an hour.
        """
        leaving = self._hang_up_at is not None and self._at >= self._hang_up_at
        if self._closed or leaving or self.seconds >= _LONGEST_CALL:
            raise HungUp
        frame = np.zeros(FRAME, np.float32)
        until = self._at + FRAME
        if self._next is not None and self._next.start < until:
            self._now, self._next = self._next, None
            self.spoken.append(_spoken(self._now))
        if self._now is not None:
            begin = max(self._now.start, self._at)
            piece = self._now.samples[begin - self._now.start : until - self._now.start]
            frame[begin - self._at : begin - self._at + len(piece)] = piece
            if self._now.stop <= until:
                self._now = None
        self._at = until
        if self._pace is not None:
            self._pace.wait(FRAME_SECONDS)
        return self._channel.heard(Audio(frame, LINE_RATE))

    def write(self, frame: Audio) -> None:
        """Sapa's voice; this caller goes by :meth:`on_asked` and does not listen."""
        require_frame(frame)

    def flush(self) -> None:
        """Nothing is ever waiting to be played on this line."""

    def close(self) -> None:
        self._closed = True

    def _next_line(self, key: str, asked: str) -> Answer | None:
        base = key
        for ending in _REPEATED:
            base = base.removesuffix(ending)
        for name in (key, base, ANY):
            lines = self.unused.get(name, [])
            for line in lines:
                if not line.unless or line.unless not in asked:
                    if not line.repeat:
                        lines.remove(line)
                    return line
        return None


def _spoken(planned: _Planned) -> Spoken:
    return Spoken(
        planned.key, planned.text, planned.start / LINE_RATE, (planned.last + 1) / LINE_RATE
    )


def _last_sound(samples: Samples) -> int:
    """Index of the last sample that can be heard: at least a hundredth of the peak."""
    size = np.abs(samples)
    return int(np.flatnonzero(size >= _SOUNDING * size.max())[-1]) if len(size) else 0
