"""Word error rates of both ears on transcribed speech."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile
import soxr
from rapidfuzz.distance import Levenshtein

from models.audio import LINE_RATE, Audio
from models.ears import Ears
from models.errors import ModelError
from models.fields import Field
from models.first_pass import hear_whole
from models.text import spoken_words


@dataclass(frozen=True, slots=True)
class Utterance:
    """Where one transcribed utterance lies.

    Attributes:
        file: sound file.
        start: first sample, at the file's own rate.
        samples: number of samples.
        text: what is said.
    """

    file: Path
    start: int
    samples: int
    text: str

    def audio(self) -> Audio:
        """The utterance at 8 kHz, at most half of full scale."""
        samples, rate = soundfile.read(
            self.file, frames=self.samples, start=self.start, dtype="float32"
        )
        narrow = np.asarray(soxr.resample(samples, rate, LINE_RATE), np.float32)
        peak = float(np.abs(narrow).max(initial=1e-6))
        return Audio(narrow * np.float32(min(1.0, 0.5 / peak)), LINE_RATE)


@dataclass
class Score:
    """Errors counted so far for one ear."""

    errors: int = 0
    words: int = 0
    utterances: int = 0
    whole: int = 0
    misheard: list[tuple[str, str]] = field(default_factory=list)

    def add(self, said: str, heard: str) -> None:
        # One corpus writes the suffix "nya" apart.
        reference, hypothesis = (spoken_words(t.replace(" nya", "nya")) for t in (said, heard))
        wrong = Levenshtein.distance(reference, hypothesis)
        self.errors += wrong
        self.words += len(reference)
        self.utterances += 1
        self.whole += wrong == 0
        if wrong:
            self.misheard.append((" ".join(reference), " ".join(hypothesis)))

    @property
    def rate(self) -> float:
        """Word error rate in per cent."""
        return 100.0 * self.errors / max(1, self.words)


def held_out(folder: Path, corpus: str, limit: int, seed: int = 1) -> list[Utterance]:
    """A random choice of the utterances of a corpus that no training may use.

    Args:
        folder: holds ``manifest.tsv`` and the sound files it names.
        corpus: name in the manifest.
        limit: most utterances.
        seed: of the choice.

    Raises:
        ModelError: no such folder.
    """
    manifest = folder / "manifest.tsv"
    try:
        with manifest.open(encoding="utf-8", newline="") as lines:
            rows = [
                row
                for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
                if row["corpus"] == corpus and row["split"] == "dev" and row["label"] == "words"
            ]
    except OSError:
        raise ModelError(
            f"Rekaman uji tidak ditemukan: {manifest} tidak ada; berikan folder lain dengan"
            " --speech."
        ) from None
    chosen = random.Random(seed).sample(rows, min(limit, len(rows)))
    return [
        Utterance(folder / r["file"], int(r["start"]), int(r["samples"]), r["text"]) for r in chosen
    ]


def score(
    ears: Ears,
    field: Field,
    utterances: list[Utterance],
    channel: Callable[[Audio], Audio] = lambda audio: audio,
) -> dict[str, Score]:
    """Scores of the ``first`` and the ``second`` pass over one field's graph."""
    scores = {"first": Score(), "second": Score()}
    for utterance in utterances:
        for ear, heard in _heard(ears, field, channel(utterance.audio())):
            scores[ear].add(utterance.text, heard)
    return scores


def _heard(ears: Ears, field: Field, audio: Audio) -> Iterator[tuple[str, str]]:
    yield "first", hear_whole(ears.stream(field), audio).text
    if ears.has_second:
        yield "second", ears.second_pass(field, audio).text
