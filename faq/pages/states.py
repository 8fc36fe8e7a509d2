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


_SILENT: Final = {
    Silence.PLACEHOLDER: State.PLACEHOLDER,
    Silence.UNVERIFIED: State.UNVERIFIED,
    Silence.UNDATED: State.UNDATED,
    Silence.EXPIRED: State.EXPIRED,
}
_LABELS: Final = {
    State.SPOKEN: "boleh diucapkan",
    State.EXPIRING: "segera habis masa berlakunya",
    **{state: silence.label for silence, state in _SILENT.items()},
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
    return Row(entry, State.EXPIRING if entry.expires_within(SOON, today) else State.SPOKEN, True)


def why_silent(silence: Silence | None) -> str:
    """Indonesian sentences why Sapa would not say an answer, and the remedy; "" when it would."""
    return "" if silence is None else f"{silence.label.capitalize()}. {silence.remedy}"
