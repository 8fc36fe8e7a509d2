"""Recordings with their texts: the manifest of real speech and the lists of synthetic speech."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from models.audio import Audio
from models.errors import ModelError
from models.text import spoken_words
from models.training.spoken import spoken

RATE = 16000
WORDLESS = "wordless-"
"""Before the name of a corpus of which only the teacher tells what is said."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Where one utterance is and what is said in it.

    Attributes:
        file: sound file; may hold many utterances.
        start: first sample, at the file's own rate.
        samples: how many; 0 means to the end.
        corpus: where it comes from.
        speaker: who speaks.
        split: ``train`` or ``dev``.
        text: words, lower case.
        phones: column numbers of its phones.
    """

    file: Path
    start: int
    samples: int
    corpus: str
    speaker: str
    split: str
    text: str
    phones: tuple[int, ...]

    @property
    def seconds(self) -> float:
        """Its length; the manifest counts samples at 16 kHz."""
        return (self.samples or soundfile.info(self.file).frames) / RATE

    def read(self) -> Audio:
        """The utterance at 16 kHz.

        Raises:
            OSError: the file is missing or damaged.
        """
        frames = self.samples or -1
        try:
            x, rate = soundfile.read(self.file, frames, self.start, dtype="float32")
        except soundfile.LibsndfileError as error:
            raise OSError(f"{self.file}: {error}") from None
        if len(x) < frames or len(x) == 0:
            raise OSError(f"{self.file}: ends before sample {self.start + self.samples}")
        mono = x if x.ndim == 1 else x.mean(axis=1)
        return Audio(np.asarray(soxr.resample(mono, rate, RATE), np.float32), RATE)


def labelled(manifest: Path) -> list[Recording]:
    """All utterances of a manifest whose words are known.

    Columns: file, start, samples, corpus, speaker, split, label, text.

    Raises:
        ModelError: there is no such manifest.
    """
    source = random.Random(1)
    found: list[Recording] = []
    for row in _rows(manifest):
        said = spoken(spoken_words(row["text"]), source)
        if row["label"] == "words" and said.parts:
            found.append(_recording(manifest, row, tuple(said.phones)))
    return found


def wordless(manifest: Path) -> list[Recording]:
    """Training utterances of a manifest whose words nobody wrote down; they have no phones.

    Raises:
        ModelError: there is no such manifest.
    """
    rows = _rows(manifest)
    chosen = (row for row in rows if row["label"] == "none" and row["split"] == "train")
    return [_recording(manifest, row, ()) for row in chosen]


def _rows(manifest: Path) -> list[dict[str, str]]:
    if not manifest.is_file():
        raise ModelError(f"Rekaman latihan tidak ada: {manifest} tidak ditemukan.")
    with manifest.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _recording(manifest: Path, row: dict[str, str], phones: tuple[int, ...]) -> Recording:
    return Recording(
        manifest.parent / row["file"],
        int(row["start"]),
        int(row["samples"]),
        row["corpus"],
        row["speaker"],
        row["split"],
        row["text"],
        phones,
    )


def synthetic(listing: Path, corpus: str, split: str) -> list[Recording]:
    """Utterances of a ``list.tsv``: file, voice, text, phones."""
    found: list[Recording] = []
    for line in listing.read_text(encoding="utf-8").splitlines():
        file, voice, text, phones = line.split("\t")
        numbers = tuple(map(int, phones.split()))
        place = listing.parent / file
        found.append(Recording(place, 0, 0, corpus, voice, split, text, numbers))
    return found


def readable(
    recordings: Sequence[Recording], skipped: list[str]
) -> Iterator[tuple[Recording, Audio]]:
    """Each recording with its sound; what cannot be read is named in ``skipped``."""
    for recording in recordings:
        try:
            audio = recording.read()
        except OSError as error:
            skipped.append(str(error))
            continue
        yield recording, audio


def corpora(recordings: Sequence[Recording]) -> dict[str, list[Recording]]:
    """Recordings by corpus."""
    found: dict[str, list[Recording]] = {}
    for recording in recordings:
        found.setdefault(recording.corpus, []).append(recording)
    return found
