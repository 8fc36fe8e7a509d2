"""People who talk behind a caller that dictates digits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from models import LINE_RATE, Audio, Ears, Field
from models.background_speech import suppressed
from models.level import levelled
from models.phones import PHONES
from tests.models.conftest import Say, louder

FRAME = LINE_RATE // 50
CALLER = ("nol delapan satu dua", "tiga tujuh enam lima", "sembilan empat nol satu")
BEHIND = ("dua tujuh lima", "tiga empat delapan")
VOWEL = PHONES.index("a")


def dictated(say: Say, behind: float) -> Audio:
    """Three groups of digits, and in the two pauses another voice, so many decibels louder."""
    groups = [levelled(say(text, "id+m7")) for text in CALLER]
    others = [louder(levelled(say(text, "id+f2")), behind) for text in BEHIND]
    joined = Audio.join([groups[0], others[0], groups[1], others[1], groups[2]], LINE_RATE)
    hiss = 0.0005 * np.random.default_rng(1).standard_normal(len(joined.samples))
    return Audio((joined.samples + hiss).astype(np.float32), LINE_RATE)


def named(*frames: int) -> npt.NDArray[np.float32]:
    """Posteriors of two seconds that name a vowel in some frames, with some doubt."""
    chances = np.full((100, len(PHONES)), 0.001, np.float32)
    chances[:, 0] = 0.9
    chances[list(frames), 0], chances[list(frames), VOWEL] = 0.2, 0.7
    logs: npt.NDArray[np.float32] = np.log(chances / chances.sum(axis=1, keepdims=True))
    return logs


def tone(*levels: tuple[float, int]) -> Audio:
    """A tone, each part at so many decibels of full scale for so many frames."""
    parts = [
        10 ** (decibels / 20) * np.sqrt(2) * np.sin(np.arange(frames * FRAME) * 0.7)
        for decibels, frames in levels
    ]
    return Audio(np.concatenate(parts).astype(np.float32), LINE_RATE)


def test_digits_of_a_softer_voice_in_the_pauses_are_not_the_callers(ears: Ears, say: Say) -> None:
    heard = ears.second_pass(Field.DIGITS, levelled(dictated(say, behind=-15.0)))
    assert heard.text == " ".join(CALLER)


def test_digits_as_loud_as_the_others_are_all_heard(ears: Ears, say: Say) -> None:
    heard = ears.second_pass(Field.DIGITS, levelled(dictated(say, behind=0.0)))
    assert heard.text == " ".join((CALLER[0], BEHIND[0], CALLER[1], BEHIND[1], CALLER[2]))


def test_a_phone_is_doubted_by_how_much_fainter_it_is() -> None:
    seen = named(10, 20, 30, 80)
    doubts = []
    for softer in (0.0, 1.5, 3.0, 4.0, 9.0, 12.0, 30.0):
        found = suppressed(seen, tone((-20.0, 50), (-20.0 - softer, 50)))
        assert np.allclose(np.exp(found).sum(axis=1), 1.0, atol=1e-5)
        assert np.allclose(found[[10, 20, 30]], seen[[10, 20, 30]], atol=1e-5)
        odds = found[80, VOWEL] - found[80, 0]
        doubts.append(float(seen[80, VOWEL] - seen[80, 0] - odds))
    assert doubts == pytest.approx([0.0, 0.0, 1.0, 2.0, 3.0, 7.0, 23.0], abs=0.05)


def test_a_quiet_consonant_beside_a_vowel_is_not_doubted() -> None:
    seen = named(10, 20, 30, 45)
    found = suppressed(seen, tone((-20.0, 40), (-50.0, 60)))
    assert np.allclose(found[45], seen[45], atol=1e-5)


def test_a_horn_does_not_make_the_caller_seem_faint() -> None:
    seen = named(10, 20, 30)
    found = suppressed(seen, tone((-25.0, 50), (-5.0, 50)))
    assert np.allclose(found[:40], seen[:40], atol=1e-5)


@pytest.mark.parametrize("samples", [0, 100, 16000])
def test_where_nothing_is_named_nothing_changes(samples: int) -> None:
    silent = named()[: samples // FRAME]
    found = suppressed(silent, Audio(np.zeros(samples, np.float32), LINE_RATE))
    assert np.array_equal(found, silent)
