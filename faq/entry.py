"""One FAQ entry: what callers ask, what Sapa says, and whether Sapa may still say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

PLACEHOLDER: Final = "{{"


class Freshness(StrEnum):
    """How fast a fact ages."""

    FIXED = "T"
    REGULATION = "P"
    SEASONAL = "M"
    OLD = "L"

    @property
    def label(self) -> str:
        """The word a maintainer reads."""
        return _LABELS[self]

    @property
    def meaning(self) -> str:
        """What it says, for whoever has to choose; no full stop."""
        return _MEANINGS[self]


_LABELS: Final = {
    Freshness.FIXED: "tetap",
    Freshness.REGULATION: "peraturan",
    Freshness.SEASONAL: "musiman",
    Freshness.OLD: "lama",
}
_MEANINGS: Final = {
    Freshness.FIXED: "tidak berubah, misalnya arti sebuah istilah",
    Freshness.REGULATION: "berubah bila peraturannya berubah",
    Freshness.SEASONAL: "berubah tiap tahun atau gelombang; wajib bertanggal",
    Freshness.OLD: "dari sumber lama; perlu dilihat lagi",
}


class Silence(StrEnum):
    """Why an entry may not be spoken."""

    PLACEHOLDER = "placeholder"
    UNVERIFIED = "unverified"
    UNDATED = "undated"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        """The state as a maintainer reads it."""
        return _SILENT_LABELS[self]

    @property
    def remedy(self) -> str:
        """What a maintainer can do about it, as an Indonesian sentence."""
        return _REMEDIES[self]


_SILENT_LABELS: Final = {
    Silence.PLACEHOLDER: "belum diisi kantor",
    Silence.UNVERIFIED: "belum disahkan",
    Silence.UNDATED: "belum bertanggal",
    Silence.EXPIRED: "kedaluwarsa",
}
_REMEDIES: Final = {
    Silence.PLACEHOLDER: "Isi dulu tempat kosong {{...}} di jawabannya.",
    Silence.UNVERIFIED: "Cocokkan dengan sumbernya, lalu sahkan.",
    Silence.UNDATED: "Jawaban musiman perlu tanggal berlaku.",
    Silence.EXPIRED: "Perbarui jawabannya dan tanggal berlakunya, lalu sahkan lagi.",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry is written.

    Attributes:
        file: as shown to maintainers.
        line: 1-based line of the entry.
        ask_lines: 1-based line of each phrasing, in the order of `FaqEntry.ask`.
    """

    file: str = ""
    line: int = 0
    ask_lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FaqEntry:
    """One question with its answer.

    Attributes:
        id: kebab-case, unique in the book.
        title: short and sayable, used in "apakah Bapak/Ibu menanyakan ...?".
        topic: name of the file it is written in.
        ask: ways callers ask it.
        answer: spoken Indonesian.
        unit: key of units.yaml; where a ticket on this matter goes.
        source: addresses the answer rests on.
        facts: ids of the facts it rests on.
        freshness: how fast it ages.
        verified_by: who vouched for it; None when nobody has.
        verified_on: the day it was vouched for.
        valid_until: last day on which it may be spoken; None when open-ended.
        tags: free words for searching.
        origin: file and lines, not part of the entry's identity.
    """

    id: str
    title: str
    topic: str
    ask: tuple[str, ...]
    answer: str
    unit: str
    source: tuple[str, ...]
    facts: tuple[str, ...]
    freshness: Freshness
    verified_by: str | None
    verified_on: date | None
    valid_until: date | None
    tags: tuple[str, ...] = ()
    origin: Origin = field(default=Origin(), compare=False)

    def silence(self, today: date) -> Silence | None:
        """Why the answer may not be spoken on `today`; None when it may."""
        if PLACEHOLDER in self.answer:
            return Silence.PLACEHOLDER
        if self.verified_by is None or self.verified_on is None:
            return Silence.UNVERIFIED
        if self.valid_until is None:
            return Silence.UNDATED if self.freshness is Freshness.SEASONAL else None
        return Silence.EXPIRED if self.valid_until < today else None

    def expires_within(self, period: timedelta, today: date) -> bool:
        """Whether its last day lies less than so long ahead, or behind."""
        return self.valid_until is not None and self.valid_until - today <= period

    def speakable(self, today: date) -> bool:
        """Whether Sapa may say the answer as fact on `today`."""
        return self.silence(today) is None
