"""The state of an entry in the words of the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from faq.check import SOON
from faq.entry import FaqEntry, Silence


class State(StrEnum):
    """What a list can be narrowed to."""

    SPOKEN = "boleh"
    UNVERIFIED = "belum-disahkan"
    PLACEHOLDER = "belum-diisi"
    UNDATED = "belum-bertanggal"
    EXPIRED = "kedaluwarsa"
    EXPIRING = "segera-habis"

    @property
    def label(self) -> str:
        """As on the page."""
        return _LABELS[self]


_LABELS: Final = {
    State.SPOKEN: "boleh diucapkan",
    State.UNVERIFIED: "belum disahkan",
    State.PLACEHOLDER: "belum diisi kantor",
    State.UNDATED: "belum bertanggal",
    State.EXPIRED: "kedaluwarsa",
    State.EXPIRING: "segera habis masa berlakunya",
}
_SILENT: Final = {
    Silence.PLACEHOLDER: State.PLACEHOLDER,
    Silence.UNVERIFIED: State.UNVERIFIED,
    Silence.UNDATED: State.UNDATED,
    Silence.EXPIRED: State.EXPIRED,
}
_REASONS: Final = {
    Silence.PLACEHOLDER: "Jawaban masih berisi tempat kosong {{...}}. Isi dulu dengan data kantor.",
    Silence.UNVERIFIED: "Jawaban belum disahkan.",
    Silence.UNDATED: "Jawaban musiman harus punya tanggal berlaku sampai.",
    Silence.EXPIRED: "Masa berlakunya sudah lewat.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as a line of the list.

    Attributes:
        entry: the entry.
        state: its state, `State.EXPIRING` when it is spoken but not for long.
        spoken: whether Sapa may say it today.
    """

    entry: FaqEntry
    state: State
    spoken: bool


def row(entry: FaqEntry, today: date) -> Row:
    """The entry with its state on a day."""
    silence = entry.silence(today)
    if silence is not None:
        return Row(entry, _SILENT[silence], False)
    soon = entry.valid_until is not None and entry.valid_until - today <= SOON
    return Row(entry, State.EXPIRING if soon else State.SPOKEN, True)


def why_silent(entry: FaqEntry, today: date) -> str:
    """Indonesian sentence why Sapa would not say the answer today; "" when it would."""
    silence = entry.silence(today)
    return "" if silence is None else _REASONS[silence]
