"""The web console put together: the frame and the calls of the desk, the FAQ's pages, the voice."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from functools import partial

from fastapi import FastAPI

from desk import AskedQuestion, Desk, DeskError, load_procedure
from desk.console import Access, Level, Link, Notice, Section, application, secret
from faq import FaqError, unanswered_count
from faq.pages import ACTIONS, LINKS, Surroundings, notices, router, templates
from models import ModelError

from .errors import VoiceError
from .office import ZonedClock, faq_folder, open_desk, open_shelf, open_voice, unit_name
from .rehearsal import Said, reply, senses
from .settings import Settings

WEEK = timedelta(days=7)


def access(settings: Settings, host: str | None = None, port: int | None = None) -> Access:
    """From where the console may be reached.

    Raises:
        DeskError: other computers could come in without a password.
    """
    section = settings.console
    password = section.password.get_secret_value() if section.password is not None else None
    return Access(host or section.host, section.port if port is None else port, password)


def open_console(settings: Settings, allowed: Access) -> FastAPI:
    """The console over the office's FAQ and calls.

    Raises:
        DeskError: the key of the sessions cannot be kept.
        VoiceError: there is no voice.
    """
    clock = ZonedClock(settings)
    speaker = open_voice(settings)
    procedure = load_procedure()
    calls = _Calls(settings)
    shelf = open_shelf(settings)
    # Reading the FAQ takes seconds; it goes on while the first person signs in.
    threading.Thread(target=shelf.state, name="console-shelf", daemon=True).start()
    around = Surroundings(
        shelf=shelf,
        now=clock.now,
        wav=lambda text: Said(speaker.render(text)).wav,
        reply=lambda match: reply(
            procedure, match, clock.now().date(), partial(unit_name, settings)
        ),
        asked=calls.asked,
        senses=senses(settings, lambda: speaker),
        folder=faq_folder(settings),
    )

    def attention() -> list[Notice]:
        found = [Notice(Level(n.level), n.text, Link(n.action, n.path)) for n in notices(around)]
        return [*found, *calls.notices(clock.now().date())]

    faq = Section(
        name="faq",
        links=tuple(Link(title, path) for title, path in LINKS),
        actions=tuple(Link(title, path) for title, path in ACTIONS),
        templates=templates(),
        router=lambda shell: router(shell, around),
        notices=attention,
    )
    return application(
        allowed,
        secret(settings.at_home(settings.storage.knowledge).parent),
        [faq],
        office=settings.office.unit,
        clock=clock,
        failures=(FaqError, VoiceError, ModelError),
    )


class _Calls:
    """What calls teach; the records are opened when first needed, for the FAQ does without."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clock = ZonedClock(settings)
        self._lock = threading.Lock()
        self._desk: Desk | None = None

    def asked(self, since: date) -> list[AskedQuestion]:
        """What callers asked from the beginning of a day; DeskError when no record can be read."""
        with self._lock:
            if self._desk is None:
                self._desk = open_desk(self._settings)
        return self._desk.questions(self._clock.beginning(since))

    def notices(self, today: date) -> list[Notice]:
        """How many questions of the week found no answer, as `sapa faq stats` counts them."""
        try:
            asked = self.asked(today - WEEK + timedelta(days=1))
        except DeskError as error:
            return [Notice(Level.ERROR, str(error))]
        count = unanswered_count(asked)
        if not count:
            return []
        text = f"{count} pertanyaan penelepon minggu ini belum terjawab."
        return [Notice(Level.NEWS, text, Link("Lihat saran", "/tanya-jawab/saran"))]
