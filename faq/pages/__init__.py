"""The FAQ in the console: the list, the form for one entry, trying questions, suggestions.

The pages know no frame but what :class:`Frame` asks of it; ``router(frame, Surroundings(...))``
makes their routes and ``templates()`` loads their templates under the prefix ``faq``.
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from jinja2 import BaseLoader, PackageLoader

from faq.pages.attention import Attention, notices
from faq.pages.frame import Frame, Surroundings
from faq.pages.listening import Texts, add_listening
from faq.pages.listing import add_listing
from faq.pages.looking_back import add_looking_back
from faq.pages.suggesting import add_suggesting
from faq.pages.trying import add_trying
from faq.pages.writing import add_writing

LINKS: Final = (
    ("Tanya-jawab", "/tanya-jawab"),
    ("Coba bertanya", "/tanya-jawab/coba"),
    ("Saran", "/tanya-jawab/saran"),
)
"""(title, path) of the pages that belong in a navigation."""

ACTIONS: Final = (
    ("Tulis butir baru", "/tanya-jawab/baru"),
    ("Coba bertanya", "/tanya-jawab/coba"),
    ("Saran dari panggilan", "/tanya-jawab/saran"),
)
"""(title, path) of what people come for."""


def router(frame: Frame, around: Surroundings) -> APIRouter:
    """All routes, below ``/tanya-jawab``."""
    routes = APIRouter(prefix="/tanya-jawab")
    texts = Texts()
    add_listing(routes, frame, around)
    add_trying(routes, frame, around, texts)
    add_listening(routes, around, texts)
    add_suggesting(routes, frame, around)
    add_looking_back(routes, frame, around)
    # Last: its paths hold any name.
    add_writing(routes, frame, around, texts)
    return routes


def templates() -> BaseLoader:
    """Loads the templates of these pages."""
    return PackageLoader("faq.pages")


__all__ = [
    "ACTIONS",
    "LINKS",
    "Attention",
    "Frame",
    "Surroundings",
    "notices",
    "router",
    "templates",
]
