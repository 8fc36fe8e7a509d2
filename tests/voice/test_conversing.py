"""The frame loop: patience counts audio from the moment the caller has heard Sapa out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pytest

from models import LINE_RATE, Audio, Ears, Field
from voice.clock import CallClock
from voice.conversing import LineConversation, Manners
from voice.dialogue import CallerHungUp, CallTooLong, Question
from voice.lines import FRAME, FRAME_SECONDS, HungUp
from voice.observer import Observer
from voice.office import open_ears, open_voice
from voice.settings import Settings
from voice.speech import Speaker

MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
QUESTION = Question("name", "Boleh saya tahu nama Bapak/Ibu?", Field.NAME)


class QuietLine:
    """Nobody speaks; sound arrives late; may hang up."""

    name = "test"

    def __init__(self, delay: float = 0.0, hang_up_after: float = 600.0) -> None:
        self.output_delay = delay
        self.written: list[Audio] = []
        self.flushed = 0
        self._frames = round(hang_up_after / FRAME_SECONDS)

    def read(self) -> Audio:
        if self._frames == 0:
            raise HungUp
        self._frames -= 1
        return Audio(np.zeros(FRAME, np.float32), LINE_RATE)

    def write(self, frame: Audio) -> None:
        self.written.append(frame.require(LINE_RATE))

    def flush(self) -> None:
        self.flushed += 1

    def close(self) -> None:
        """Nothing to give back."""

    def sounded_until(self) -> float:
        """Audio time of the last frame with sound in it."""
        loud = [i for i, f in enumerate(self.written) if np.abs(f.samples).max() > 1e-3]
        return (loud[-1] + 1) * FRAME_SECONDS


class Watch(Observer):
    def __init__(self, clock: CallClock) -> None:
        self.asked_at: list[float] = []
        self._clock = clock

    def asked(self, key: str, text: str) -> None:
        self.asked_at.append(self._clock.seconds)


@pytest.fixture(scope="module")
def ears(settings: Settings) -> Iterator[Ears]:
    opened = open_ears(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def speaker(settings: Settings) -> Iterator[Speaker]:
    yield open_voice(settings)


def conversation(
    line: QuietLine, ears: Ears, speaker: Speaker, manners: Manners
) -> tuple[LineConversation, CallClock, Watch]:
    clock = CallClock(MORNING)
    watch = Watch(clock)
    return LineConversation(line, ears, speaker, None, clock, watch, manners), clock, watch


@pytest.mark.parametrize("delay", [0.0, 0.8])
def test_patience_begins_when_the_caller_has_heard_the_end(
    ears: Ears, speaker: Speaker, delay: float
) -> None:
    line = QuietLine(delay)
    talk, clock, watch = conversation(line, ears, speaker, Manners(silence_seconds=3.0))
    assert not talk.ask(QUESTION).spoke
    asked = watch.asked_at[0]
    assert asked >= line.sounded_until() + delay - FRAME_SECONDS
    assert clock.seconds - asked == pytest.approx(3.0, abs=2 * FRAME_SECONDS)


def test_every_frame_read_is_answered_by_one_written(ears: Ears, speaker: Speaker) -> None:
    line = QuietLine()
    talk, clock, _ = conversation(line, ears, speaker, Manners(silence_seconds=2.0))
    talk.say("Baik, saya tunggu.")
    talk.ask(QUESTION)
    assert len(line.written) * FRAME_SECONDS == pytest.approx(clock.seconds)


@pytest.mark.parametrize("seconds", [0.5, 4.0])
def test_hanging_up_is_noticed_at_once(ears: Ears, speaker: Speaker, seconds: float) -> None:
    line = QuietLine(hang_up_after=seconds)
    talk, clock, _ = conversation(line, ears, speaker, Manners())
    with pytest.raises(CallerHungUp) as gone:
        talk.ask(QUESTION)
    assert gone.value.asked == "name"
    assert clock.seconds == pytest.approx(seconds, abs=FRAME_SECONDS)


def test_the_longest_call_ends_once_and_leaves_time_for_the_closing(
    ears: Ears, speaker: Speaker
) -> None:
    talk, clock, _ = conversation(
        QuietLine(), ears, speaker, Manners(silence_seconds=6.0, longest_seconds=3.0)
    )
    with pytest.raises(CallTooLong):
        talk.ask(QUESTION)
    assert clock.seconds == pytest.approx(3.0, abs=FRAME_SECONDS)
    talk.say("Terimakasih sudah menghubungi BPMP Sumatera Utara.")


def test_slow_speech_takes_longer(ears: Ears, speaker: Speaker) -> None:
    lengths = []
    for slow in (False, True):
        talk, clock, _ = conversation(QuietLine(), ears, speaker, Manners())
        talk.slow = slow
        talk.say("Berapa nomor telepon yang bisa kami hubungi?")
        lengths.append(clock.seconds)
    assert 1.1 < lengths[1] / lengths[0] < 1.4
