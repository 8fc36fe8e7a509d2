"""Pieces of numbers: words said once in each place of a clause, joined to any number, date or time.

A word sounds different at the beginning of a clause, within it, at its end when more follows, and
at its end when nothing does. Each piece is cut from a clause of three such words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from models.audio import LINE_RATE, Audio
from voice.speech.clause import Clause, Tone
from voice.speech.numbers import DIGITS, MONTHS

_COUNTING: Final = (
    "sepuluh sebelas belas puluh seratus ratus seribu ribu juta miliar triliun koma titik "
    "minus plus pertama kedua ketiga keempat kelima keenam ketujuh kedelapan kesembilan "
    "kesepuluh setengah"
)
_TIMES: Final = (
    "senin selasa rabu kamis jumat sabtu minggu tanggal pukul jam lewat kurang menit detik hari "
    "bulan tahun semester triwulan waktu indonesia barat pagi siang sore malam sampai dengan dan"
)
_AMOUNTS: Final = (
    "rupiah persen kali orang siswa guru sekolah kelas halaman lembar meter kilometer gram "
    "kilogram liter megabyte gigabyte"
)
WORDS: Final = (
    *DIGITS,
    *_COUNTING.split(),
    *MONTHS,
    *_TIMES.split(),
    *_AMOUNTS.split(),
)
"""The words that numbers, dates, times and amounts are made of."""

_JOINED: Final = LINE_RATE * 8 // 1000
"""Samples over which one piece goes into the next: 8 ms."""


class Place(StrEnum):
    """Where in its clause a word stands."""

    START = "awal"
    MIDDLE = "tengah"
    MORE = "koma"
    LAST = "titik"


@dataclass(frozen=True, slots=True)
class Spot:
    """A word at its place."""

    word: str
    place: Place

    @staticmethod
    def of(clause: Clause) -> list[Spot]:
        """The words of a clause at their places; none when it asks, or has a single word.

        A single word is a clause of its own, and a question rises as pieces do not.
        """
        words = clause.text.split()
        if len(words) < 2 or clause.tone is Tone.RISE:
            return []
        end = Place.LAST if clause.tone is Tone.FALL else Place.MORE
        places = [Place.START, *[Place.MIDDLE] * (len(words) - 2), end]
        return [Spot(word, place) for word, place in zip(words, places, strict=True)]


@dataclass(frozen=True, slots=True)
class Carrier:
    """A clause of three words and which of its places give pieces."""

    clause: Clause
    spots: tuple[Spot | None, ...]


def carriers() -> Iterator[Carrier]:
    """Clauses that have every word at every place once."""
    count = len(WORDS)
    for at in range(count):
        # Neighbours far apart in the list, so that no word stands beside itself or its like.
        words = (WORDS[at], WORDS[(at + 7) % count], WORDS[(at + 19) % count])
        text = " ".join(words)
        first, middle, last = words
        yield Carrier(
            Clause(text, 0, Tone.FALL),
            (Spot(first, Place.START), Spot(middle, Place.MIDDLE), Spot(last, Place.LAST)),
        )
        yield Carrier(Clause(text, 0, Tone.CONTINUE), (None, None, Spot(last, Place.MORE)))


def join(pieces: Sequence[Audio]) -> Audio:
    """Pieces one after another, each fading into the next."""
    out = pieces[0].require(LINE_RATE).samples
    for piece in pieces[1:]:
        samples = piece.require(LINE_RATE).samples
        over = min(_JOINED, len(out), len(samples))
        ramp = np.linspace(0.0, 1.0, over, dtype=np.float32)
        mixed = out[len(out) - over :] * (1 - ramp) + samples[:over] * ramp
        out = np.concatenate([out[: len(out) - over], mixed, samples[over:]])
    return Audio(out.astype(np.float32), LINE_RATE)
