"""A console with one small section, asked over ASGI without a network."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from fastapi import APIRouter
from jinja2 import DictLoader
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from desk import OFFICE_ZONE, DeskError, SetClock
from desk.console import Access, Level, Link, Notice, Section, Shell, application

SECRET = "rahasia-uji" * 5
PAGE = """{% extends "console/layout.html" %}{% block title %}Catatan{% endblock %}
{% block main %}<p>{{ text }}</p><form method="post" action="/catatan">
<input type="hidden" name="token" value="{{ token() }}"></form>{% endblock %}"""


class Notes:
    """The section: a page that shows the last text posted to it."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.section = Section(
            name="notes",
            links=(Link("Catatan", "/catatan"),),
            templates=DictLoader({"page.html": PAGE}),
            router=self.router,
            notices=lambda: [
                Notice(Level.NEWS, "Ada kabar."),
                Notice(Level.ERROR, "Ada <b>galat</b>.", Link("Lihat", "/catatan")),
            ],
        )

    def router(self, shell: Shell) -> APIRouter:
        routes = APIRouter()

        @routes.get("/catatan")
        def show(request: Request) -> Response:
            return shell.page(request, "notes/page.html", text=(self.kept or [""])[-1])

        @routes.post("/catatan")
        async def keep(request: Request) -> Response:
            self.kept.append(str((await request.form())["isi"]))
            shell.tell(request, "Tersimpan.")
            return shell.page(request, "notes/page.html", text=self.kept[-1])

        @routes.get("/catatan/gagal")
        def fail() -> Response:
            raise ValueError("rahasia dalam")

        @routes.get("/catatan/{at}")
        def one(at: int) -> Response:
            raise DeskError(f"Catatan {at} sedang dipakai.")

        return routes


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 11, 24, 9, 0, tzinfo=OFFICE_ZONE))


Visit = Callable[..., TestClient]


@pytest.fixture
def visit(notes: Notes, clock: SetClock) -> Visit:
    """Opens the console and takes a browser to it."""

    def opened(access: Access | None = None, secret: str = SECRET) -> TestClient:
        app = application(access or Access(), secret, [notes.section], "Kantor Uji", clock)
        return TestClient(app, base_url="http://127.0.0.1:8080", raise_server_exceptions=False)

    return opened


def token_in(page: str) -> str:
    """The token of the first form on a page."""
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def sign_in(browser: TestClient, name: str = "Rina", password: str = "", **more: str) -> str:
    """Fills the form in; returns the page that follows."""
    token = token_in(browser.get("/masuk").text)
    data = {"token": token, "nama": name, "sandi": password, **more}
    return browser.post("/masuk", data=data).text
