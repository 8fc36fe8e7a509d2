"""What the sub-commands of every room get: settings, and the parts opened when first needed."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path

from desk import AskedQuestion, Desk, DeskError, WrongAnswerView, load_procedure
from faq import FaqError, Match, Senses, Shelf, answered_counts, unanswered_count
from faq.errors import shown_path
from faq.reported import NONE, UNKNOWN, Report, keep_report, reported_file, require_entry
from faq.stats import Usage
from models.graphs import MODEL
from voice.office import (
    ZonedClock,
    faq_folder,
    open_book,
    open_desk,
    open_shelf,
    open_voice,
    today,
    unit_name,
)
from voice.rehearsal import Said, reply, senses
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

    def require_entry(self, entry_id: str) -> None:
        try:
            require_entry(self.faq_folder, entry_id)
        except FaqError as error:
            raise DeskError(str(error)) from error

    def keep_as_test(self, report: WrongAnswerView) -> str:
        right = report.right_id or (NONE if report.none_fits else UNKNOWN)
        said = Report(report.question, report.given_id, right, report.at.date())
        try:
            kept = keep_report(self.faq_folder, said)
        except FaqError as error:
            raise DeskError(f"Laporan tercatat, tetapi belum menjadi ujian: {error}") from error
        return (
            f'Menjadi ujian di {shown_path(reported_file(self.faq_folder))}: "{kept.question}". '
            "Hapus dari sana nama orang, bila ada. Hasilnya: sapa faq check"
        )

    # for faq.cli
    @property
    def faq_folder(self) -> Path | None:
        return faq_folder(self.settings)

    def today(self) -> date:
        return today(self.settings)

    def now(self) -> datetime:
        return ZonedClock(self.settings).now()

    def senses(self) -> Senses:
        return senses(self.settings, lambda: self._speaker)

    def speech(self, text: str) -> Said:
        return Said(self._speaker.render(text))

    def reply(self, match: Match) -> str:
        return reply(load_procedure(), match, self.today(), partial(unit_name, self.settings))

    def usage(self, since: date) -> Usage | None:
        asked = self.asked(since)
        questions = len({(one.call_id, one.matter) for one in asked})
        return Usage(since, questions, unanswered_count(asked), answered_counts(asked))

    def shelf(self) -> Shelf:
        return open_shelf(self.settings)

    def asked(self, since: date) -> list[AskedQuestion]:
        with self.open_desk() as desk:
            return desk.questions(ZonedClock(self.settings).beginning(since))

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
