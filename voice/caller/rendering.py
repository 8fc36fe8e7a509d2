"""Everything a scenario's caller says, rendered ahead by another process and kept for next time.

Speech of the scenarios that come with Sapa comes with it too (``ready``), so that a first call
needs neither Kokoro nor minutes of rendering.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import soundfile

from models.audio import LINE_RATE, Audio
from voice.caller.channel import Noise
from voice.caller.scenario import Scenario
from voice.caller.voices import BABBLE, VOICES, CallerVoice
from voice.errors import VoiceError
from voice.speech.neural.kokoro import installed

ESPEAK_NOTICE: Final = (
    "Suara penelepon Kokoro belum terpasang, jadi penelepon berbicara dengan espeak-ng; "
    "untuk suara yang alami pasang: pip install sapa[caller]."
)

READY: Final = Path(__file__).parent / "ready"
"""Speech that comes with Sapa; changed texts are rendered as if it were not there."""

_VERSION: Final = 3
"""Raise it when the same text should sound different from before."""
_LONGEST: Final = 1200.0

Line = tuple[str, CallerVoice]


@dataclass(frozen=True, slots=True)
class Prepared:
    """All sound one scenario needs.

    Attributes:
        voices: the caller's speech by its text, at ``LINE_RATE``.
        babble: background voices, at ``LINE_RATE``; empty where the scenario has none.
        notice: a sentence for the person at the terminal, or None.
    """

    voices: dict[str, Audio]
    babble: tuple[Audio, ...] = ()
    notice: str | None = None


def default_cache() -> Path:
    """The user's cache folder for rendered callers."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "sapa" / "caller"


def prepare(scenario: Scenario, cache: Path, natural: bool | None = None) -> Prepared:
    """Render what is not in the cache yet, and load all of it.

    Args:
        scenario: whose texts and noise.
        cache: folder for rendered speech and for Kokoro's network (92 MB); made when missing.
        natural: Kokoro (True) or espeak-ng (False); None is Kokoro where it is installed.

    Raises:
        VoiceError: the cache cannot be written, or the rendering process failed.
    """
    said, behind = _lines(scenario)
    lines = [*said, *behind]
    kokoro = (installed() or _ready(lines)) if natural is None else natural
    audio = rendered(lines, cache, "kokoro" if kokoro else "espeak")
    return Prepared(
        voices={text: audio[text, voice] for text, voice in said},
        babble=tuple(audio[line] for line in behind),
        notice=None if kokoro else ESPEAK_NOTICE,
    )


def rendered(lines: Iterable[Line], cache: Path, engine: str) -> dict[Line, Audio]:
    """Texts with their voices, spoken by ``kokoro`` or ``espeak``; raises as :func:`prepare`."""
    names = {line: _name(line, engine) for line in lines}
    files = {line: cache / name for line, name in names.items()}
    audio = {line: _kept(READY / names[line]) or _kept(file) for line, file in files.items()}
    missing = [line for line, kept in audio.items() if kept is None]
    if missing:
        _render([(line, files[line]) for line in missing], cache, engine)
        audio.update({line: _kept(files[line]) for line in missing})
    found = {line: kept for line, kept in audio.items() if kept is not None}
    if len(found) < len(audio):
        raise VoiceError(f"Suara penelepon di {cache} tidak terbaca; hapus folder itu dan ulangi.")
    return found


def ship(scenarios: Iterable[Scenario], folder: Path = READY) -> int:
    """Make the folder hold what these scenarios' callers say, in Kokoro's voices, and nothing else.

    Returns:
        how many files it holds.

    Raises:
        VoiceError: see :func:`prepare`.
    """
    lines = [line for scenario in scenarios for part in _lines(scenario) for line in part]
    names = {line: _name(line, "kokoro") for line in lines}
    with TemporaryDirectory() as cache:
        made = [line for line, name in names.items() if _kept(folder / name) is None]
        folder.mkdir(exist_ok=True)
        if made:
            _render([(line, folder / names[line]) for line in made], Path(cache), "kokoro")
    for file in folder.glob("*.flac"):
        if file.name not in names.values():
            file.unlink()
    return len(names)


def _lines(scenario: Scenario) -> tuple[list[Line], list[Line]]:
    """What the caller says, and what others say in the background."""
    said = [(text, VOICES[scenario.voice]) for text in scenario.texts]
    talk = scenario.snr_db is not None and scenario.noise is Noise.BABBLE
    return said, list(BABBLE) if talk else []


def _ready(lines: Iterable[Line]) -> bool:
    return all((READY / _name(line, "kokoro")).exists() for line in lines)


def _name(line: Line, engine: str) -> str:
    text, voice = line
    whole = json.dumps([_VERSION, engine, asdict(voice), text], sort_keys=True)
    return f"{hashlib.sha256(whole.encode()).hexdigest()[:32]}.flac"


def _kept(file: Path) -> Audio | None:
    try:
        samples, rate = soundfile.read(file, dtype="float32")
    except (soundfile.SoundFileError, OSError):
        return None
    return Audio(samples, rate) if rate == LINE_RATE and samples.ndim == 1 else None


def _render(jobs: list[tuple[Line, Path]], cache: Path, engine: str) -> None:
    order = {
        "engine": engine,
        "cache": str(cache),
        "jobs": [
            {"text": text, "voice": asdict(voice), "out": str(out)} for (text, voice), out in jobs
        ],
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "voice.caller.render"],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=_LONGEST,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise VoiceError(
            "Suara penelepon tidak selesai dibuat dalam 20 menit; ulangi saat mesin lebih lengang."
        ) from error
    if done.returncode != 0:
        raise VoiceError(
            done.stdout.strip()
            or f"Suara penelepon gagal dibuat (kode {done.returncode}); periksa memori mesin."
        )
