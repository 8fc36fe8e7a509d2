"""Asking a maintainer for the fields of an entry, one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

import typer
from rich.console import Console
from rich.markup import escape

from faq.draft import LABELS, Draft
from faq.entry import Freshness
from faq.entry_schema import MIN_ASKS

ASKED: Final = (
    "topic", "title", "ask", "answer", "unit", "source", "facts", "freshness", "valid_until",
)  # fmt: skip
"""Fields in the order of asking. Who vouches for the answer is asked last, by itself."""


@dataclass(frozen=True)
class Asker:
    """Asks on a terminal.

    Attributes:
        console: for what is told.
        topics: names of the topic files.
        units: key of a desk to its name.
    """

    console: Console
    topics: Sequence[str]
    units: Mapping[str, str]

    def field(self, draft: Draft, name: str) -> Draft:
        """The draft with one field asked for anew."""
        if name == "topic":
            return replace(draft, topic=self._topic())
        if name == "unit":
            return replace(draft, unit=self._chosen("Unit yang menangani", self.units))
        if name == "freshness":
            return replace(draft, freshness=self._freshness())
        if name == "valid_until":
            return replace(draft, valid_until=self._day(draft.freshness))
        if name == "ask":
            least = f"sedikitnya {MIN_ASKS}; satu per baris, baris kosong bila selesai"
            return replace(draft, ask=self._lines("Cara penelepon bertanya", least))
        if name == "answer":
            text = " ".join(self._lines("Jawaban, seperti diucapkan", "baris kosong bila selesai"))
            return replace(draft, answer=text)
        if name == "source":
            lines = self._lines("Sumber jawaban", "alamat atau surat; baris kosong bila selesai")
            return replace(draft, source=lines)
        if name in ("facts", "tags"):
            typed = self._line(f"{LABELS[name].capitalize()}, dipisah koma (Enter = tanpa)")
            return _with(draft, name, tuple(part.strip() for part in typed.split(",")))
        return _with(draft, name, self._line(LABELS[name].capitalize()))

    def changed(self, draft: Draft, name: str) -> Draft:
        """The draft with one field changed from what it is; lists keep what is not taken out."""
        now = getattr(draft, name)
        if name not in ("ask", "source"):
            shown = ", ".join(now) if isinstance(now, tuple) else str(now or "-")
            self.console.print(escape(f"Sekarang: {shown}"))
            return self.field(draft, name)
        rows = list(now)
        self._table(rows)
        hint = "tulis yang baru, atau -3 untuk membuang nomor 3; baris kosong bila selesai"
        self.console.print(f"{LABELS[name].capitalize()} ({hint}):")
        gone: set[int] = set()
        while typed := self._line("  ").strip():
            number = typed.removeprefix("-")
            if typed != number and number.isascii() and number.isdigit():
                gone.add(int(number))
            else:
                rows.append(typed)
        return _with(draft, name, tuple(row for at, row in enumerate(rows, 1) if at not in gone))

    def vouched(self, draft: Draft, today: date) -> Draft:
        """Who has compared the answer with its source, if anybody has."""
        name = self._line("Sudah dicocokkan dengan sumbernya oleh (nama; Enter = belum)").strip()
        if not name:
            return replace(draft, verified_by=None, verified_on=None)
        return replace(draft, verified_by=name, verified_on=today)

    def choice(self, question: str, answers: Mapping[str, str]) -> str:
        """One of some letters, each with its meaning; the first when only Enter is typed."""
        shown = ", ".join(f"{letter} = {meaning}" for letter, meaning in answers.items())
        while True:
            typed = self._line(f"{question} ({shown})").strip().casefold()[:1]
            if not typed:
                return next(iter(answers))
            if typed in answers:
                return typed

    def which_field(self) -> str:
        """A field to change; "" when none is chosen."""
        names = [*ASKED, "tags", "verified_by"]
        self._table([LABELS[name] for name in names])
        typed = self._line("Nomor isian yang diubah (Enter = tidak jadi)").strip()
        at = int(typed) if typed.isascii() and typed.isdigit() else 0
        return names[at - 1] if 0 < at <= len(names) else ""

    def _topic(self) -> str:
        self._table(self.topics)
        while True:
            typed = "-".join(self._line("Topik (nomor, atau nama topik baru)").casefold().split())
            if typed.isascii() and typed.isdigit() and 0 < int(typed) <= len(self.topics):
                return self.topics[int(typed) - 1]
            if typed in self.topics:
                return typed
            if typed and self.choice(f'"{typed}" topik baru?', {"y": "ya", "t": "tidak"}) == "y":
                return typed

    def _chosen(self, question: str, names: Mapping[str, str]) -> str:
        keys = list(names)
        self._table([f"{key} - {names[key]}" for key in keys])
        while True:
            typed = self._line(f"{question} (nomor atau kunci)").strip()
            if typed.isascii() and typed.isdigit() and 0 < int(typed) <= len(keys):
                return keys[int(typed) - 1]
            if typed in names:
                return typed

    def _freshness(self) -> Freshness:
        for freshness in Freshness:
            self.console.print(f"  {freshness.value} = {freshness.label}: {freshness.meaning}")
        while True:
            found = freshness_of(self._line("Umur fakta (T, P, M, atau L)"))
            if found is not None:
                return found

    def _day(self, freshness: Freshness) -> date | None:
        needed = freshness is Freshness.SEASONAL
        hint = "misalnya 31-12-2026" if needed else "misalnya 31-12-2026; Enter = tanpa batas"
        while True:
            typed = self._line(f"Berlaku sampai ({hint})").strip()
            if not typed and not needed:
                return None
            day = day_of(typed)
            if day is not None:
                return day
            self.console.print("Tulis tanggal seperti 31-12-2026.")

    def _lines(self, question: str, hint: str) -> tuple[str, ...]:
        self.console.print(f"{question} ({hint}):")
        found: list[str] = []
        while typed := self._line(f"  {len(found) + 1}").strip():
            found.append(typed)
        return tuple(found)

    def _table(self, names: Sequence[str]) -> None:
        for number, name in enumerate(names, 1):
            self.console.print(escape(f"  {number:2d}. {name}"))

    @staticmethod
    def _line(question: str) -> str:
        answer: str = typer.prompt(question, default="", show_default=False)
        return answer


def _with(draft: Draft, name: str, value: Any) -> Draft:
    return replace(draft, **{name: value})


def freshness_of(text: str) -> Freshness | None:
    """``P``, ``p`` or ``peraturan``; None for anything else."""
    wanted = text.strip().casefold()
    for freshness in Freshness:
        if wanted in (freshness.value.casefold(), freshness.label):
            return freshness
    return None


def day_of(text: str) -> date | None:
    """``31-12-2026`` or ``2026-12-31``; None for anything else."""
    for form in ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
    return None
