"""``/tanya-jawab``: every entry, searched and narrowed, with what is wrong."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from faq.check import Finding, check_shelf
from faq.entry import FaqEntry
from faq.errors import Problem
from faq.pages.frame import Frame, Surroundings
from faq.pages.prepared import Prepared
from faq.pages.states import State, row
from faq.reported import reports_stamp

LONGEST_SEARCH = 200

_Key = tuple[str, tuple[Problem, ...], tuple[int, int], date]
"""What the findings depend on."""


def add_listing(routes: APIRouter, frame: Frame, around: Surroundings) -> None:
    """The list and, apart because they take a while, the findings."""
    checked = Prepared[_Key, list[Finding]]()

    @routes.get("")
    def entries(request: Request, cari: str = "", topik: str = "", keadaan: str = "") -> Response:
        shelf = around.shelf.state()
        today = around.today()
        book = list(shelf.edition.book) if shelf.edition else []
        wanted = State(keadaan) if keadaan in list(State) else None
        words = cari[:LONGEST_SEARCH].casefold().split()
        rows = [row(entry, today) for entry in book if topik in ("", entry.topic)]
        rows = [r for r in rows if _has(r.entry, words)]
        rows = [r for r in rows if wanted is None or _is(r.state, wanted)]
        return frame.page(
            request,
            "faq/list.html",
            rows=rows,
            total=len(book),
            warning=shelf.warning(),
            topics=sorted({entry.topic for entry in book}),
            states=list(State),
            cari=cari[:LONGEST_SEARCH],
            topik=topik,
            keadaan=keadaan,
        )

    @routes.get("/temuan")
    def findings(request: Request) -> Response:
        state, today = around.shelf.state(), around.today()
        key = (
            state.edition.key if state.edition is not None else "",
            state.problems,
            reports_stamp(around.folder),
            today,
        )
        unspeakable = around.senses.unspeakable
        # Every phrasing is tried on the matcher, which takes many seconds.
        found = checked.get(
            key, lambda: check_shelf(state, around.folder, today, unspeakable=unspeakable)
        )
        part = bool(request.headers.get("HX-Request"))
        template = "faq/findings_part.html" if part else "faq/findings.html"
        return frame.page(request, template, findings=found)


def _is(state: State, wanted: State) -> bool:
    return state is wanted or (wanted is State.SPOKEN and state is State.EXPIRING)


def _has(entry: FaqEntry, words: list[str]) -> bool:
    text = " ".join((entry.id, entry.title, *entry.ask, entry.answer, *entry.tags)).casefold()
    return all(word in text for word in words)
