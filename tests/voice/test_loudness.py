"""Nearness: the caller told from people behind by loudness, without ever becoming deaf."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from models import LINE_RATE, Audio
from voice.hearing import Background
from voice.hearing.loudness import Nearness

VOICE = -20.0


def sound(decibels: float, seconds: float) -> Audio:
    """Noise whose loudness wavers as speech does: 0.2 s loud, 0.2 s ten decibels fainter."""
    rng = np.random.default_rng(3)
    samples = rng.standard_normal(round(seconds * LINE_RATE)) * 10 ** (decibels / 20)
    samples[np.arange(len(samples)) // 1600 % 2 == 1] *= 10**-0.5
    return Audio(samples.astype(np.float32), LINE_RATE)


def with_pauses(decibels: float, seconds: float) -> Audio:
    """The same with 0.3 s of silence after each 0.4 s, as one person alone speaks."""
    heard = sound(decibels, seconds)
    quiet = np.arange(len(heard.samples)) % 5600 >= 3200
    return Audio(np.where(quiet, np.float32(1e-4), heard.samples), LINE_RATE)


def windows(heard: Audio) -> list[Audio]:
    whole = heard.samples[: len(heard.samples) // 256 * 256].reshape(-1, 256)
    return [Audio(samples, LINE_RATE) for samples in whole]


def near(background: Background, nearness: Nearness, heard: Audio) -> float:
    """Part of the windows in which what sounds is taken for the caller."""
    found = []
    for window in windows(heard):
        background.accept(window, caller_speaks=True)
        found.append(nearness.is_caller(voice=True))
    return float(np.mean(found))


def knowing(heard: Audio, voices: bool = True) -> Background:
    """Whatever is not silent there is a voice or is not."""
    background = Background()
    for window in windows(heard):
        background.accept(window)
        background.note(voices and float(np.abs(window.samples).max()) > 1e-3)
    return background


@pytest.mark.parametrize("fainter", [0.0, 10.0, 20.0, 30.0])
def test_on_a_quiet_line_everybody_is_near(fainter: float) -> None:
    background = knowing(sound(-70.0, 8.0))
    assert near(background, Nearness(background), sound(VOICE - fainter, 3.0)) > 0.95


@pytest.mark.parametrize("snr_db", [20.0, 15.0, 10.0])
@pytest.mark.parametrize("talk", [sound, with_pauses])
def test_the_caller_is_near_and_people_behind_are_not(
    snr_db: float, talk: Callable[[float, float], Audio]
) -> None:
    """One person alone, who is silent between words, no more than many."""
    background = knowing(talk(VOICE - snr_db, 8.0))
    nearness = Nearness(background)
    assert near(background, nearness, sound(VOICE, 3.0)) > 0.9
    assert near(background, nearness, talk(VOICE - snr_db, 3.0)) < 0.15


def test_a_caller_who_interrupts_sapa_is_not_taken_for_somebody_behind() -> None:
    background = Background()
    for window in windows(sound(-70.0, 8.0)):
        background.accept(window)
    for window in windows(sound(VOICE, 1.1)):
        background.accept(window)
        background.note(True)
    assert near(background, Nearness(background), sound(VOICE, 3.0)) > 0.95


def test_noise_that_is_no_voice_hides_nobody() -> None:
    background = knowing(sound(VOICE, 8.0), voices=False)
    assert near(background, Nearness(background), sound(VOICE, 3.0)) == 1.0


def test_a_long_answer_without_a_pause_stays_near() -> None:
    background = knowing(sound(-60.0, 8.0))
    assert near(background, Nearness(background), sound(VOICE, 40.0)) > 0.95


def test_before_anything_was_heard_everybody_is_near() -> None:
    background = Background()
    assert near(background, Nearness(background), sound(VOICE, 0.5)) == 1.0


def test_a_background_that_has_gone_is_forgotten_in_the_first_pause() -> None:
    """Sapa's own echo, as loud as the caller, would otherwise hide the answer to the question."""
    background = knowing(sound(VOICE, 8.0))
    nearness = Nearness(background)
    assert near(background, nearness, sound(VOICE, 1.0)) < 0.5
    near(background, nearness, sound(-60.0, 0.8))
    assert near(background, nearness, sound(VOICE, 3.0)) > 0.95


@pytest.mark.parametrize("snr_db", [20.0, 15.0, 12.0])
def test_one_person_behind_who_paused_is_still_known_after_a_caller_so_much_louder(
    snr_db: float,
) -> None:
    background = knowing(sound(VOICE - snr_db, 8.0))
    nearness = Nearness(background)
    near(background, nearness, sound(-70.0, 0.8))
    assert near(background, nearness, sound(VOICE, 3.0)) > 0.9
    assert near(background, nearness, sound(VOICE - snr_db, 3.0)) < 0.15


def bursts(decibels: float, above: float, each: float) -> Audio:
    """Five seconds of people behind, who are louder for a moment five times."""
    talk = sound(decibels, 5.0)
    samples = talk.samples.copy()
    for start in range(4000, len(samples), LINE_RATE):
        samples[start : start + round(each * LINE_RATE)] *= 10 ** (above / 20)
    return Audio(samples, LINE_RATE)


@pytest.mark.parametrize(
    ("behind", "above", "each"), [(VOICE - 10.0, 8.0, 0.06), (VOICE - 25.0, 9.0, 0.4)]
)
def test_people_behind_louder_for_a_moment_are_no_digits(
    behind: float, above: float, each: float
) -> None:
    """As long as they are taken for the caller, no number is over; sentences need no such pause."""
    background = knowing(sound(behind, 8.0))
    digits, sentence = Nearness(background, digits=True), Nearness(background)
    for nearness, least, most in ((digits, 0.0, 0.0), (sentence, 0.1, 1.0)):
        assert near(background, nearness, sound(VOICE, 3.0)) > 0.9
        near(background, nearness, sound(behind, 1.0))
        assert least <= near(background, nearness, bursts(behind, above, each)) <= most


@pytest.mark.parametrize(("behind", "digit"), [(10.0, 3.0), (25.0, 12.0)])
def test_the_next_digit_after_a_pause_is_near_with_people_behind(
    behind: float, digit: float
) -> None:
    """A soft one too, where they are faint enough."""
    background = knowing(sound(VOICE - behind, 8.0))
    nearness = Nearness(background, digits=True)
    near(background, nearness, sound(VOICE, 3.0))
    assert near(background, nearness, sound(VOICE - behind, 1.0)) < 0.25
    assert near(background, nearness, sound(VOICE - digit, 0.4)) > 0.4


@pytest.mark.parametrize("greeting", [sound(-70.0, 8.0), sound(VOICE, 8.0)])
def test_soft_digits_are_near_where_nobody_talks_behind(greeting: Audio) -> None:
    """Also after Sapa's own echo, which has gone when the caller speaks."""
    background = knowing(greeting)
    nearness = Nearness(background, digits=True)
    near(background, nearness, sound(-70.0, 0.8))
    near(background, nearness, sound(VOICE, 3.0))
    near(background, nearness, sound(-70.0, 0.5))
    assert near(background, nearness, sound(VOICE - 15.0, 0.4)) > 0.95


def louder(background: Background, heard: Audio) -> list[float]:
    """Decibels by which every window is louder than people behind."""
    nearness = Nearness(background)
    found = []
    for window in windows(heard):
        background.accept(window, caller_speaks=True)
        nearness.is_caller(voice=True)
        found.append(nearness.louder)
    return found


def test_how_much_louder_than_one_person_behind_is_told() -> None:
    talk = with_pauses(VOICE - 10.0, 8.0)
    assert max(louder(knowing(talk), talk)) < 6.0
    assert np.quantile(louder(knowing(talk), sound(VOICE, 3.0)), 0.7) == pytest.approx(10.0, abs=2)


@pytest.mark.parametrize("behind", [sound(-70.0, 8.0), sound(VOICE - 10.0, 8.0)])
def test_of_nobody_and_of_a_crowd_that_never_pauses_it_is_not(behind: Audio) -> None:
    voices = float(np.abs(behind.samples).max()) > 0.01
    assert set(louder(knowing(behind, voices), sound(VOICE, 3.0))) == {np.inf}


def test_another_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="8000"):
        Background().accept(Audio(np.zeros(320, np.float32), 16000))
