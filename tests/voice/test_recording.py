"""The stereo recording: both sides, readable at any moment."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from models import LINE_RATE, Audio
from voice.errors import VoiceError
from voice.recording import Recording

FRAME = 160


def frame(value: float) -> Audio:
    return Audio(np.full(FRAME, value, np.float32), LINE_RATE)


def test_caller_left_sapa_right(tmp_path: Path) -> None:
    with Recording(tmp_path / "call.wav") as recording:
        for _ in range(100):
            recording.add(frame(0.25), frame(-0.5))
    samples, rate = soundfile.read(tmp_path / "call.wav")
    assert rate == LINE_RATE
    assert samples.shape == (100 * FRAME, 2)
    assert samples[0, 0] == pytest.approx(0.25, abs=1e-3)
    assert samples[0, 1] == pytest.approx(-0.5, abs=1e-3)


def test_a_recording_that_was_never_closed_is_readable(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "call.wav")
    for _ in range(130):
        recording.add(frame(0.1), frame(0.1))
    samples, _ = soundfile.read(tmp_path / "call.wav")
    assert len(samples) == 100 * FRAME
    recording.close()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(VoiceError, match=r"call\.wav tidak bisa ditulis"):
        Recording(tmp_path / "file" / "call.wav")


def test_another_rate_is_refused(tmp_path: Path) -> None:
    with Recording(tmp_path / "call.wav") as recording, pytest.raises(ValueError, match="8000"):
        recording.add(Audio(np.zeros(FRAME, np.float32), 16000), frame(0.0))
