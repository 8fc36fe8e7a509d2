"""``/tanya-jawab/saran``: what callers asked in vain, ready to be written."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from faq.pages.frame import Frame, Surroundings
from faq.shelf import Edition
from faq.suggestions import Asked, Suggestion, suggest

PERIODS: Final = {7: "7 hari terakhir", 30: "30 hari terakhir", 90: "90 hari terakhir"}
_SHOWN: Final = 100

_Key = tuple[str, date, int, int, datetime | None]


class Suggestions:
    """Suggestions by period, computed anew when the FAQ or what was asked has changed.

    Every question is matched again, which takes seconds when there are hundreds.
    """

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._lock = threading.Lock()
        self._made: dict[int, tuple[_Key, list[Suggestion]]] = {}

    def of(self, days: int) -> list[Suggestion]:
        """Those of the last days, today among them, the most asked first."""
        today = self._around.today()
        edition = self._around.shelf.current()
        asked = self._around.asked(today - timedelta(days=days - 1))
        key = _key(edition, today, days, asked)
        with self._lock:
            made = self._made.get(days)
            if made is None or made[0] != key:
                made = key, suggest(asked, edition.matcher, today)
                self._made[days] = made
        return made[1]


def add_suggesting(routes: APIRouter, frame: Frame, around: Surroundings) -> None:
    """The page of suggestions and, apart because it takes a while, their list."""
    suggestions = Suggestions(around)

    def shown(request: Request, template: str, days: int, ready: bool) -> Response:
        found = suggestions.of(days) if ready else []
        return frame.page(
            request,
            template,
            suggestions=found[:_SHOWN],
            total=len(found),
            days=days,
            period=f"dalam {PERIODS[days]}",
            periods=PERIODS,
            ready=ready,
        )

    @routes.get("/saran")
    def page(request: Request, hari: int = 7, tunggu: int = 0) -> Response:
        days = hari if hari in PERIODS else 7
        return shown(request, "faq/suggestions.html", days, ready=bool(tunggu))

    @routes.get("/saran/daftar")
    def part(request: Request, hari: int = 7) -> Response:
        days = hari if hari in PERIODS else 7
        return shown(request, "faq/suggestions_part.html", days, ready=True)


def _key(edition: Edition, today: date, days: int, asked: Sequence[Asked]) -> _Key:
    return edition.key, today, days, len(asked), asked[-1].at if asked else None
