"""The simulated caller in audio time: when it speaks, what it says next, and when it is gone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.audio import LINE_RATE, Audio
from voice.caller import Answer, Codec, Expected, Noise, Prepared, Scenario, SimulatedLine
from voice.lines import FRAME, FRAME_SECONDS, HungUp, Line, Pace

SECONDS = {"satu": 1.0, "dua": 0.5, "tiga": 0.7}


def prepared() -> Prepared:
    rng = np.random.default_rng(0)
    return Prepared(
        {
            text: Audio(
                (0.3 * rng.standard_normal(round(s * LINE_RATE))).astype(np.float32), LINE_RATE
            )
            for text, s in SECONDS.items()
        }
    )


def line(
    answers: dict[str, list[Answer]], snr_db: float | None = None, pace: Pace | None = None
) -> SimulatedLine:
    scenario = Scenario(
        path=Path("uji.yaml"),
        name="uji",
        description="",
        at=None,
        voice="ibu",
        codec=Codec.ALAW,
        noise=Noise.WHITE,
        snr_db=snr_db,
        seed=1,
        answers={key: tuple(lines) for key, lines in answers.items()},
        expect=Expected(),
    )
    return SimulatedLine(scenario, prepared(), reaction=0.5, pace=pace)


def hear(caller: SimulatedLine, seconds: float) -> np.ndarray:
    frames = [caller.read().samples for _ in range(round(seconds / FRAME_SECONDS))]
    return np.concatenate(frames)


def sounding(wave: np.ndarray) -> tuple[float, float]:
    """First and last second at which there is sound."""
    places = np.flatnonzero(np.abs(wave) > 0.005)
    return float(places[0] / LINE_RATE), float((places[-1] + 1) / LINE_RATE)


def test_it_is_a_line() -> None:
    caller = line({})
    assert isinstance(caller, Line)
    assert caller.name == "scenario:uji.yaml" and caller.output_delay == 0.0
    frame = caller.read()
    assert frame.rate == LINE_RATE and len(frame.samples) == FRAME
    caller.write(frame)
    with pytest.raises(ValueError, match="160"):
        caller.write(Audio.silence(0.01, LINE_RATE))


def test_it_answers_after_its_reaction_time_to_the_sample() -> None:
    caller = line({"name": [Answer("satu")]})
    before = hear(caller, 1.0)
    assert caller.last_speech_end is None and not (np.abs(before) > 0.001).any()
    caller.on_asked("name")
    start, end = sounding(hear(caller, 3.0))
    assert start == pytest.approx(0.5, abs=0.002)
    assert end == pytest.approx(1.5, abs=0.005)
    (spoken,) = caller.spoken
    assert (spoken.key, spoken.text, spoken.start) == ("name", "satu", 1.5)
    assert caller.last_speech_end == pytest.approx(1.0 + end, abs=0.002)
    assert caller.seconds == 4.0


def test_a_start_inside_a_frame_is_kept() -> None:
    caller = line({"name": [Answer("satu", delay=0.013)]})
    caller.on_asked("name")
    start, _ = sounding(hear(caller, 2.0))
    assert start == pytest.approx(0.513, abs=0.002)


def test_unasked_it_is_silent() -> None:
    assert not (np.abs(hear(line({"name": [Answer("satu")]}), 5.0)) > 0.001).any()


def test_lines_are_used_in_order_and_the_last_may_repeat() -> None:
    caller = line({"more": [Answer("satu"), Answer("dua", repeat=True)]})
    for _ in range(3):
        caller.on_asked("more")
        hear(caller, 2.5)
    assert [s.text for s in caller.spoken] == ["satu", "dua", "dua"]


def test_a_used_up_key_turns_to_any_and_then_to_silence() -> None:
    caller = line({"name": [Answer("satu")], "any": [Answer("dua")]})
    for key in ("name", "name", "district"):
        caller.on_asked(key)
        hear(caller, 2.5)
    assert [(s.key, s.text) for s in caller.spoken] == [("name", "satu"), ("name", "dua")]


def test_asking_again_asks_for_the_same_thing() -> None:
    caller = line(
        {"name": [Answer("satu")], "name_check": [Answer("dua")], "any": [Answer("tiga")]}
    )
    caller.on_asked("name_again")
    hear(caller, 2.0)
    caller.on_asked("name_check")
    hear(caller, 2.0)
    assert [s.text for s in caller.spoken] == ["satu", "dua"]


def test_silence_uses_up_its_line() -> None:
    caller = line({"name": [Answer(), Answer("satu")]})
    caller.on_asked("name")
    assert not (np.abs(hear(caller, 3.0)) > 0.001).any()
    caller.on_asked("name")
    hear(caller, 2.0)
    assert caller.last_speech_end == pytest.approx(4.5, abs=0.01)


def test_a_slow_caller_is_not_hurried_by_the_same_question() -> None:
    caller = line({"name": [Answer("satu", delay=5.0), Answer("dua")]})
    caller.on_asked("name")
    hear(caller, 4.0)
    caller.on_asked("name")
    hear(caller, 4.0)
    assert [(s.text, s.start) for s in caller.spoken] == [("satu", 5.5)]
    assert caller.unused["name"] == [Answer("dua")]


def test_a_slow_caller_follows_to_another_question() -> None:
    caller = line({"name": [Answer("satu", delay=5.0)], "phone": [Answer("dua")]})
    caller.on_asked("name")
    hear(caller, 4.0)
    caller.on_asked("phone")
    hear(caller, 4.0)
    assert [(s.text, s.start) for s in caller.spoken] == [("dua", 4.5)]


def test_asked_while_speaking_it_finishes_first() -> None:
    caller = line({"name": [Answer("satu")], "phone": [Answer("dua")]})
    caller.on_asked("name")
    hear(caller, 1.0)
    caller.on_asked("phone")
    hear(caller, 3.0)
    assert [(s.text, s.start) for s in caller.spoken] == [("satu", 0.5), ("dua", 2.0)]


def test_it_hangs_up_instead_of_answering() -> None:
    caller = line({"name": [Answer(hangup=True)]})
    caller.on_asked("name")
    hear(caller, 0.5)
    with pytest.raises(HungUp):
        caller.read()


def test_it_hangs_up_in_the_middle_of_a_word() -> None:
    caller = line({"phone": [Answer("satu", hangup_after=0.3)]})
    caller.on_asked("phone")
    wave = hear(caller, 0.8)
    assert sounding(wave)[1] == pytest.approx(0.8, abs=0.002)
    with pytest.raises(HungUp):
        caller.read()
    assert caller.last_speech_end == pytest.approx(0.8, abs=0.002)


def test_a_closed_line_has_no_caller() -> None:
    caller = line({})
    caller.close()
    with pytest.raises(HungUp):
        caller.read()


def test_nobody_stays_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.caller.simulated._LONGEST_CALL", 10.0)
    caller = line({})
    hear(caller, 10.0)
    with pytest.raises(HungUp):
        caller.read()


def test_noise_runs_on_under_the_words() -> None:
    caller = line({"name": [Answer("satu")]}, snr_db=10.0)
    before = hear(caller, 1.0)
    caller.on_asked("name")
    words = hear(caller, 1.6)
    after = hear(caller, 1.0)
    levels = [float(np.sqrt(np.mean(w**2))) for w in (before, words[4160:11840], after)]
    assert levels[0] == pytest.approx(levels[2], rel=0.15)
    assert levels[1] > 2.5 * levels[0] > 0.05


def test_paced_it_takes_as_long_as_it_lasts() -> None:
    clock = [100.0]

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    caller = line({}, pace=Pace(lambda: clock[0], sleep))
    hear(caller, 1.0)
    assert clock[0] == pytest.approx(101.0)
    clock[0] += 0.5
    hear(caller, 1.0)
    assert clock[0] == pytest.approx(102.0)
