"""A whole call over a sound device, in real time, through PortAudio and PulseAudio."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models import Audio
from tests.pulse import AGENT, pulse_line
from voice.call import take_call
from voice.caller.opening import open_simulated
from voice.office import open_office
from voice.settings import Settings

pytestmark = pytest.mark.realtime

REPOSITORY = Path(__file__).parents[2]
SCENARIO = REPOSITORY / "tests/scenarios/officer.yaml"
LIMIT = 200.0


def test_a_whole_call_over_a_device(settings: Settings, tmp_path: Path) -> None:
    """The caller's side of a simulated call, played to Sapa as a telephone adapter would."""
    track = _callers_track(settings, tmp_path)
    storage = settings.storage
    (tmp_path / "sapa.toml").write_text(
        f'[storage]\ngraphs = "{storage.graphs}"\nspeech = "{storage.speech}"\n'
    )
    (tmp_path / "line").mkdir()
    with pulse_line(tmp_path / "line") as pulse:
        call = subprocess.Popen(
            [sys.executable, "-u", "-c", "from voice.cli import main; main()", "call", "--json",
             "--line", "device", "--device", AGENT],
            cwd=tmp_path,
            env={**pulse.environment, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        try:
            _wait_for_sound(tmp_path / "data/recordings", call)
            pulse.caller_says(track)
            out, err = call.communicate(timeout=LIMIT)
        finally:
            call.kill()
    assert call.returncode == 0, err
    result = json.loads(out)
    assert result["line"].startswith("device:")
    assert result["outcome"] == "ticket"
    assert result["form"]["phone"] == "085261123344"


def _callers_track(settings: Settings, folder: Path) -> Path:
    caller = open_simulated(SCENARIO, settings.storage.callers)
    assert caller.scenario.at is not None
    office = open_office(settings)
    result = take_call(office, caller.line, caller.scenario.at, caller.observer)
    office.close()
    samples, rate = soundfile.read(result.recording, dtype="float32")
    left = Audio(np.ascontiguousarray(samples[:, 0]), rate)
    track = folder / "caller.raw"
    track.write_bytes(left.pcm16())
    return track


def _wait_for_sound(recordings: Path, call: subprocess.Popen[str]) -> None:
    """Returns when the call's recording begins to grow; its frames are the call's clock."""
    while call.poll() is None:
        if any(file.stat().st_size > 44 for file in recordings.rglob("*.wav")):
            return
        try:
            call.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(f"the call ended before it began: {call.communicate()[1]}")
