"""Word and character error rates of both ears on transcribed speech, and what confidences mean."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr
from rapidfuzz.distance import Levenshtein

from models.audio import LINE_RATE, Audio
from models.errors import ModelError
from models.fields import Field
from models.hypothesis import Hypothesis, Pass, Word
from models.text import spoken_words

BINS: Final = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
"""Limits of the calibration table's rows."""

_PEAK: Final = 0.5

Hear = Callable[[Field, Audio], Mapping[Pass, Hypothesis]]
"""What the passes make of an utterance at 8 kHz."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Where one transcribed utterance lies.

    Attributes:
        file: sound file.
        start: first sample, at the file's own rate.
        samples: number of samples.
        text: what is said.
        speaker: who says it.
    """

    file: Path
    start: int
    samples: int
    text: str
    speaker: str = ""

    def audio(self) -> Audio:
        """The utterance at 8 kHz, at most half of full scale; ModelError when it is damaged."""
        try:
            samples, rate = soundfile.read(
                self.file, frames=self.samples, start=self.start, dtype="float32", always_2d=True
            )
        except (soundfile.SoundFileError, OSError):
            samples, rate = np.zeros((0, 1), np.float32), LINE_RATE
        if len(samples) < self.samples or not len(samples):
            raise ModelError(f"{self.file} mulai sampel {self.start}: hilang atau rusak.")
        narrow = np.asarray(soxr.resample(samples.mean(axis=1), rate, LINE_RATE), np.float32)
        peak = float(np.abs(narrow).max(initial=1e-6))
        return Audio(narrow * np.float32(min(1.0, _PEAK / peak)), LINE_RATE)


@dataclass
class Score:
    """Errors counted so far for one pass.

    Attributes:
        words: in what was said.
        characters: in what was said, with one space between words.
        whole: utterances without an error.
        misheard: what was said and what was heard instead.
        marks: of every word heard its confidence and whether it is right.
    """

    errors: int = 0
    words: int = 0
    character_errors: int = 0
    characters: int = 0
    utterances: int = 0
    whole: int = 0
    misheard: list[tuple[str, str]] = field(default_factory=list)
    marks: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, said: str, heard: Hypothesis) -> None:
        """Count one more utterance."""
        marked = marked_words(said, heard)
        self.marks += [(word.confidence, right) for word, right in marked]
        reference, hypothesis = _words(said), [word.text for word, _ in marked]
        one, two = " ".join(reference), " ".join(hypothesis)
        wrong = Levenshtein.distance(reference, hypothesis)
        self.errors += wrong
        self.words += len(reference)
        self.character_errors += Levenshtein.distance(one, two)
        self.characters += len(one)
        self.utterances += 1
        self.whole += wrong == 0
        if wrong:
            self.misheard.append((one, two))

    @property
    def rate(self) -> float:
        """Word error rate in per cent; nan when nothing was said."""
        return 100.0 * self.errors / self.words if self.words else float("nan")

    @property
    def character_rate(self) -> float:
        """Character error rate in per cent; nan when nothing was said."""
        return 100.0 * self.character_errors / self.characters if self.characters else float("nan")

    @property
    def accuracy(self) -> float:
        """Utterances without an error in per cent; nan when there were none."""
        return 100.0 * self.whole / self.utterances if self.utterances else float("nan")


@dataclass(frozen=True, slots=True)
class Sureness:
    """One row of a calibration table: of the words with about this confidence, how many are right.

    Attributes:
        low: lowest confidence of the row.
        high: highest.
        words: how many there are.
        confidence: their mean confidence.
        right: share of them that is right, 0..1.
    """

    low: float
    high: float
    words: int
    confidence: float
    right: float


def marked_words(said: str, heard: Hypothesis) -> list[tuple[Word, bool]]:
    """The words heard, each with whether it is right."""
    found = _whole_words(heard.words)
    right = right_words(_words(said), [word.text for word in found])
    return list(zip(found, right, strict=True))


def right_words(reference: Sequence[str], hypothesis: Sequence[str]) -> list[bool]:
    """For every word heard whether the alignment with the fewest errors finds it right."""
    right = [False] * len(hypothesis)
    for block in Levenshtein.opcodes(reference, hypothesis):
        if block.tag == "equal":
            right[block.dest_start : block.dest_end] = [True] * (block.dest_end - block.dest_start)
    return right


def calibration(marks: Sequence[tuple[float, bool]]) -> list[Sureness]:
    """The calibration table; rows without words are left out."""
    rows: list[Sureness] = []
    for low, high in pairwise(BINS):
        here = [m for m in marks if low <= m[0] and (m[0] < high or high == BINS[-1])]
        if here:
            sure, right = (sum(column) / len(here) for column in zip(*here, strict=True))
            rows.append(Sureness(low, high, len(here), sure, right))
    return rows


def calibration_error(marks: Sequence[tuple[float, bool]]) -> float:
    """Mean distance between confidence and share right over the table, weighted by words, 0..1."""
    rows = calibration(marks)
    total = sum(row.words for row in rows)
    return sum(row.words * abs(row.confidence - row.right) for row in rows) / max(1, total)


def corpora(folder: Path) -> list[str]:
    """Names of the corpora with held-out utterances; ModelError when there is no such folder."""
    return sorted({name for name, _ in _held_out(folder)})


def held_out(folder: Path, corpus: str, limit: int, seed: int = 1) -> list[Utterance]:
    """A random choice of the utterances of a corpus that no training may use.

    Args:
        folder: holds ``manifest.tsv`` and the sound files it names.
        corpus: name in the manifest.
        limit: most utterances.
        seed: of the choice.

    Raises:
        ModelError: no such folder, or its manifest is damaged.
    """
    found = [one for name, one in _held_out(folder) if name == corpus]
    return random.Random(seed).sample(found, min(limit, len(found)))


def field_of(corpus: str) -> Field:
    """The graph that a corpus is heard with."""
    return Field.DIGITS if corpus == "digits" else Field.QUESTION


def score(
    hear: Hear, field: Field, utterances: Sequence[Utterance], skipped: list[str]
) -> Iterator[dict[Pass, Score]]:
    """Scores so far of every pass, after each utterance.

    Args:
        hear: the ears.
        field: whose graph is used.
        utterances: what to hear.
        skipped: told in one sentence of every utterance that cannot be read.
    """
    scores: dict[Pass, Score] = {}
    for utterance in utterances:
        try:
            audio = utterance.audio()
        except ModelError as error:
            skipped.append(str(error))
        else:
            for one, heard in hear(field, audio).items():
                scores.setdefault(one, Score()).add(utterance.text, heard)
        yield scores


def _held_out(folder: Path) -> list[tuple[str, Utterance]]:
    """All held-out utterances, each with its corpus."""
    manifest = folder / "manifest.tsv"
    try:
        with manifest.open(encoding="utf-8", newline="") as lines:
            return [
                (row["corpus"], _utterance(folder, row))
                for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
                if row["split"] == "dev" and row["label"] == "words"
            ]
    except OSError:
        raise ModelError(
            f"Rekaman uji tidak ditemukan: {manifest} tidak ada; berikan folder lain dengan"
            " --speech."
        ) from None
    except (KeyError, ValueError, TypeError, csv.Error):
        raise ModelError(
            f"Daftar rekaman {manifest} rusak; perlu kolom file, start, samples, corpus, speaker,"
            " split, label, dan text."
        ) from None


def _utterance(folder: Path, row: Mapping[str, str]) -> Utterance:
    start, samples = int(row["start"]), int(row["samples"])
    return Utterance(folder / row["file"], start, samples, row["text"] or "", row["speaker"])


def _words(text: str) -> list[str]:
    # One corpus writes the suffix "nya" apart.
    return spoken_words(text.replace(" nya", "nya"))


def _whole_words(words: Sequence[Word]) -> list[Word]:
    """The words heard, a suffix "nya" apart joined to the word before it."""
    whole: list[Word] = []
    for word in words:
        if word.text == "nya" and whole:
            before = whole.pop()
            sure = min(before.confidence, word.confidence)
            text = before.text + "nya"
            whole.append(replace(before, text=text, confidence=sure, end=word.end))
        else:
            whole.append(word)
    return whole
