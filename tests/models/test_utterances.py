"""Where a recording is cut into utterances."""

from __future__ import annotations

import numpy as np
import pytest

from models import LINE_RATE, Audio
from models.audio import Samples
from models.utterances import utterances


def hum(seconds: float, decibels: float) -> Samples:
    """Noise of a level in decibels of full scale."""
    noise = np.random.default_rng(3).standard_normal(round(seconds * LINE_RATE))
    scaled: Samples = (noise * 10 ** (decibels / 20)).astype(np.float32)
    return scaled


def cut(*parts: tuple[float, float]) -> list[tuple[float, float]]:
    """Begin and length of every utterance of noises of seconds and level."""
    recording = Audio(np.concatenate([hum(*part) for part in parts]), LINE_RATE)
    return [(at, piece.seconds) for at, piece in utterances(recording)]


def test_a_recording_is_cut_at_its_pauses() -> None:
    found = cut((1, -60), (2, -20), (1, -60), (2, -22), (1, -60))
    assert [at for at, _ in found] == pytest.approx([0.7, 3.7], abs=0.05)
    assert [length for _, length in found] == pytest.approx([2.6, 2.6], abs=0.1)


@pytest.mark.parametrize("behind", [-32.0, -36.0])
def test_talk_behind_the_voice_is_no_utterance_of_its_own(behind: float) -> None:
    found = cut((1, -60), (2, -20), (1, -60), (0.5, behind), (1, -60), (2, -20), (1, -60))
    assert len(found) == 1
    assert found[0][1] == pytest.approx(7.1, abs=0.2)


def test_nothing_is_cut_where_loudness_tells_nothing() -> None:
    assert cut((3, -30)) == [(0.0, 3.0)]
    assert utterances(Audio.silence(0.0, LINE_RATE)) == []
