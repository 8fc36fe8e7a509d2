"""One turn of the caller: when it begins, when it ends, and what was said."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Final, Protocol

from models import LINE_RATE, TIMINGS, Audio, Field, Hypothesis, ModelError, Pass, Word

from .loudness import Background, Nearness
from .muting import Muting
from .vad import WINDOW, VoiceActivity

_WINDOW_SECONDS: Final = WINDOW / LINE_RATE
_PRE_ROLL: Final = 0.4
"""Seconds kept from before the voice was noticed, so that no first sound is lost."""
_SPEECH: Final = 0.5
_STILL_SPEECH: Final = 0.35
_BEGIN_WINDOWS: Final = 4
"""Windows of speech among the last six that make a beginning (about 130 ms of voice)."""
_PAUSE: Final = 0.5
"""Seconds of silence after which the voice is a new stretch of voice."""
_COMPLETE_SILENCE: Final = {Field.DIGITS: 0.7, Field.NAME: 0.8}
"""Trailing silence that is enough where the words so far are already a whole answer."""
_PARTIAL_EVERY: Final = 5
"""Frames between two looks at Vosk's words so far, which cost a search each."""
_AGREED: Final = 0.75
"""Part of the silence needed that is enough once Vosk, too, takes the turn for ended."""
_DOUBT: Final = 2.0
"""Seconds more without a new word before Vosk's end of turn counts against the voice activity,
which takes loud babble for the caller's own voice."""
_PATIENCE: Final = 0.5
"""Seconds of silence more for an answer that is not finished."""
_AHEAD: Final = 0.25
"""Seconds before the end of a turn at which the second pass already hears it, to save time."""
_TAIL: Final = 0.4
"""Seconds after the last voice that the second pass hears too, with a last word that falls as low
as people behind talk."""


class Stream(Protocol):
    """A first pass that is fed frames (see ``models.Ears.stream``)."""

    def accept(self, frame: Audio) -> bool: ...
    @property
    def partial(self) -> str: ...
    def result(self) -> Hypothesis: ...


class EarsLike(Protocol):
    """Both ears (see ``models.Ears``)."""

    @property
    def has_second(self) -> bool: ...
    def prepare(self, field: Field) -> None: ...
    def stream(self, field: Field) -> Stream: ...
    def second_pass(self, field: Field, audio: Audio) -> Hypothesis: ...
    def together(self, field: Field, first: Hypothesis, second: Hypothesis) -> Hypothesis: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood of one turn.

    Attributes:
        words: recognised words; empty when nothing was said or nothing was recognised.
        spoke: whether there was a voice at all.
        ended_at: audio time (seconds since the call began) of the last sound of the voice.
        continues: the caller spoke on over the first words of the next question, so this belongs
            to the answer before.
    """

    words: tuple[Word, ...]
    spoke: bool
    ended_at: float = 0.0
    alternatives: tuple[str, ...] = ()
    continues: bool = False

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)

    @property
    def confidence(self) -> float:
        return sum(w.confidence for w in self.words) / len(self.words) if self.words else 0.0


NOTHING: Final = Heard((), spoke=False)


class Turn:
    """Listens for one answer.

    Feed it every frame of the line through :meth:`accept`; it says when the turn is over. Time is
    counted in audio only.

    Args:
        complete: tells from the words so far whether the answer is already whole (all digits of a
            telephone number, say); a shorter silence then ends the turn.
        unfinished: tells that the words so far cannot be all; a longer silence is then allowed.
        background: what the line sounds like behind the caller, as heard so far in this call.

    Attributes:
        partial: words so far, by the first pass.
        began: whether the caller's voice has been noticed.
        voice_seconds: how long it has sounded since the last pause of half a second.
    """

    def __init__(
        self,
        ears: EarsLike,
        field: Field,
        complete: Callable[[str], bool] | None = None,
        unfinished: Callable[[str], bool] | None = None,
        background: Background | None = None,
    ) -> None:
        ears.prepare(field)
        self._ears = ears
        self._field = field
        self._complete = complete
        self._unfinished = unfinished
        self._timing = TIMINGS[field]
        self._vad = VoiceActivity()
        self._background = background or Background()
        self._nearness = Nearness(self._background, digits=field is Field.DIGITS)
        self._muting = Muting()
        self._recent: deque[bool] = deque(maxlen=6)
        self._before: deque[Audio] = deque(maxlen=round(_PRE_ROLL / 0.02))
        self._clock = 0.0
        self._samples = 0
        self._last_voice = 0.0
        self._nothing_heard()

    def _nothing_heard(self) -> None:
        self._frames: list[Audio] = []
        self._stream: Stream | None = None
        self._silence = 0.0
        self._unchanged = 0.0
        self._ahead: tuple[float, Hypothesis] | None = None
        self._ahead_at = self._ahead_took = 0.0
        self.partial = ""
        self.began = False
        self.voice_seconds = 0.0

    @property
    def speaking(self) -> bool:
        """Whether the caller's voice is sounding just now."""
        return sum(self._recent) >= _BEGIN_WINDOWS

    def accept(self, frame: Audio, over_sapa: bool = False) -> bool:
        """Hear one frame (8 kHz); True when the turn is over.

        Args:
            frame: from the line.
            over_sapa: Sapa is speaking, so a voice on the line is rather somebody behind. The turn
                is not over then, but a voice that has gone again is forgotten.
        """
        frame.require(LINE_RATE)
        self._clock += frame.seconds
        self._samples += len(frame.samples)
        self._background.accept(frame, caller_speaks=self.began and not over_sapa)
        for probability in self._vad.accept(frame):
            self._window(probability, over_sapa)
        if self._stream is None:
            self._before.append(frame)
            if self.began:
                self._start_stream()
            return False
        self._frames.append(frame)
        vosk_end = self._stream.accept(frame)
        self._unchanged += frame.seconds
        if len(self._frames) % _PARTIAL_EVERY == 0:
            words = self._stream.partial
            if words != self.partial:
                self.partial = words
                self._unchanged = 0.0
        if not over_sapa:
            return self._is_over(vosk_end)
        if self._silence >= self._timing.end_silence:
            self._before.extend(self._frames)
            self._nothing_heard()
        return False

    def _window(self, probability: float, over_sapa: bool) -> None:
        voice = probability >= (_STILL_SPEECH if self.began else _SPEECH)
        if over_sapa or not self.began:
            self._background.note(voice)
        speech = self._nearness.is_caller(voice, over_sapa)
        self._muting.note(self._nearness.louder)
        self._recent.append(speech)
        if speech:
            if self._silence >= _PAUSE:
                self.voice_seconds = 0.0
            self._silence = 0.0
            self.voice_seconds += _WINDOW_SECONDS
            self._last_voice = self._clock
        else:
            self._silence += _WINDOW_SECONDS
        if not self.began and self.speaking:
            self.began = True

    def _start_stream(self) -> None:
        self._stream = self._ears.stream(self._field)
        self._frames = list(self._before)
        self._stream.accept(Audio.join(self._frames, LINE_RATE))

    def _is_over(self, vosk_end: bool) -> bool:
        needed = self._timing.end_silence
        if self._sounds_unfinished():
            vosk_end = False
            needed += _PATIENCE
        if self._silence >= needed:
            return True
        if vosk_end and (self._silence >= needed * _AGREED or self._unchanged >= needed + _DOUBT):
            return True
        if len(self._frames) * 0.02 >= self._timing.max_turn:
            return True
        early = min(_COMPLETE_SILENCE.get(self._field, needed), needed - _AHEAD)
        if self._silence < early:
            return False
        words = self._hear_ahead()
        return (
            self._complete is not None
            and self._silence >= _COMPLETE_SILENCE.get(self._field, needed)
            and self._complete(words)
        )

    def heard(self, at: float, belongs_to: Field | None = None) -> Heard:
        """The words of the turn, by the second pass where there is one.

        Args:
            at: audio time (seconds since the call began) now.
            belongs_to: hear it as an answer to this field instead.
        """
        if self._stream is None:
            return NOTHING
        if not self._ears.has_second:
            best = self._stream.result()
        elif belongs_to is None:
            best = self._together(self._second())
        else:
            best = self._heard_again(belongs_to)
        return Heard(
            best.words,
            spoke=True,
            ended_at=at - (self._clock - self._last_voice),
            alternatives=best.alternatives,
        )

    def _sounds_unfinished(self) -> bool:
        """Asked only near the end of the usual silence, because it takes the second pass."""
        near = self._silence >= self._timing.end_silence - _AHEAD
        return near and self._unfinished is not None and self._unfinished(self._hear_ahead())

    def _hear_ahead(self) -> str:
        """The words so far by the better ear, heard while the caller is silent anyway."""
        return self._second().text if self._ears.has_second else self.partial

    def _second(self) -> Hypothesis:
        """The second pass over everything up to the last voice; heard once per stretch of voice."""
        if self._ahead is None or self._ahead[0] != self._last_voice:
            began = perf_counter()
            heard = self._heard_again(self._field)
            self._ahead = (self._last_voice, heard)
            self._ahead_at, self._ahead_took = self._clock, perf_counter() - began
        return self._ahead[1]

    def _together(self, second: Hypothesis) -> Hypothesis:
        """Both passes on the whole turn; the first alone where the second has failed."""
        assert self._stream is not None
        if second.source is Pass.FIRST:
            return second
        return self._ears.together(self._field, self._stream.result(), second)

    def _heard_again(self, field: Field) -> Hypothesis:
        """By the second pass; by the first where the second fails, for the call must go on."""
        assert self._stream is not None
        try:
            return self._ears.second_pass(field, self._voiced())
        except ModelError:
            return self._stream.result()

    @property
    def late_seconds(self) -> float:
        """Computing of the second pass that did not fit into the caller's silence.

        On a line in real time this is heard as delay; faster than real time it must be added.
        """
        return max(0.0, self._ahead_took - (self._clock - self._ahead_at))

    def _voiced(self) -> Audio:
        whole = Audio.join(self._frames, LINE_RATE)
        audio = self._muting.muted(whole, self._samples - len(whole.samples))
        drop = max(0.0, self._clock - self._last_voice - _TAIL)
        keep = max(1, len(audio.samples) - round(drop * LINE_RATE))
        return Audio(audio.samples[:keep], LINE_RATE)
