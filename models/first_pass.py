"""The first pass: Vosk hears while the caller speaks, and finds the end of the turn."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from models import child
from models.audio import LINE_RATE, Audio
from models.errors import ModelError
from models.faint_words import without_faint
from models.fields import FieldTiming
from models.heap import trim_heap
from models.hypothesis import Hypothesis, Pass, Word
from models.openblas import avx512_on_amd
from models.quiet import STEP, QuietMeter
from models.sounds import join_sounds, join_text

_TOLERANCE: Final = 0.04
"""Seconds less of quiet that are enough, because words fade out."""


class FirstPassModel:
    """Vosk's model for one field; shared by all its streams."""

    def __init__(
        self,
        folder: Path,
        timing: FieldTiming,
        corrected: Callable[[Hypothesis], Hypothesis] = lambda heard: heard,
    ) -> None:
        """Load a field's folder; ModelError when Vosk refuses it.

        Args:
            folder: as ``build_graphs`` makes it.
            timing: of the field.
            corrected: makes of Vosk's confidences what they are worth.
        """
        self._timing: Final = timing
        self._corrected: Final = corrected
        child.keep_apart("kaldifst")
        with avx512_on_amd():
            import vosk  # libvosk must stay out of the processes that only decode or build

        vosk.SetLogLevel(-1)
        try:
            self._model: Final = vosk.Model(str(folder))
        except Exception:
            raise ModelError(f"Model suara di {folder} rusak. Jalankan: sapa model build") from None

    def stream(self) -> FirstPassStream:
        """A recogniser for one utterance."""
        return FirstPassStream(self._recognizer, self._timing, self._corrected)

    def _recognizer(self) -> Any:
        import vosk

        recognizer = vosk.KaldiRecognizer(self._model, LINE_RATE)
        recognizer.SetWords(True)
        return recognizer


class FirstPassStream:
    """One utterance, heard frame by frame."""

    def __init__(
        self,
        opened: Callable[[], Any],
        timing: FieldTiming,
        corrected: Callable[[Hypothesis], Hypothesis] = lambda heard: heard,
    ) -> None:
        """``opened`` makes one of Vosk's recognisers; for the rest see :class:`FirstPassModel`."""
        self._opened: Final = opened
        self._recognizer: Any = None
        self._corrected: Final = corrected
        self._needed: Final = timing.end_silence - _TOLERANCE
        self._longest: Final = timing.max_turn
        self._quiet: Final = QuietMeter(LINE_RATE)
        self._closed: list[Word] = []
        self._accepted = 0
        self._started = 0

    def accept(self, frame: Audio) -> bool:
        """Hear one more frame at 8 kHz; True from the moment the turn is over.

        Raises:
            ValueError: the frame has another rate.
        """
        data = frame.require(LINE_RATE).pcm16()
        if not data:
            return False
        if self._recognizer is None:
            self._recognizer, self._started = self._opened(), self._accepted
        self._accepted += len(frame.samples)
        self._quiet.accept(frame.samples)
        return bool(self._recognizer.AcceptWaveform(data)) and self._may_end()

    def _may_end(self) -> bool:
        too_long = self._accepted - self._started >= self._longest * LINE_RATE
        return too_long or self._quiet.trailing >= self._needed

    @property
    def partial(self) -> str:
        """Words so far; "" when there are none."""
        current = ""
        if self._recognizer is not None:
            current = str(json.loads(self._recognizer.PartialResult()).get("partial", ""))
        return join_text(" ".join([*(w.text for w in self._closed), current]))

    def result(self) -> Hypothesis:
        """The words of everything accepted since the start; more audio may follow.

        Faint ones that are unsure are left out: they are of people behind the caller.
        """
        if self._recognizer is not None:
            found: dict[str, Any] = json.loads(self._recognizer.FinalResult())
            self._closed += _words(found, self._started / LINE_RATE)
            # What the search took, some 3 MB a second of speech, must not stay until the next call.
            self._recognizer = None
            trim_heap()
        words = without_faint(join_sounds(self._closed), np.array(self._quiet.levels), STEP)
        return self._corrected(Hypothesis(tuple(words), Pass.FIRST))


def hear_whole(stream: FirstPassStream, audio: Audio) -> Hypothesis:
    """Feed a whole utterance at 8 kHz in 20 ms frames and return its words."""
    size = LINE_RATE // 50
    for at in range(0, len(audio.samples), size):
        stream.accept(Audio(audio.samples[at : at + size], audio.rate))
    return stream.result()


def _words(result: dict[str, Any], since: float) -> list[Word]:
    return [
        Word(
            str(w["word"]),
            min(1.0, max(0.0, float(w["conf"]))),
            since + float(w["start"]),
            since + float(w["end"]),
        )
        for w in result.get("result", [])
    ]
