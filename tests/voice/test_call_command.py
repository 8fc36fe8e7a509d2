"""``sapa call`` as it is typed: every caller, and every bad input in one clear sentence."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile

from desk import Desk, Outcome, SystemClock
from voice.settings import load_settings

REPOSITORY = Path(__file__).parents[2]
SCENARIOS = REPOSITORY / "tests/scenarios"
RATE = 8000


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


@pytest.fixture
def home(tmp_path: Path, built: None) -> Path:
    """A folder with a configuration that uses the checkout's graphs and rendered speech."""
    shared = REPOSITORY.as_posix()
    (tmp_path / "sapa.toml").write_text(
        "[storage]\n"
        f'graphs = "{shared}/build/graphs"\n'
        f'callers = "{shared}/data/callers"\n'
        f'speech = "{shared}/data/speech"\n'
    )
    return tmp_path


def sapa(home: Path, *arguments: str, file_limit: int | None = None, **env: str) -> Ran:
    def limits() -> None:
        if file_limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

    done = subprocess.run(
        [sys.executable, "-c", "from voice.cli import main; main()", *arguments],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "COLUMNS": "200", **env},
        capture_output=True,
        text=True,
        timeout=400,  # rendering a caller takes long on a slow machine
        preexec_fn=limits,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def refused(ran: Ran, *parts: str) -> None:
    """One sentence on standard error, no traceback, a status that is not zero."""
    assert ran.status == 1, (ran.out, ran.err)
    assert "Traceback" not in ran.err
    for part in parts:
        assert part in " ".join(ran.err.split()), ran.err


def write(path: Path, samples: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Path:
    soundfile.write(path, samples, RATE)
    return path


def tones(seconds: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Something like music: chords that change every half second."""
    t = np.arange(round(seconds * RATE)) / RATE
    base = 220 * 2 ** (np.floor(t * 2) % 5 / 12 * 2)
    chord = sum(np.sin(2 * np.pi * base * k * t) / k for k in (1, 1.25, 1.5, 2))
    return np.asarray(0.15 * chord)


def test_a_scenario_prints_one_json_object(home: Path) -> None:
    ran = sapa(home, "call", "--scenario", str(SCENARIOS / "identity_declined.yaml"), "--json")
    assert ran.status == 0, ran.err
    result = json.loads(ran.out)
    assert result["outcome"] == "answered"
    assert [step["number"] for step in result["steps"]] == [1, 2, 3, 7]
    assert all(step["standard_seconds"] > 0 for step in result["steps"])
    assert Path(result["recording"]).exists()


def test_the_terminal_shows_both_sides_steps_score_and_form(home: Path) -> None:
    ran = sapa(home, "call", "--scenario", str(SCENARIOS / "no_match.yaml"))
    assert ran.status == 0, ran.err
    for shown in ("Sapa", "Penelepon", "Langkah 1", "standar", "cocok", "ULT-20", "Rekaman"):
        assert shown in ran.out


def test_a_recorded_caller(home: Path) -> None:
    """What a simulated caller said, played back from a stereo file at another rate."""
    ran = sapa(home, "call", "--scenario", str(SCENARIOS / "identity_declined.yaml"), "--json")
    samples, rate = soundfile.read(json.loads(ran.out)["recording"])
    stereo = np.repeat(np.stack([samples[:, 0], np.zeros(len(samples))], axis=1), 2, axis=0)
    # In pieces: libsndfile's Vorbis encoder overruns its stack when given minutes at once.
    with soundfile.SoundFile(home / "caller.ogg", "w", rate * 2, 2) as file:
        for at in range(0, len(stereo), rate):
            file.write(stereo[at : at + rate])
    ran = sapa(home, "call", "--caller", "caller.ogg", "--json")
    assert ran.status == 0, ran.err
    assert "rapor pendidikan" in json.loads(ran.out)["form"]["question"]


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("missing.wav", None, "tidak"),
        ("empty.wav", b"", ""),
        ("text.wav", b"this is no audio at all, only words", ""),
    ],
)
def test_what_is_no_audio(home: Path, name: str, content: bytes | None, part: str) -> None:
    if content is not None:
        (home / name).write_bytes(content)
    refused(sapa(home, "call", "--caller", name), name, part)


def test_a_wrong_rate_in_the_header(home: Path) -> None:
    data = bytearray(write(home / "odd.wav", np.zeros(8000)).read_bytes())
    data[24:28] = (3).to_bytes(4, "little")
    (home / "odd.wav").write_bytes(data)
    refused(sapa(home, "call", "--caller", "odd.wav"), "odd.wav")


@pytest.mark.parametrize("kind", ["silence", "noise", "music"])
def test_nobody_speaks(home: Path, kind: str) -> None:
    sound = {
        "silence": np.zeros(60 * RATE),
        "noise": np.random.default_rng(1).normal(0, 0.02, 60 * RATE),
        "music": tones(60),
    }[kind]
    write(home / f"{kind}.wav", sound)
    ran = sapa(home, "call", "--caller", f"{kind}.wav")
    refused(ran, "Tidak ada suara penelepon")


def test_an_hour_of_recording_ends_like_any_call(home: Path) -> None:
    with soundfile.SoundFile(home / "hour.wav", "w", RATE, 1, "ULAW") as file:
        for _ in range(60):
            file.write(np.zeros(60 * RATE))
    refused(sapa(home, "call", "--caller", "hour.wav"), "Tidak ada suara penelepon")


def test_a_missing_device(home: Path) -> None:
    refused(
        sapa(home, "call", "--line", "device", "--device", "tidak-ada"), "tidak-ada", "tersedia"
    )


def test_a_scenario_with_an_error_names_file_and_line(home: Path) -> None:
    (home / "wrong.yaml").write_text("name: Salah\nanswers:\n  question: Halo\nsnr: 10\n")
    refused(sapa(home, "call", "--scenario", "wrong.yaml"), "wrong.yaml:4")


def test_an_error_in_the_configuration_names_file_and_line(home: Path) -> None:
    with (home / "sapa.toml").open("a") as file:
        file.write('[calls]\nsilence_seconds = "lama"\n')
    refused(sapa(home, "doctor"), "sapa.toml:6", "silence_seconds")


def test_exactly_one_caller(home: Path) -> None:
    refused(sapa(home, "call"), "--caller")


def test_graphs_not_built(home: Path) -> None:
    ran = sapa(
        home,
        "call",
        "--scenario",
        str(SCENARIOS / "silent.yaml"),
        SAPA_STORAGE__GRAPHS=str(home / "none"),
    )
    refused(ran, "sapa model build")


def test_a_missing_model(home: Path) -> None:
    """The second pass is looked for in the configured folder."""
    ran = sapa(
        home,
        "call",
        "--scenario",
        str(SCENARIOS / "silent.yaml"),
        SAPA_HEARING__MODEL=str(home / "none"),
    )
    refused(ran, str(home / "none"))


def test_prompts_and_answers_are_rendered_ahead(home: Path) -> None:
    first = sapa(home, "voice", "build", SAPA_STORAGE__SPEECH=str(home / "speech"))
    again = sapa(home, "voice", "build", SAPA_STORAGE__SPEECH=str(home / "speech"))
    assert first.status == again.status == 0, first.err
    assert again.out.startswith("0 potongan suara dibuat")


def test_a_full_disk_is_refused_before_the_call(home: Path) -> None:
    ran = sapa(
        home,
        "call",
        "--scenario",
        str(SCENARIOS / "silent.yaml"),
        SAPA_STORAGE__FREE_MB=str(10**9),
    )
    refused(ran, "Ruang cakram")


def test_a_locked_database(home: Path) -> None:
    Desk.open(f"sqlite:///{home}/data/sapa.db", SystemClock()).close()
    with sqlite3.connect(home / "data/sapa.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = sapa(home, "call", "--scenario", str(SCENARIOS / "silent.yaml"))
        other.execute("ROLLBACK")
    refused(ran, "sapa.db")


def test_the_disk_fills_up_during_the_call(home: Path) -> None:
    """The recording stops, the call and its record do not; the status says so."""
    ran = sapa(
        home,
        "call",
        "--scenario",
        str(SCENARIOS / "identity_declined.yaml"),
        "--json",
        file_limit=1_500_000,
        SAPA_STORAGE__SPEECH=str(REPOSITORY / "data/speech"),
    )
    refused(ran, "Rekaman", "tidak bisa ditulis")
    result = json.loads(ran.out)
    assert result["outcome"] == "answered"
    with Desk.open(load_settings(home / "sapa.toml").database_url, SystemClock()) as desk:
        assert desk.call(result["call"]).outcome is Outcome.ANSWERED
    samples, _ = soundfile.read(result["recording"])
    assert len(samples) > 10 * RATE
