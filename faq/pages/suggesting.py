"""``/tanya-jawab/saran``: what callers asked in vain, ready to be written."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from faq.pages.frame import Frame, Surroundings
from faq.pages.prepared import Prepared
from faq.suggestions import Suggestion, suggest

PERIODS: Final = {7: "7 hari terakhir", 30: "30 hari terakhir", 90: "90 hari terakhir"}
_SHOWN: Final = 100

_Key = tuple[str, date, int, datetime | None]


class Suggestions:
    """Suggestions by period, computed anew when the FAQ or what was asked has changed.

    Every question is matched again, which takes seconds when there are hundreds.
    """

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._made = {days: Prepared[_Key, list[Suggestion]]() for days in PERIODS}

    def of(self, days: int) -> list[Suggestion] | None:
        """Those of the last days, today among them, the most asked first; None until they are."""
        today = self._around.today()
        edition = self._around.shelf.current()
        asked = self._around.asked(today - timedelta(days=days - 1))
        key = edition.key, today, len(asked), asked[-1].at if asked else None
        return self._made[days].get(key, lambda: suggest(asked, edition.matcher, today))


def add_suggesting(routes: APIRouter, frame: Frame, around: Surroundings) -> None:
    """The page of suggestions and, for a page that waits, their list alone."""
    suggestions = Suggestions(around)

    def shown(request: Request, template: str, hari: int) -> Response:
        days = hari if hari in PERIODS else 7
        found = suggestions.of(days)
        return frame.page(
            request,
            template,
            suggestions=None if found is None else found[:_SHOWN],
            total=len(found or ()),
            days=days,
            period=f"dalam {PERIODS[days]}",
            periods=PERIODS,
        )

    @routes.get("/saran")
    def page(request: Request, hari: int = 7) -> Response:
        return shown(request, "faq/suggestions.html", hari)

    @routes.get("/saran/daftar")
    def part(request: Request, hari: int = 7) -> Response:
        return shown(request, "faq/suggestions_part.html", hari)
