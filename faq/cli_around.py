"""What the commands of `sapa faq` share: the program around them, reading, failing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn, Protocol, TypeVar, cast

import typer
from rich.console import Console
from rich.markup import escape

from faq.book import FaqBook
from faq.entry import FaqEntry
from faq.errors import FaqError
from faq.match import Match
from faq.review import Senses
from faq.shelf import Edition, Shelf
from faq.stats import Usage

T = TypeVar("T")


class Speech(Protocol):
    """A text in Sapa's voice."""

    @property
    def seconds(self) -> float: ...

    def play(self) -> None:
        """On the loudspeaker, to the end."""
        ...

    def write(self, path: Path) -> None:
        """As a WAV file at 8 kHz."""
        ...


class FaqContext(Protocol):
    """What the commands need from the program around them (`typer.Context.obj`)."""

    @property
    def faq_folder(self) -> Path | None:
        """Of the entries; None for the packaged one."""
        ...

    def today(self) -> date: ...

    def now(self) -> datetime: ...

    def staff_name(self) -> str:
        """Who sits at this terminal, for the history."""
        ...

    def senses(self) -> Senses:
        """What ears and voice know about texts."""
        ...

    def speech(self, text: str) -> Speech:
        """A text in Sapa's voice; raises the error of the voice's room."""
        ...

    def reply(self, match: Match) -> str:
        """What Sapa would say first to a question."""
        ...

    def usage(self, since: date) -> Usage | None:
        """What calls made of the FAQ since a day; None when that is not known."""
        ...


def around(ctx: typer.Context) -> FaqContext:
    """The program around the commands."""
    return cast(FaqContext, ctx.obj)


def console() -> Console:
    """For lines that a maintainer may copy: nothing is wrapped or coloured by itself."""
    return Console(soft_wrap=True, highlight=False)


def book_of(obj: FaqContext) -> FaqBook:
    """The entries; ends the command when they are broken."""
    return tried(lambda: FaqBook.load(obj.faq_folder))


def edition_of(obj: FaqContext) -> Edition:
    """The entries with their matcher, as a call would get them; ends the command likewise."""
    return tried(Shelf(obj.faq_folder, None, obj.now).current)


def entry_of(obj: FaqContext, entry_id: str) -> FaqEntry:
    """One entry; ends the command when there is none of that id."""
    entry = book_of(obj).get(entry_id)
    if entry is None:
        fail(f'Butir "{entry_id}" tidak ada. Lihat daftarnya dengan: sapa faq list')
    return entry


def tried(work: Callable[[], T]) -> T:
    """What some work gives; ends the command with its message when the FAQ objects."""
    try:
        return work()
    except FaqError as error:
        fail(str(error))


def fail(message: str) -> NoReturn:
    """End the command with a sentence on standard error."""
    Console(stderr=True, soft_wrap=True, highlight=False).print(escape(message))
    raise typer.Exit(1)


def written(text: str) -> str:
    """A text from the command line that can be printed, whatever bytes it was made of."""
    return text.encode("utf-8", "replace").decode("utf-8")
