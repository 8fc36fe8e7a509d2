"""What the pages need from the program around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import Response

from faq.match import Match
from faq.review import Senses
from faq.shelf import Shelf
from faq.suggestions import Asked


class Frame(Protocol):
    """The common layout and who is signed in."""

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """A template as a response."""
        ...

    def person(self, request: Request) -> str:
        """Name of who is signed in."""
        ...

    def tell(self, request: Request, text: str) -> None:
        """Show a sentence on the next page."""
        ...


@dataclass(frozen=True)
class Surroundings:
    """What the pages show that the FAQ itself does not know.

    Attributes:
        shelf: the FAQ.
        now: tells the time in the office's time zone.
        wav: a text in Sapa's voice as the caller hears it, a WAV file at 8 kHz; raises an
            exception with a message for the user.
        reply: what Sapa would say to a question first, given its match.
        asked: what callers asked since the beginning of a day, in the order of time.
        senses: what the ears and the voice say to texts.
        folder: of the entries; None for the packaged one.
    """

    shelf: Shelf
    now: Callable[[], datetime]
    wav: Callable[[str], bytes]
    reply: Callable[[Match], str]
    asked: Callable[[date], Sequence[Asked]] = lambda since: ()
    senses: Senses = field(default_factory=Senses)
    folder: Path | None = None

    def today(self) -> date:
        """The date in the office."""
        return self.now().date()
