"""What a room brings to the console."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fastapi import APIRouter
from jinja2 import BaseLoader

from desk.console.shell import Shell


class Level(StrEnum):
    """How pressing a notice is."""

    ERROR = "error"
    WARNING = "warning"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the console.

    Attributes:
        title: Indonesian, as in the navigation.
        path: absolute, such as ``/tanya-jawab``.
    """

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that needs attention, shown on the start page.

    Attributes:
        level: how pressing.
        text: Indonesian sentence.
        link: where to do something about it.
    """

    level: Level
    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The pages of one room.

    Attributes:
        name: prefix of its templates, as in ``faq/list.html``.
        links: its entries in the navigation.
        templates: loads its templates; they extend ``console/layout.html``.
        router: makes its routes for a frame. They are reached by people signed in only, and posts
            come with the form's token checked.
        notices: what needs attention now.
        actions: what people come for, offered on the start page.
    """

    name: str
    links: tuple[Link, ...]
    templates: BaseLoader
    router: Callable[[Shell], APIRouter]
    notices: Callable[[], Sequence[Notice]]
    actions: tuple[Link, ...] = ()
