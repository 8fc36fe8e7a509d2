"""What the sub-commands of every room get: settings, and the parts opened when first needed."""

from __future__ import annotations

import getpass
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

from desk import AskedQuestion, Desk, load_procedure
from faq import Match, Senses, Shelf
from faq.stats import Usage
from models.graphs import MODEL
from voice.office import ZonedClock, open_book, open_desk, open_shelf, open_voice, today
from voice.rehearsal import Said, reply, senses, unit_names
from voice.settings import Settings
from voice.speech import OfficeSpeaker


@dataclass(frozen=True)
class Context:
    """Handed to Typer as ``ctx.obj``."""

    settings: Settings

    # for desk.cli
    def open_desk(self) -> Desk:
        return open_desk(self.settings)

    def staff_name(self) -> str:
        return getpass.getuser()

    # for faq.cli
    @property
    def faq_folder(self) -> Path | None:
        folder = self.settings.knowledge.folder
        return None if folder is None else self.settings.at_home(folder)

    def today(self) -> date:
        return today(self.settings)

    def now(self) -> datetime:
        return ZonedClock(self.settings).now()

    def senses(self) -> Senses:
        return senses(self.settings, lambda: self._speaker)

    def speech(self, text: str) -> Said:
        return Said(self._speaker.render(text))

    def reply(self, match: Match) -> str:
        return reply(load_procedure(), match, self.today(), unit_names(self.settings))

    def usage(self, since: date) -> Usage | None:
        asked = self.asked(since)
        said = Counter(q.entry_id for q in asked if q.decision == "answer" and q.entry_id)
        nothing = sum(q.decision == "escalate" and q.entry_id is None for q in asked)
        return Usage(since, len(asked), nothing, said)

    def shelf(self) -> Shelf:
        return open_shelf(self.settings)

    def asked(self, since: date) -> list[AskedQuestion]:
        clock = ZonedClock(self.settings)
        with self.open_desk() as desk:
            return desk.questions(datetime.combine(since, time(), clock.zone))

    def asked_for_ticket(self, number: str) -> list[AskedQuestion]:
        with self.open_desk() as desk:
            opened = desk.tickets.show(number).ticket.opened_at
            asked = desk.questions(opened - timedelta(days=1), opened + timedelta(days=1))
        return [question for question in asked if question.ticket == number]

    def note_on_ticket(self, number: str, text: str) -> None:
        with self.open_desk() as desk:
            desk.tickets.note(number, text, self.staff_name())

    @cached_property
    def _speaker(self) -> OfficeSpeaker:
        return open_voice(self.settings)

    # for models.cli
    def phrasings(self) -> list[str]:
        return open_book(self.settings).phrasings()

    @property
    def graphs(self) -> Path:
        return self.settings.at_home(self.settings.storage.graphs)

    @property
    def model(self) -> Path:
        folder = self.settings.hearing.model
        return MODEL if folder is None else self.settings.at_home(folder)
