"""Whole recordings: their level, their pauses, and one hypothesis of two ears."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from models import LINE_RATE, Audio, Ears, Field, Hypothesis, ModelError, Pass, Word
from models.ears import combine
from models.level import LINE_LEVEL, levelled, speech_level
from models.listening import Listener
from models.utterances import utterances
from tests.models.conftest import Say, louder

DISTRICTS = ("kota medan", "labuhan batu utara", "kota medan")


@pytest.fixture(scope="module")
def district(say: Say) -> Audio:
    return say("labuhan batu utara", "id+m7")


@pytest.fixture(scope="module")
def long(say: Say) -> Audio:
    """Three districts with pauses of 2 s between them, hiss behind all of it."""
    spoken = [say(text, "id+m3") for text in DISTRICTS]
    pause = Audio.silence(2.0, LINE_RATE)
    parts = [part for one in spoken for part in (pause, one)]
    joined = Audio.join([*parts, pause], LINE_RATE)
    hiss = 0.001 * np.random.default_rng(1).standard_normal(len(joined.samples))
    return Audio((joined.samples + hiss).astype(np.float32), LINE_RATE)


@pytest.fixture(scope="module")
def listener(ears: Ears) -> Iterator[Listener]:
    made = Listener(ears)
    yield made
    made.close()


def hypothesis(source: Pass, *words: tuple[str, float]) -> Hypothesis:
    return Hypothesis(tuple(Word(text, sure) for text, sure in words), source)


@pytest.mark.parametrize("gain", [-30.0, -15.0, 0.0])
def test_every_recording_comes_to_the_level_of_the_line(district: Audio, gain: float) -> None:
    assert speech_level(levelled(louder(district, gain))) == pytest.approx(LINE_LEVEL, abs=0.5)


def test_a_click_and_an_offset_do_not_count_as_voice(district: Audio) -> None:
    samples = louder(district, -20.0).samples + np.float32(0.2)
    samples[100:140] = 1.0
    found = levelled(Audio(samples, LINE_RATE))
    assert abs(float(found.samples.mean())) < 0.01
    assert speech_level(found) == pytest.approx(LINE_LEVEL, abs=3.0)


@pytest.mark.parametrize("samples", [0, 1, 100, 8000])
def test_silence_of_any_length_stays_silence(samples: int) -> None:
    audio = Audio(np.zeros(samples, np.float32), LINE_RATE)
    assert len(levelled(audio).samples) == samples
    assert not levelled(audio).samples.any()


def test_a_recording_is_cut_at_its_pauses(long: Audio) -> None:
    parts = utterances(long)
    assert len(parts) == len(DISTRICTS)
    for at, part in parts:
        first = round(at * LINE_RATE)
        assert np.array_equal(part.samples, long.samples[first : first + len(part.samples)])
    assert sum(part.seconds for _, part in parts) < long.seconds - 3.0


def test_what_never_pauses_is_cut_into_bearable_pieces() -> None:
    noise = 0.1 * np.random.default_rng(1).standard_normal(100 * LINE_RATE)
    audio = Audio(noise.astype(np.float32), LINE_RATE)
    parts = utterances(audio)
    assert max(part.seconds for _, part in parts) <= 30.0
    assert np.array_equal(np.concatenate([part.samples for _, part in parts]), audio.samples)


def test_a_long_recording_is_heard_to_its_end_with_right_times(
    listener: Listener, long: Audio
) -> None:
    heard = listener.hear(Field.DISTRICT, levelled(long))
    assert heard.source is Pass.BOTH
    assert heard.text == " ".join(DISTRICTS)
    starts = [word.start for word in heard.words]
    assert starts == sorted(starts)
    assert starts[0] > 1.8
    assert long.seconds - 3.5 < heard.words[-1].end < long.seconds - 2.0


@pytest.mark.parametrize("gain", [-38.0, 25.0])
def test_a_soft_and_a_clipped_recording_are_heard(
    listener: Listener, district: Audio, gain: float
) -> None:
    heard = listener.hear(Field.DISTRICT, levelled(louder(district, gain)))
    assert heard.text == "labuhan batu utara"


@pytest.mark.parametrize("which", list(Pass))
def test_each_pass_can_be_asked_alone(ears: Ears, district: Audio, which: Pass) -> None:
    listener = Listener(ears, which)
    heard = listener.hear(Field.DISTRICT, district)
    listener.close()
    assert heard.source is which
    assert heard.text == "labuhan batu utara"


@pytest.mark.parametrize("samples", [0, 1, 800, 8000])
def test_nothing_is_heard_in_silence_of_any_length(listener: Listener, samples: int) -> None:
    heard = listener.hear(Field.QUESTION, Audio(np.zeros(samples, np.float32), LINE_RATE))
    assert (heard.words, heard.source) == ((), Pass.BOTH)


def test_the_first_ear_stands_in_for_a_second_that_fails(
    ears: Ears, listener: Listener, district: Audio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_field: Field, _audio: Audio) -> Hypothesis:
        raise ModelError("mati")

    monkeypatch.setattr(ears, "second_pass", fail)
    heard = listener.hear(Field.DISTRICT, district)
    assert (heard.text, heard.source) == ("labuhan batu utara", Pass.FIRST)


def test_of_two_the_second_is_believed() -> None:
    first = hypothesis(Pass.FIRST, ("medan", 0.9))
    second = hypothesis(Pass.SECOND, ("madina", 0.7))
    both = combine(first, second)
    assert (both.text, both.source) == ("madina", Pass.BOTH)
    assert combine(first, hypothesis(Pass.SECOND)).words == ()
    assert combine(first, None) is first
    assert combine(None, second) is second
    with pytest.raises(ValueError, match="nothing"):
        combine(None, None)


def test_where_the_second_hears_nothing_the_first_is_believed_when_sure_of_some_words() -> None:
    nothing = hypothesis(Pass.SECOND)
    sure = hypothesis(Pass.FIRST, ("kota", 0.9), ("medan", 0.8))
    unsure = hypothesis(Pass.FIRST, ("kota", 0.5), ("medan", 0.4))
    assert combine(sure, nothing).text == "kota medan"
    assert combine(unsure, nothing).text == ""


def test_tones_are_no_words(listener: Listener) -> None:
    time = np.arange(4 * LINE_RATE) / LINE_RATE
    busy = np.sin(2 * np.pi * 425 * time) * ((time * 2).astype(int) % 2)
    dialled = (np.sin(2 * np.pi * 697 * time) + np.sin(2 * np.pi * 1209 * time)) * (
        time % 0.4 < 0.2
    )
    for tone in (busy, dialled):
        audio = levelled(Audio((0.1 * tone).astype(np.float32), LINE_RATE))
        assert listener.hear(Field.DIGITS, audio).text == ""
