"""Nearness: the caller told from people behind by loudness, without ever becoming deaf."""

from __future__ import annotations

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


def near(background: Background, nearness: Nearness, heard: Audio) -> float:
    """Part of the windows in which what sounds is taken for the caller."""
    found = []
    for start in range(0, len(heard.samples), 256):
        background.accept(Audio(heard.samples[start : start + 256], LINE_RATE), caller_speaks=True)
        found.append(nearness.is_near())
    return float(np.mean(found))


def knowing(decibels: float, seconds: float = 8.0, voices: bool = True) -> Background:
    background = Background()
    for _ in range(round(seconds * LINE_RATE / 256)):
        background.note(voices)
    background.accept(sound(decibels, seconds))
    return background


@pytest.mark.parametrize("fainter", [0.0, 10.0, 20.0, 30.0])
def test_on_a_quiet_line_everybody_is_near(fainter: float) -> None:
    background = knowing(-70.0)
    assert near(background, Nearness(background), sound(VOICE - fainter, 3.0)) > 0.95


@pytest.mark.parametrize("snr_db", [20.0, 15.0, 10.0])
def test_the_caller_is_near_and_people_behind_are_not(snr_db: float) -> None:
    background = knowing(VOICE - snr_db)
    nearness = Nearness(background)
    assert near(background, nearness, sound(VOICE, 3.0)) > 0.9
    assert near(background, nearness, sound(VOICE - snr_db, 3.0)) < 0.15


def test_noise_that_is_no_voice_hides_nobody() -> None:
    background = knowing(VOICE, voices=False)
    assert near(background, Nearness(background), sound(VOICE, 3.0)) == 1.0


def test_a_long_answer_without_a_pause_stays_near() -> None:
    background = knowing(-60.0)
    assert near(background, Nearness(background), sound(VOICE, 40.0)) > 0.95


def test_before_anything_was_heard_everybody_is_near() -> None:
    background = Background()
    assert near(background, Nearness(background), sound(VOICE, 0.5)) == 1.0


def test_a_background_that_has_gone_is_forgotten_in_the_first_pause() -> None:
    """Sapa's own echo, as loud as the caller, would otherwise hide the answer to the question."""
    background = knowing(VOICE)
    nearness = Nearness(background)
    assert near(background, nearness, sound(VOICE, 1.0)) < 0.5
    near(background, nearness, sound(-60.0, 0.8))
    assert near(background, nearness, sound(VOICE, 3.0)) > 0.95


def test_another_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="8000"):
        Background().accept(Audio(np.zeros(320, np.float32), 16000))
