"""Rendering ahead with the large voice: for one office, or for all with the package."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from models.audio import LINE_RATE, Audio
from voice.speech.cache import SpeechCache, key_of
from voice.speech.clause import Clause
from voice.speech.engine import EngineVoice
from voice.speech.frontend import clauses
from voice.speech.level import cut_for_line
from voice.speech.neural import driver, kokoro, large
from voice.speech.pieces import Carrier, Place, carriers
from voice.speech.ready import (
    INDEX,
    PIECES,
    PIECES_INDEX,
    SUFFIX,
    ReadySpeech,
    Row,
    digest,
    packed,
)

SECONDS_EACH_SECOND: Final = 1.0
"""About how long the large voice takes for one second of speech on one core."""
SECONDS_EACH_LETTER: Final = 0.072
"""Of speech, for telling beforehand what rendering will cost."""

Progress = Callable[[Clause], None]


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is to be rendered.

    Attributes:
        clauses: those without ready audio.
        seconds: about how long the large voice will take.
    """

    clauses: tuple[Clause, ...]
    seconds: float


def can_render() -> bool:
    """True when the large voice is installed."""
    return kokoro.installed() and importlib.util.find_spec("onnx") is not None


def lacking(texts: Iterable[str], has: Callable[[Clause], bool]) -> Lacking:
    """The clauses of texts that have no ready audio, each once."""
    found: dict[tuple[str, str], Clause] = {}
    for text in texts:
        for clause in clauses(text):
            found.setdefault((clause.text, clause.tone.value), clause)
    missing = tuple(clause for clause in found.values() if not has(clause))
    letters = sum(len(clause.text) for clause in missing)
    return Lacking(missing, letters * SECONDS_EACH_LETTER * SECONDS_EACH_SECOND)


def render(
    missing: Sequence[Clause], voice: str, cache: SpeechCache, progress: Progress | None = None
) -> None:
    """Render clauses for one office, into its cache.

    Raises:
        VoiceError: the large voice is not installed, or fails.
    """
    if not missing:
        return
    engine = EngineVoice(driver.LARGE, voice, driver.USUAL_RATE)
    for clause in missing:
        cache.put(key_of(clause, large.voice_id(voice), slow=False), engine.speak(clause))
        if progress is not None:
            progress(clause)


def ship(
    texts: Iterable[str], voice: str, folder: Path, progress: Progress | None = None
) -> ReadySpeech:
    """Bring the speech that ships with the package up to date: new clauses, old ones dropped.

    Args:
        texts: all that is to be ready.
        voice: which one.
        folder: of that voice, made when missing.
        progress: told each clause that was rendered.

    Raises:
        VoiceError: the large voice is not installed, or fails.
        OSError: a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    former = ReadySpeech(folder, large.voice_id(voice))
    engine: EngineVoice | None = None
    rows: dict[str, Row] = {}
    for clause in lacking(texts, lambda _: False).clauses:
        key = key_of(clause, former.voice_id, slow=False)
        row = former.rows.get(key)
        if row is None or former.get(clause) is None:
            engine = engine or EngineVoice(driver.LARGE, voice, driver.USUAL_RATE)
            data = packed(engine.speak(clause))
            (folder / f"{key}{SUFFIX}").write_bytes(data)
            row = Row(key, digest(data), clause.tone, clause.text)
            # What was rendered counts, also when this is broken off.
            _write_index(folder, {**former.rows, **rows, key: row})
            if progress is not None:
                progress(clause)
        rows[key] = row
    _write_index(folder, rows)
    for file in folder.glob(f"*{SUFFIX}"):
        if file.stem not in rows and file.name != PIECES:
            file.unlink()
    return ReadySpeech(folder, former.voice_id)


def ship_pieces(voice: str, folder: Path, progress: Progress | None = None) -> None:
    """Render all pieces of numbers anew. Needs ``sapa[voice]``; raises as :func:`ship`."""
    network = large.LargeVoice()
    pieces: list[tuple[str, Place, Audio]] = []
    for carrier in carriers():
        pieces += _cut(carrier, network, voice)
        if progress is not None:
            progress(carrier.clause)
    lines, samples, at = [], [], 0
    gap = np.zeros(LINE_RATE // 50, np.float32)
    for word, place, audio in pieces:
        lines.append(f"{word}\t{place.value}\t{at}\t{len(audio.samples)}")
        # Silence between the pieces: none leaks into the next through the coder.
        samples += [audio.samples, gap]
        at += len(audio.samples) + len(gap)
    data = packed(Audio(np.concatenate(samples), LINE_RATE))
    (folder / PIECES).write_bytes(data)
    (folder / PIECES_INDEX).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _cut(carrier: Carrier, network: large.LargeVoice, voice: str) -> list[tuple[str, Place, Audio]]:
    clause = carrier.clause
    audio, cuts = network.words(clause.text, voice, clause.tone.value)
    parts = cut_for_line(audio, cuts)
    return [
        (spot.word, spot.place, part)
        for spot, part in zip(carrier.spots, parts, strict=True)
        if spot is not None
    ]


def _write_index(folder: Path, rows: dict[str, Row]) -> None:
    lines = sorted(f"{r.key}\t{r.digest}\t{r.tone.value}\t{r.text}\n" for r in rows.values())
    (folder / INDEX).write_text("".join(lines), encoding="utf-8")
