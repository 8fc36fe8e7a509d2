"""What the sub-commands of every room get: settings, and the parts opened when first needed."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desk import Desk
from models.graphs import MODEL
from voice.office import open_book, open_desk, today
from voice.settings import Settings


@dataclass(frozen=True, slots=True)
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
