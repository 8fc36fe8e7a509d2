"""A question rises at its end, what goes on stays up, a statement falls."""

import numpy as np
import pytest

from models import LINE_RATE, Audio
from voice.speech import Clause, EngineVoice, Tone
from voice.speech.neural import driver
from voice.speech.neural.melody import FRAMES_A_SECOND, VOICED_HZ, bent

_TEXTS = ("apakah sudah benar", "ada yang bisa dibantu", "nama ibu rosmawati", "sekolah di medan")


def _falling(frames: int = 160) -> np.ndarray:
    curve = np.linspace(220, 140, frames).astype(np.float32)
    curve[::11] = 0.0
    curve[-10:] = 0.0
    return curve


@pytest.mark.parametrize(("tone", "ends"), [(Tone.RISE, 1.35), (Tone.CONTINUE, 1.0)])
def test_the_end_is_bent_to_its_goal(tone: Tone, ends: float) -> None:
    usual = _falling()
    made = bent(usual, tone.value)
    voiced = usual > VOICED_HZ
    assert np.median(made[voiced][-4:]) == pytest.approx(ends * np.median(usual[voiced]), rel=0.06)
    # The beginning stays, and so does what has no voice.
    assert np.allclose(made[:100], usual[:100], rtol=1e-5)
    assert np.array_equal(made[~voiced], usual[~voiced])
    inner = made[voiced]
    assert np.abs(np.diff(inner)).max() < 12


@pytest.mark.parametrize("mark", [".", "", "x"])
def test_a_statement_keeps_its_fall(mark: str) -> None:
    assert np.array_equal(bent(_falling(), mark), _falling())


@pytest.mark.parametrize("curve", [np.zeros(0), np.zeros(50), np.full(5, 200.0)])
def test_too_little_voice_is_left_alone(curve: np.ndarray) -> None:
    given = curve.astype(np.float32)
    assert np.array_equal(bent(given, "?"), given)


@pytest.mark.parametrize(("voice", "hertz"), [("perempuan", (110, 350)), ("laki-laki", (70, 220))])
def test_questions_of_the_small_voice_end_higher(voice: str, hertz: tuple[int, int]) -> None:
    engine = EngineVoice(driver.SMALL, voice)
    higher = []
    for text in _TEXTS:
        ends = {tone: _last_pitch(engine.speak(Clause(text, 0, tone)), hertz) for tone in Tone}
        higher.append(ends[Tone.RISE] / max(ends[Tone.CONTINUE], ends[Tone.FALL]))
    assert min(higher) > 1.05
    assert np.mean(higher) > 1.2


def _last_pitch(audio: Audio, hertz: tuple[int, int]) -> float:
    """Highest fundamental (Hz) of the last 0.3 s that can be heard, by autocorrelation."""
    heard = np.flatnonzero(np.abs(audio.samples) > 0.1 * np.abs(audio.samples).max())
    end = int(heard[-1]) + 1
    shortest, longest = LINE_RATE // hertz[1], LINE_RATE // hertz[0]
    found = [0.0]
    for start in range(end - LINE_RATE * 3 // 10, end - 400, 80):
        piece = audio.samples[start : start + 400] * np.hanning(400)
        correlation = np.correlate(piece, piece, "full")[399:]
        at = shortest + int(np.argmax(correlation[shortest:longest]))
        if correlation[at] > 0.6 * correlation[0]:
            found.append(LINE_RATE / at)
    return float(np.quantile(found, 0.75))


def test_frames_are_those_of_the_small_voice() -> None:
    from voice.speech.neural.source import HOP

    assert FRAMES_A_SECOND * HOP == LINE_RATE
