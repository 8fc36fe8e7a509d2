"""The spectrogram is Whisper's."""

from __future__ import annotations

import numpy as np
import pytest

from models import Audio
from models.logmel import log_mel, mel_filters


def test_filters_have_the_known_shape() -> None:
    filters = mel_filters()
    assert filters.shape == (80, 201)
    # Slaney's filters at 16 kHz with 400 points, as published with Whisper: first and largest.
    assert filters[0, 1] == pytest.approx(0.02486259, abs=1e-6)
    assert filters.max() == pytest.approx(0.02588, abs=1e-4)
    assert np.all(filters.sum(axis=1) > 0)


def test_a_tone_lights_the_bins_of_its_frequency() -> None:
    time = np.arange(16000) / 16000
    mel = log_mel(Audio(np.sin(2 * np.pi * 1000 * time).astype(np.float32), 16000))
    assert mel.shape == (80, 100)
    loudest = int(mel[:, 50].argmax())
    centre = int(mel_filters()[loudest].argmax()) * 40
    assert abs(centre - 1000) <= 40
    assert mel.max() - mel.min() <= 2.0 + 1e-6


def test_length_and_rate() -> None:
    assert log_mel(Audio.silence(0.005, 16000)).shape == (80, 0)
    assert log_mel(Audio.silence(0.015, 16000)).shape == (80, 1)
    with pytest.raises(ValueError, match="16000"):
        log_mel(Audio.silence(1.0, 8000))
