"""How well a second pass hears: phone and word error rates on fixed sets nobody trained on."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from models.audio import LINE_RATE, Audio
from models.fields import Field
from models.graphs import field_folder
from models.search import ACOUSTIC_SCALE, Search
from models.training.errors import edits
from models.training.phone_search import PhoneSearch
from models.training.recordings import Recording
from models.training.telephone import Telephone, at_line_rate, coded

Floats = npt.NDArray[np.float32]

CONDITIONS: Final = ("clean", "noise")
"""``clean``: mu-law or A-law in turn. ``noise``: the same with 10 dB of pink noise or babble."""

_NOISE_DECIBELS: Final = 10.0
_SEED: Final = 20261122


@dataclass(frozen=True, slots=True)
class Sample:
    """One utterance as it comes out of the line, and what was said."""

    line: Audio
    text: str
    phones: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Error rates of one set under one condition, in percent.

    Attributes:
        phone_errors: of the likeliest phones under a trigram of phones, without any words.
        word_errors: of the words found in the field's graph.
    """

    phone_errors: float
    word_errors: float


def chosen(recordings: Iterable[Recording], count: int) -> dict[str, list[Recording]]:
    """By corpus, the same ``count`` utterances of its dev split every time."""
    dev = sorted((r for r in recordings if r.split == "dev"), key=lambda r: r.corpus)
    sets = {corpus: list(group) for corpus, group in groupby(dev, key=lambda r: r.corpus)}
    return {
        corpus: random.Random(_SEED).sample(group, min(count, len(group)))
        for corpus, group in sets.items()
    }


def over_the_line(
    recordings: Sequence[Recording], condition: str, talk: Sequence[Floats]
) -> list[Sample]:
    """The utterances at 8 kHz under a condition; the same sound every time."""
    samples = []
    for number, recording in enumerate(recordings):
        line = at_line_rate(recording.read())
        line = (line / (np.abs(line).max() + 1e-6) * 0.5).astype(np.float32)
        if condition == "noise":
            place = f"{recording.file.name}:{recording.start}".encode()
            telephone = Telephone(talk, zlib.crc32(place))
            noise = telephone.noise(len(line), "babble" if number % 4 > 1 else "pink")
            line = line + noise * np.std(line) * np.float32(10 ** (-_NOISE_DECIBELS / 20))
        line = coded(line.astype(np.float32), "ULAW" if number % 2 else "ALAW")
        samples.append(Sample(Audio(line, LINE_RATE), recording.text, recording.phones))
    return samples


def score(
    samples: Sequence[Sample],
    hear: Callable[[Sample], Floats],
    phones: PhoneSearch,
    search: Search | None,
) -> Score:
    """Error rates of what ``hear`` makes of the samples.

    Args:
        hear: gives log-probabilities, ``(frames, 27)``.
        phones: finds the phones.
        search: the graph for the words; None leaves the word error at 0.
    """
    phone_errors = said_phones = word_errors = words = 0
    for sample in samples:
        posteriors = hear(sample)
        seen = posteriors * np.float32(ACOUSTIC_SCALE)
        phone_errors += edits(phones.best(seen), sample.phones)
        said_phones += len(sample.phones)
        if search is not None:
            found = [word.text for word in search.best(posteriors)]
            said = sample.text.split()
            word_errors += edits(found, said)
            words += len(said)
    return Score(100 * phone_errors / said_phones, 100 * word_errors / max(1, words))


def field_of(corpus: str) -> Field:
    """The graph that a set is decoded with."""
    return Field.DIGITS if corpus == "digits" else Field.QUESTION


def graphs_of(graphs: Path) -> dict[Field, Search]:
    """The search graphs that :func:`field_of` names; ModelError when none are built there."""
    fields = (Field.DIGITS, Field.QUESTION)
    return {field: Search(field_folder(graphs, field) / "graph") for field in fields}
