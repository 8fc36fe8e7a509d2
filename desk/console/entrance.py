"""Signing in and out, and letting nobody past who has not."""

from __future__ import annotations

import hmac
import json
import math
import secrets
import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Final
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.console.access import Access
from desk.console.attempts import Attempts
from desk.console.shell import PERSON, TOKEN, Shell

LONGEST_NAME: Final = 60
_FIELDS: Final = 500
Values = Sequence[tuple[str, str]]


class NotAdmittedError(Exception):
    """A page was asked for by nobody who is signed in, or a form has no valid token.

    Attributes:
        values: what the form held, to be kept until the person is signed in again; empty when it
            did not come from a page of the console.
        foreign: the form was posted by another site.
    """

    def __init__(self, values: Values = (), foreign: bool = False) -> None:
        super().__init__("not admitted")
        self.values = tuple(values)
        self.foreign = foreign


async def form_of(request: Request) -> FormData:
    """The posted form; files are refused."""
    return await request.form(max_files=0, max_fields=_FIELDS)


def admitted(shell: Shell) -> Callable[[Request], Awaitable[None]]:
    """A dependency that lets through people signed in and, of their forms, those with the token."""

    async def check(request: Request) -> None:
        if request.method in ("GET", "HEAD"):
            if not shell.person(request):
                raise NotAdmittedError
            return
        form = await form_of(request)
        if _foreign(request):
            raise NotAdmittedError(foreign=True)
        if not shell.person(request) or not _has_token(request, form):
            raise NotAdmittedError(_values(form))

    return check


def refusal(shell: Shell, access: Access) -> Callable[[Request, Exception], Response]:
    """What is answered to :class:`NotAdmittedError`."""

    def answer(request: Request, error: Exception) -> Response:
        assert isinstance(error, NotAdmittedError)
        target = _target(request)
        if error.foreign:
            return shell.page(
                request,
                "console/failure.html",
                403,
                title="Ditolak",
                text="Isian ini tidak dikirim dari halaman konsol.",
            )
        if request.headers.get("HX-Request"):
            return shell.page(request, "console/signed_out.html", 401, target=target)
        if not error.values:
            return RedirectResponse(f"/masuk?lanjut={quote(target)}", 303)
        if shell.person(request):
            return shell.page(
                request, "console/resume.html", 409, target=target, values=error.values
            )
        return shell.page(
            request,
            "console/sign_in.html",
            401,
            target=target,
            carried=json.dumps(error.values),
            guarded=access.password is not None,
            problem="Masa masuk sudah habis. Masuklah lagi; isian Anda tidak hilang.",
            name="",
        )

    return answer


def router(shell: Shell, access: Access, attempts: Attempts) -> APIRouter:
    """``/masuk`` and ``/keluar``."""
    routes = APIRouter()

    def ask(
        request: Request, target: str, carried: str, problem: str = "", name: str = ""
    ) -> Response:
        return shell.page(
            request,
            "console/sign_in.html",
            422 if problem else 200,
            target=target,
            carried=carried,
            guarded=access.password is not None,
            problem=problem,
            name=name,
        )

    @routes.get("/masuk")
    def form(request: Request, lanjut: str = "/") -> Response:
        return ask(request, _inside(lanjut), "")

    @routes.post("/masuk")
    def enter(request: Request, posted: Annotated[FormData, Depends(form_of)]) -> Response:
        target = _inside(str(posted.get("lanjut", "/")))
        carried = str(posted.get("isian", ""))
        name = " ".join(str(posted.get("nama", "")).split())
        address = request.client.host if request.client else ""
        if not _has_token(request, posted):
            problem = "Halaman masuk ini sudah lama terbuka. Silakan coba sekali lagi."
            return ask(request, target, "" if _foreign(request) else carried, problem, name)
        problem = _name_problem(name)
        if problem:
            return ask(request, target, carried, problem, name)
        wait = attempts.wait(address)
        if wait.total_seconds() > 0:
            minutes = math.ceil(wait.total_seconds() / 60)
            problem = f"Kata sandi sudah terlalu sering salah. Coba lagi {minutes} menit lagi."
            return ask(request, target, carried, problem, name)
        if not access.admits(str(posted.get("sandi", ""))):
            attempts.failed(address)
            return ask(request, target, carried, "Kata sandi salah.", name)
        attempts.succeeded(address)
        # A new token: whoever knew the one before the sign-in knows nothing now.
        request.session.clear()
        request.session.update({PERSON: name, TOKEN: secrets.token_urlsafe(24)})
        values = _carried(carried)
        if values:
            return shell.page(request, "console/resume.html", target=target, values=values)
        return RedirectResponse(target, 303)

    @routes.post("/keluar")
    def leave(request: Request, posted: Annotated[FormData, Depends(form_of)]) -> Response:
        if _has_token(request, posted):
            request.session.clear()
        return RedirectResponse("/masuk", 303)

    return routes


def _has_token(request: Request, form: FormData) -> bool:
    wanted = str(request.session.get(TOKEN, ""))
    return bool(wanted) and hmac.compare_digest(
        wanted.encode(), str(form.get("token", "")).encode()
    )


def _foreign(request: Request) -> bool:
    """Whether a browser says that another site posted this."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    return urlsplit(origin).netloc != request.headers.get("host")


def _values(form: FormData) -> Values:
    return [(k, v) for k, v in form.multi_items() if isinstance(v, str) and k != "token"]


def _carried(text: str) -> Values:
    try:
        found = json.loads(text) if text else []
        return [(str(name), str(value)) for name, value in found]
    except (ValueError, TypeError):
        return []


def _target(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return request.url.path + query


def _inside(target: str) -> str:
    """The target when it is a page of this console; the start page otherwise."""
    odd = any(c.isspace() or unicodedata.category(c) == "Cc" for c in target)
    if not target.startswith("/") or target[1:2] in ("/", "\\") or odd:
        return "/"
    return target


def _name_problem(name: str) -> str:
    if not name:
        return "Tulis nama Anda dulu."
    if len(name) > LONGEST_NAME:
        return f"Nama terlalu panjang; paling banyak {LONGEST_NAME} huruf."
    if not any(c.isalpha() for c in name) or not name.isprintable():
        return "Nama hanya boleh berisi huruf yang dapat dibaca."
    return ""
