"""The device line over real PortAudio streams, through PulseAudio null sinks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from tests.pulse import AGENT, PulseLine

pytestmark = pytest.mark.realtime

AGENT_END = Path(__file__).with_name("device_end.py")
RATE = 8000
LIMIT = 60.0
Pcm = npt.NDArray[np.int16]


def sound(seed: int, seconds: float) -> Pcm:
    """Noise in syllables within the telephone band, unlike any other seed's."""
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft(rng.standard_normal(round(seconds * RATE)))
    hertz = np.fft.rfftfreq(round(seconds * RATE), 1 / RATE)
    wave = np.fft.irfft(np.where((hertz > 300) & (hertz < 3000), spectrum, 0))
    loud = np.repeat(rng.uniform(0.1, 1.0, len(wave) // 400 + 1), 400)[: len(wave)]
    wave *= loud * 8000 / np.abs(wave).max()
    return wave.astype(np.int16)


def unharmed(sent: Pcm, got: Pcm) -> float:
    """Share of the tenths of a second of what was sent that arrived with a likeness above 0.99.

    Piece by piece, because a busy machine may drop a block, which moves everything after it.
    """
    pieces = sent[: len(sent) // 800 * 800].reshape(-1, 800)
    return float(np.mean([likeness(piece, got) > 0.99 for piece in pieces]))


def likeness(piece: Pcm, got: Pcm) -> float:
    """Correlation with the best match in what arrived, found to a twentieth of a sample."""
    size = 1 << (len(piece) + len(got) - 1).bit_length()
    cross = np.fft.rfft(got, size) * np.conj(np.fft.rfft(piece, size))
    place = int(np.argmax(np.fft.irfft(cross, size)[: len(got) - len(piece) + 1]))
    arrived = got[place : place + len(piece)]
    turns = 2j * np.pi * np.fft.rfftfreq(len(piece))
    best = 0.0
    for shift in np.arange(-1.0, 1.0, 0.05):
        moved = np.fft.irfft(np.fft.rfft(piece) * np.exp(-turns * shift), len(piece))
        # Moving within the piece bends its very ends.
        best = max(best, float(np.corrcoef(moved[20:-20], arrived[20:-20])[0, 1]))
    return best


def agent(pulse: PulseLine, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(AGENT_END), *arguments],
        env=pulse.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> dict[str, Any]:
    try:
        out, err = process.communicate(timeout=LIMIT)
    finally:
        process.kill()
    assert process.returncode == 0, err
    report: dict[str, Any] = json.loads(out.splitlines()[-1])
    return report


@pytest.mark.parametrize("options", [(), ("other-rate",)])
def test_sound_passes_both_ways_unharmed(
    pulse: PulseLine, tmp_path: Path, options: tuple[str, ...]
) -> None:
    to_caller, to_agent = sound(1, 2.0), sound(2, 2.0)
    for name, wave in (("to_caller", to_caller), ("to_agent", to_agent)):
        (tmp_path / name).write_bytes(wave.tobytes())
    recorder = pulse.caller_hears(tmp_path / "at_caller")
    process = agent(pulse, str(tmp_path / "to_caller"), str(tmp_path / "at_agent"), "4", *options)
    assert process.stdout is not None
    assert process.stdout.readline() == "talking\n"
    pulse.caller_says(tmp_path / "to_agent")
    report = ended(process)
    recorder.terminate()
    recorder.wait(5)
    assert report["failure"] == "" and report["name"] == f"device:{AGENT}"
    assert unharmed(to_agent, np.fromfile(tmp_path / "at_agent", "<i2")) >= 0.8
    assert unharmed(to_caller, np.fromfile(tmp_path / "at_caller", "<i2")) >= 0.8
    assert 0.02 < np.median(report["delays"]) < 0.2


def test_an_unplugged_device_is_reported(pulse: PulseLine, tmp_path: Path) -> None:
    (tmp_path / "play").write_bytes(sound(1, 1.0).tobytes())
    process = agent(pulse, str(tmp_path / "play"), str(tmp_path / "heard"), "50")
    assert process.stdout is not None
    assert process.stdout.readline() == "talking\n"
    pulse.unplug()
    report = ended(process)
    assert report["failure"].startswith(f"Perangkat suara {AGENT} terputus")
    assert len(report["delays"]) < 500


def asked(code: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        timeout=LIMIT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


OPEN = """
from voice.errors import VoiceError
from voice.lines import DeviceLine
try:
    DeviceLine({name!r}, {output!r})
except VoiceError as error:
    print(error)
"""


def test_a_missing_device_is_one_sentence_with_those_there_are(pulse: PulseLine) -> None:
    said = asked(OPEN.format(name="modem", output=None), pulse.environment)
    assert said == (
        f'Tidak ada mikrofon bernama "modem" di mesin ini; yang tersedia: "{AGENT}", "default".'
    )
    said = asked(OPEN.format(name=AGENT, output="modem"), pulse.environment)
    assert said.startswith('Tidak ada pengeras suara bernama "modem"')


def test_devices_are_listed_for_the_doctor(pulse: PulseLine) -> None:
    code = (
        "from voice.lines import list_devices\nprint(*(d.name for d in list_devices() if d.inputs))"
    )
    assert asked(code, pulse.environment) == f"{AGENT} default"


def test_no_name_is_the_default_device(pulse: PulseLine) -> None:
    code = "from voice.lines.devices import choose\nprint(choose('', 'output').name)"
    assert asked(code, pulse.environment) == "default"


def test_a_machine_without_any_device_says_so(pulse: PulseLine) -> None:
    pulse.unplug()
    said = asked(OPEN.format(name="", output=None), pulse.environment)
    assert said == "Tidak ada mikrofon bawaan di mesin ini; yang tersedia: tidak ada satu pun."


def test_a_device_that_cannot_be_opened_is_one_sentence(pulse: PulseLine) -> None:
    code = "from voice.lines import list_devices\nprint(len(list_devices()), flush=True)\ninput()"
    process = subprocess.Popen(
        [sys.executable, "-c", code + OPEN.format(name=AGENT, output=None)],
        env=pulse.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "2\n"
    pulse.unplug()
    try:
        said, _ = process.communicate("\n", timeout=LIMIT)
    finally:
        process.kill()
    assert process.returncode == 0
    assert said.startswith(f"Perangkat suara {AGENT} tidak dapat dibuka")
    assert said.count("\n") == 1


def test_a_machine_without_portaudio_is_told_what_to_install() -> None:
    code = "import ctypes.util\nctypes.util.find_library = lambda name: None\n" + OPEN.format(
        name="", output=None
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    said = asked(code, environment)
    assert said == "Pustaka PortAudio belum terpasang; pasang dengan: apt install libportaudio2."
