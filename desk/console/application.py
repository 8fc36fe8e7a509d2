"""Putting the console together."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from importlib.resources import as_file, files
from typing import Final

from fastapi import APIRouter, Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

from desk.clock import Clock, SystemClock
from desk.console import entrance
from desk.console.access import Access
from desk.console.attempts import Attempts
from desk.console.guard import Guard
from desk.console.section import Level, Link, Notice, Section
from desk.console.shell import Shell
from desk.errors import DeskError

WORKING_DAY: Final = 12 * 3600
"""Seconds a sign-in lasts."""
_REASONS: Final = {
    400: ("Permintaan tidak dimengerti", "Alamat atau isian ini tidak dapat dibaca."),
    404: ("Tidak ditemukan", "Halaman ini tidak ada. Mungkin sudah dihapus atau salah ketik."),
    405: ("Tidak dapat dibuka", "Halaman ini hanya dipakai untuk mengirim isian."),
    413: ("Terlalu besar", "Isian terlalu besar. Kembali ke halaman sebelumnya lalu pendekkan."),
}


def application(
    access: Access,
    secret: str,
    sections: Sequence[Section],
    office: str = "Sapa",
    clock: Clock | None = None,
    failures: tuple[type[Exception], ...] = (),
) -> FastAPI:
    """The console over the pages of the rooms.

    Args:
        access: who may come in.
        secret: signs the session cookies.
        sections: the pages, in the order of the navigation.
        office: name in the header.
        clock: tells the time.
        failures: exceptions, beside DeskError, whose message is meant for the user.
    """
    start = Link("Beranda", "/")
    links = (start, *(link for section in sections for link in section.links))
    shell = Shell(office, {section.name: section.templates for section in sections}, links)
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        middleware=[
            Middleware(Guard, failed=lambda request, code: _broken(shell, request, code)),
            Middleware(TrustedHostMiddleware, allowed_hosts=access.names, www_redirect=False),
            Middleware(
                SessionMiddleware,
                secret_key=_key(secret, access),
                session_cookie="sapa",
                max_age=WORKING_DAY,
                same_site="strict",
            ),
        ],
    )
    _failures(app, shell, (DeskError, *failures))
    app.add_exception_handler(entrance.NotAdmittedError, entrance.refusal(shell, access))
    app.include_router(_htmx())
    app.mount("/static", StaticFiles(packages=[("desk.console", "static")]))
    attempts = Attempts(clock or SystemClock())
    app.include_router(entrance.router(shell, access, attempts))
    inside = [Depends(entrance.admitted(shell))]
    app.include_router(_start(shell, sections), dependencies=inside)
    for section in sections:
        app.include_router(section.router(shell), dependencies=inside)
    return app


def _key(secret: str, access: Access) -> str:
    """With another password every session is over."""
    return hmac.new(secret.encode(), (access.password or "").encode(), hashlib.sha256).hexdigest()


def _htmx() -> APIRouter:
    """htmx comes from its Python package and never from the network."""
    routes = APIRouter()

    @routes.get("/static/htmx.js")
    def script() -> Response:
        with as_file(files("js_lib_htmx").joinpath("static/htmx/htmx.min.js")) as path:
            return FileResponse(path, media_type="text/javascript")

    return routes


def _start(shell: Shell, sections: Sequence[Section]) -> APIRouter:
    routes = APIRouter()
    order = list(Level)

    @routes.get("/")
    def start(request: Request) -> Response:
        notices: list[Notice] = [n for section in sections for n in section.notices()]
        notices.sort(key=lambda notice: order.index(notice.level))
        actions = [link for section in sections for link in section.actions]
        return shell.page(request, "console/start.html", notices=notices, actions=actions)

    return routes


def _failures(app: FastAPI, shell: Shell, told: tuple[type[Exception], ...]) -> None:
    def answer(request: Request, status: int, title: str, text: str) -> Response:
        part = "console/failure_part.html" if request.headers.get("HX-Request") else None
        template = part or "console/failure.html"
        return shell.page(request, template, status, title=title, text=text)

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        title, text = _REASONS.get(error.status_code, _REASONS[400])
        return answer(request, error.status_code, title, text)

    def invalid(request: Request, error: Exception) -> Response:
        return answer(request, 400, *_REASONS[400])

    def known(request: Request, error: Exception) -> Response:
        return answer(request, 500, "Belum berhasil", str(error))

    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    for kind in told:
        app.add_exception_handler(kind, known)


def _broken(shell: Shell, request: Request, code: str) -> Response:
    text = (
        "Ada yang tidak beres di dalam konsol. Coba sekali lagi; bila tetap gagal, sampaikan kode "
        f"{code} kepada pengelola Sapa. Panggilan telepon tidak terganggu."
    )
    part = "console/failure_part.html" if request.headers.get("HX-Request") else None
    template = part or "console/failure.html"
    return shell.page(request, template, 500, title="Gangguan", text=text)
