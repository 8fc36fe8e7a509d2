"""Everything a scenario's caller says, rendered ahead by another process and kept for next time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
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
    kokoro = installed() if natural is None else natural
    said = [(text, VOICES[scenario.voice]) for text in scenario.texts]
    behind = list(BABBLE) if scenario.snr_db is not None and scenario.noise is Noise.BABBLE else []
    audio = rendered([*said, *behind], cache, "kokoro" if kokoro else "espeak")
    return Prepared(
        voices={text: audio[text, voice] for text, voice in said},
        babble=tuple(audio[line] for line in behind),
        notice=None if kokoro else ESPEAK_NOTICE,
    )


def rendered(lines: Iterable[Line], cache: Path, engine: str) -> dict[Line, Audio]:
    """Texts with their voices, spoken by ``kokoro`` or ``espeak``; raises as :func:`prepare`."""
    files = {line: cache / f"{_fingerprint(line, engine)}.flac" for line in lines}
    audio = {line: _kept(file) for line, file in files.items()}
    missing = [line for line, kept in audio.items() if kept is None]
    if missing:
        _render([(line, files[line]) for line in missing], cache, engine)
        audio.update({line: _kept(files[line]) for line in missing})
    found = {line: kept for line, kept in audio.items() if kept is not None}
    if len(found) < len(audio):
        raise VoiceError(f"Suara penelepon di {cache} tidak terbaca; hapus folder itu dan ulangi.")
    return found


def _fingerprint(line: Line, engine: str) -> str:
    text, voice = line
    whole = json.dumps([_VERSION, engine, asdict(voice), text], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


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
