"""The FAQ's pages inside the console, over a folder of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from starlette.testclient import TestClient

from desk import OFFICE_ZONE
from desk.console import Access, Level, Link, Notice, Section, application
from faq import FaqError, Match, Shelf
from faq.pages import ACTIONS, LINKS, Surroundings, notices, router, templates
from faq.review import Senses, Unheard
from tests.faq.asked import Asked
from tests.faq.conftest import ENTRIES, UNITS

START = date(2026, 11, 23)


class Office:
    """A folder of entries with everything the pages need; speech and date are made up.

    Args:
        root: an empty folder.
    """

    def __init__(self, root: Path) -> None:
        self.folder = root / "entries"
        self.folder.mkdir()
        (root / "units.yaml").write_text(UNITS, encoding="utf-8")
        self.file().write_text(ENTRIES, encoding="utf-8")
        self._today = START
        self.heard: list[Asked] = []
        self.shelf = Shelf(self.folder, None, self.now)
        self.around = Surroundings(
            shelf=self.shelf,
            now=self.now,
            wav=self.wav,
            reply=self.reply,
            asked=lambda since: [one for one in self.heard if one.at.date() >= since],
            senses=Senses(unheard=self.unheard),
            folder=self.folder,
        )

    def file(self, topic: str = "contoh") -> Path:
        return self.folder / f"{topic}.yaml"

    def change(self, old: str, new: str) -> None:
        """As somebody with an editor would."""
        text = self.file().read_text(encoding="utf-8")
        assert old in text
        self.file().write_text(text.replace(old, new, 1), encoding="utf-8")

    def move_to(self, day: str) -> None:
        self._today = date.fromisoformat(day)

    def now(self) -> datetime:
        return datetime(self._today.year, self._today.month, self._today.day, 9, tzinfo=OFFICE_ZONE)

    def wav(self, text: str) -> bytes:
        if "bisu" in text:
            raise FaqError("Mesin suara tidak dapat dijalankan.")
        return b"RIFF" + text.encode()

    def unheard(self, texts: Sequence[str]) -> list[Unheard] | None:
        words = [word for text in texts for word in text.split() if word.startswith("xyz")]
        return [Unheard(word, "iks-ye-zet", sure=False) for word in words]

    def reply(self, match: Match) -> str:
        return f"Sapa: {match.entry.answer}" if match.entry else "Sapa: Maaf?"


def console(office: Office) -> Section:
    """The pages as a section of the console."""
    return Section(
        name="faq",
        links=tuple(Link(title, path) for title, path in LINKS),
        actions=tuple(Link(title, path) for title, path in ACTIONS),
        templates=templates(),
        router=lambda shell: router(shell, office.around),
        notices=lambda: [
            Notice(Level(n.level), n.text, Link(n.action, n.path)) for n in notices(office.around)
        ],
    )


def opened(office: Office, name: str = "Rina") -> TestClient:
    """A browser with somebody signed in."""
    app = application(Access(), "uji" * 20, [console(office)], failures=(FaqError,))
    browser = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    token = token_in(browser.get("/masuk").text)
    data = {"token": token, "nama": name}
    assert browser.post("/masuk", data=data, follow_redirects=False).status_code == 303
    return browser


def token_in(page: str) -> str:
    """The token of the last form on a page."""
    return str(re.findall(r'name="token" value="([^"]+)"', page)[-1])
