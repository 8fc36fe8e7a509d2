"""What the people who keep the FAQ should look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from faq.pages.frame import Surroundings
from faq.pages.states import State, row


@dataclass(frozen=True, slots=True)
class Attention:
    """One such thing.

    Attributes:
        level: how pressing.
        text: Indonesian sentence.
        action: what to do about it, as on a link.
        path: where.
    """

    level: Literal["error", "warning", "news"]
    text: str
    action: str
    path: str


def notices(around: Surroundings) -> list[Attention]:
    """Everything that needs attention now; never raises."""
    shelf = around.shelf.state()
    found = []
    if warning := shelf.warning():
        found.append(Attention("error", warning, "Lihat tanya-jawab", "/tanya-jawab"))
    rows = [row(entry, around.today()) for entry in shelf.edition.book] if shelf.edition else []
    for state, text in _COUNTED:
        count = sum(r.state is state for r in rows)
        if count:
            path = f"/tanya-jawab?keadaan={state.value}"
            found.append(Attention("warning", text.format(count), "Tampilkan", path))
    return found


_COUNTED = (
    (State.EXPIRED, "{} jawaban kedaluwarsa; penelepon hanya mendapat tiket."),
    (State.EXPIRING, "{} jawaban habis masa berlakunya dalam 30 hari."),
    (State.UNVERIFIED, "{} jawaban belum disahkan, jadi belum diucapkan."),
    (State.PLACEHOLDER, "{} jawaban menunggu data kantor."),
    (State.UNDATED, "{} jawaban musiman belum bertanggal."),
)
