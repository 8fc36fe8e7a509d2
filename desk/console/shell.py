"""What pages get from the console: the layout around them and who is signed in."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from functools import partial
from typing import Any, Final, Protocol

from jinja2 import BaseLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

PERSON: Final = "person"
TOKEN: Final = "token"
_TOLD: Final = "told"
_MONTHS: Final = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
).split()


class LinkLike(Protocol):
    """An entry of the navigation."""

    @property
    def title(self) -> str: ...
    @property
    def path(self) -> str: ...


class Shell:
    """Renders pages inside the common layout.

    Args:
        office: name of the office, in the header.
        templates: loaders by prefix.
        links: the navigation.
    """

    def __init__(
        self, office: str, templates: dict[str, BaseLoader], links: tuple[LinkLike, ...]
    ) -> None:
        own = {"console": PackageLoader("desk.console")}
        self._templates = Environment(
            loader=PrefixLoader({**templates, **own}),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(day=day, moment=moment, number=number)
        self._templates.globals.update(office=office, links=links)
        self._links = links

    def page(
        self, request: Request, template: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A template as a response; ``person``, ``token`` and ``told`` are added to the values.

        ``token`` is a function that a form calls: a page without a form begins no session. One
        that did, fetched in the background by a browser that is signed out, would take away the
        session of the sign-in page that is open beside it.
        """
        session: dict[str, Any] = request.scope.get("session", {})
        known = {
            "person": session.get(PERSON, ""),
            "token": partial(self.token, request),
            "told": session.pop(_TOLD, "") if "told" not in values else "",
            "here": self._nearest(request.url.path),
        }
        text = self._templates.get_template(template).render({**known, **values})
        return HTMLResponse(text, status)

    def _nearest(self, path: str) -> str:
        """Path of the navigation's entry that a page belongs to; "" when it belongs to none."""
        above = [e.path for e in self._links if path == e.path or path.startswith(f"{e.path}/")]
        return max(above, key=len, default="")

    def person(self, request: Request) -> str:
        """Name of who is signed in; "" for nobody."""
        return str(request.scope.get("session", {}).get(PERSON, ""))

    def tell(self, request: Request, text: str) -> None:
        """Show a sentence on the next page this person sees."""
        request.session[_TOLD] = text

    def token(self, request: Request) -> str:
        """What a form of this session must carry in its field ``token``."""
        session = request.scope.get("session")
        if session is None:
            return ""
        if TOKEN not in session:
            session[TOKEN] = secrets.token_urlsafe(24)
        return str(session[TOKEN])


def day(value: date) -> str:
    """``24 November 2026``."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """``24 November 2026 pukul 15.04``."""
    return f"{day(value)} pukul {value:%H.%M}"


def number(value: float, digits: int = 0) -> str:
    """``1.234,5``: Indonesian points and commas."""
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))
