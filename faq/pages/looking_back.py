"""``/tanya-jawab/riwayat``: who changed what, and the way back."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from faq.changes import Change
from faq.editing import history, undo
from faq.errors import FaqError
from faq.pages.frame import Frame, Surroundings

_SHOWN: Final = 50
_PAST: Final = {"tambah": "menambah", "ubah": "mengubah", "hapus": "menghapus"}


def add_looking_back(routes: APIRouter, frame: Frame, around: Surroundings) -> None:
    """The history and undoing the newest change."""

    @routes.get("/riwayat")
    def show(request: Request) -> Response:
        made = history(around.folder)
        edition = around.shelf.state().edition
        there = {entry.id: entry.title for entry in edition.book} if edition else {}
        return frame.page(
            request,
            "faq/history.html",
            changes=made[:_SHOWN],
            newest=_newest(made),
            past=_PAST,
            titles=there,
        )

    @routes.post("/riwayat/batal")
    def take_back(request: Request, perubahan: Annotated[str, Form()] = "") -> Response:
        newest = _newest(history(around.folder))
        if newest is None or newest.name != perubahan:
            raise FaqError("Perubahan itu bukan lagi yang terakhir. Buka riwayat sekali lagi.")
        change = undo(around.folder)
        frame.tell(request, f"Dibatalkan: {change.what} “{change.entry}”.")
        return RedirectResponse("/tanya-jawab/riwayat", 303)


def _newest(made: list[Change]) -> Change | None:
    return next((change for change in made if not change.undone), None)
