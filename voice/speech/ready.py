"""Speech that was rendered ahead: clauses and pieces of numbers, shipped with the package.

One folder a voice: an Opus file a clause, named by its key, with ``index.tsv`` (key, digest of the
file, tone, text); and the pieces of numbers one after another in ``pieces.opus``, with
``pieces.tsv`` (word, place, first sample, samples).
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from models.audio import LINE_RATE, Audio
from voice.errors import VoiceError
from voice.speech.cache import key_of
from voice.speech.clause import Clause, Tone
from voice.speech.pieces import Place, Spot, join

SHIPPED: Final = Path(__file__).parent / "ready"
SUFFIX: Final = ".opus"
INDEX: Final = "index.tsv"
PIECES: Final = "pieces.opus"
PIECES_INDEX: Final = "pieces.tsv"

_COMPRESSION: Final = 0.96
"""libsndfile's scale; about 16 kbit/s for speech at 8 kHz."""


@dataclass(frozen=True, slots=True)
class Row:
    """One clause of the index."""

    key: str
    digest: str
    tone: Tone
    text: str


class ReadySpeech:
    """The clauses and pieces of one voice. Reads a file when it is asked for, never writes.

    Args:
        folder: of one voice; one that is missing holds nothing.
        voice_id: identity of the voice that rendered it, part of every key.
    """

    def __init__(self, folder: Path, voice_id: str) -> None:
        self._folder = folder
        self.voice_id = voice_id

    @cached_property
    def rows(self) -> dict[str, Row]:
        """The index by key. VoiceError when it is damaged."""
        file = self._folder / INDEX
        if not file.is_file():
            return {}
        rows = {}
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            cells = line.split("\t")
            if len(cells) != 4:
                raise VoiceError(f"{file}:{number}: baris rusak. Pasang ulang Sapa.")
            rows[cells[0]] = Row(cells[0], cells[1], Tone(cells[2]), cells[3])
        return rows

    def has(self, clause: Clause) -> bool:
        return key_of(clause, self.voice_id, slow=False) in self.rows

    def get(self, clause: Clause) -> Audio | None:
        """Audio of a clause at 8 kHz, or None; one whose file is damaged counts as missing."""
        row = self.rows.get(key_of(clause, self.voice_id, slow=False))
        if row is None:
            return None
        try:
            data = (self._folder / f"{row.key}{SUFFIX}").read_bytes()
        except OSError:
            return None
        return unpacked(data) if digest(data) == row.digest else None

    @cached_property
    def pieces(self) -> dict[tuple[str, Place], range]:
        """The pieces of numbers, each with its samples in their one file; empty without any."""
        index = self._folder / PIECES_INDEX
        if not index.is_file() or not (self._folder / PIECES).is_file():
            return {}
        pieces = {}
        for line in index.read_text(encoding="utf-8").splitlines():
            word, place, start, count = line.split("\t")
            pieces[word, Place(place)] = range(int(start), int(start) + int(count))
        return pieces

    def prepare(self) -> None:
        """Read the pieces of numbers now, some 0.3 s, that no caller waits for it."""
        if self.pieces:
            _ = self._spoken

    def piece(self, word: str, place: Place) -> Audio:
        """One of :attr:`pieces`. VoiceError when their file is damaged."""
        samples = self.pieces[word, place]
        return Audio(self._spoken.samples[samples.start : samples.stop], LINE_RATE)

    @cached_property
    def _spoken(self) -> Audio:
        """All pieces, one after another."""
        file = self._folder / PIECES
        whole = unpacked(file.read_bytes())
        if whole is None:
            raise VoiceError(f"{file} rusak. Pasang ulang Sapa.")
        return whole

    def assembled(self, clause: Clause) -> Audio | None:
        """A clause put together from pieces, or None when a word of it is no piece."""
        wanted = [(spot.word, spot.place) for spot in Spot.of(clause)]
        if not wanted or any(piece not in self.pieces for piece in wanted):
            return None
        return join([self.piece(*piece) for piece in wanted])


def packed(audio: Audio) -> bytes:
    """Audio at 8 kHz as an Ogg file with Opus."""
    buffer = io.BytesIO()
    samples = audio.require(LINE_RATE).samples
    with soundfile.SoundFile(
        buffer, "w", LINE_RATE, 1, format="OGG", subtype="OPUS", compression_level=_COMPRESSION
    ) as file:
        # In pieces: libsndfile overruns its stack when minutes come at once.
        for start in range(0, len(samples), LINE_RATE):
            file.write(samples[start : start + LINE_RATE])
    return buffer.getvalue()


def unpacked(data: bytes) -> Audio | None:
    """The audio (8 kHz) of an Ogg file; None when it is damaged."""
    try:
        samples, rate = soundfile.read(io.BytesIO(data), dtype="float32")
    except (soundfile.LibsndfileError, RuntimeError):
        return None
    if rate != LINE_RATE or samples.ndim != 1 or not len(samples):
        return None
    return Audio(np.ascontiguousarray(samples), LINE_RATE)


def digest(data: bytes) -> str:
    """What tells whether a file is still the one that was rendered."""
    return hashlib.sha256(data).hexdigest()[:16]
