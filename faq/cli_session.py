"""One entry being written at the terminal: fields, review, listening, saving. Nothing gets lost."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

import typer
from rich.console import Console
from rich.markup import escape

from faq.cli_around import FaqContext, console, edition_of, fail
from faq.cli_ask import ASKED, Asker
from faq.cli_editor import edited
from faq.cli_review import show_draft, show_review
from faq.draft import Draft, propose_id
from faq.editing import save
from faq.entry import FaqEntry
from faq.entry_schema import MIN_ASKS
from faq.errors import FaqError
from faq.review import review


class Session:
    """Writing one entry.

    Args:
        obj: the program around the commands.
        draft: to begin with.
        entry: that is changed; None for a new one.
    """

    def __init__(self, obj: FaqContext, draft: Draft, entry: FaqEntry | None = None) -> None:
        self.draft = draft
        self._obj = obj
        self._edition = edition_of(obj)
        self._before = Draft.of(entry) if entry is not None else None
        self._own_id = bool(draft.id)
        self._out: Console = console()
        book = self._edition.book
        topics = list(dict.fromkeys(one.topic for one in book))
        self._asker = Asker(self._out, topics, book.units)

    @property
    def units(self) -> list[str]:
        return list(self._edition.book.units)

    def fill(self, given: Collection[str]) -> None:
        """Ask for every field that was not given, then who vouches for the answer."""
        with _kept(self):
            for name in ASKED:
                if name not in given:
                    self.draft = self._asker.field(self.draft, name)
                elif name == "ask" and len(self.draft.ask) < MIN_ASKS:
                    # A wording from a call is a start; an entry needs more than one.
                    more = self._asker.field(replace(self.draft, ask=()), name).ask
                    self.draft = replace(self.draft, ask=(*self.draft.ask, *more))
            if "verified_by" not in given:
                self.draft = self._asker.vouched(self.draft, self._obj.today())

    def open_editor(self) -> None:
        """The entry in the maintainer's editor."""
        found = edited(self.draft, self.units, self._asker, self._out)
        if found is not None:
            self.draft = found

    def change_fields(self) -> None:
        """Fields chosen from a list, until none is chosen."""
        while name := self._asker.which_field():
            if name == "verified_by":
                self.draft = self._asker.vouched(self.draft, self._obj.today())
                continue
            self.draft = self._asker.changed(self.draft, name)

    def finish(self, yes: bool, aloud: bool) -> None:
        """Show the review and save, at once or when the maintainer says so.

        Args:
            yes: ask nothing; errors end the command.
            aloud: speak the answer before asking.
        """
        if yes:
            self._vouch(ask=False)
            if self._look():
                fail("Belum disimpan; perbaiki dulu yang bertanda galat.")
            self._save()
            if aloud:
                self._obj.speech(self.draft.answer).play()
            return
        with _kept(self):
            while not self._settled(aloud):
                aloud = False

    def _settled(self, aloud: bool) -> bool:
        self._vouch(ask=True)
        if self._before == self.draft.tidied():
            self._out.print("Tidak ada yang berubah.")
            return True
        broken = self._look()
        if aloud:
            self._speak()
        ways: dict[str, Callable[[], None]] = {"u": self.change_fields, "e": self.open_editor}
        answers = {"u": "ubah isian", "e": "buka penyunting", "t": "tidak jadi"}
        if not broken:
            answers = {"y": "ya", "d": "dengarkan", **answers}
        while True:
            chosen = self._asker.choice("Perbaiki dulu." if broken else "Simpan?", answers)
            if chosen == "d":
                self._speak()
                continue
            if chosen in ways:
                ways[chosen]()
                return False
            if chosen == "t":
                raise typer.Abort
            self._save()
            return True

    def _look(self) -> bool:
        """Show the review; whether there are errors."""
        if not self._own_id:
            taken = [entry.id for entry in self._edition.book]
            self.draft = replace(
                self.draft, id=propose_id(self.draft.topic, self.draft.title, taken)
            )
        replacing = self._before.id if self._before else None
        today = self._obj.today()
        found = review(self.draft, self._edition.matcher, today, replacing, self._obj.senses())
        show_review(self._out, self.draft, found, today)
        return bool(found.errors)

    def _vouch(self, ask: bool) -> None:
        """A changed answer is not what somebody vouched for."""
        if self._before is None:
            return
        kept = self.draft.tidied().vouched_anew(self._before)
        lapsed = self.draft.verified_by is not None and kept.verified_by is None
        self.draft = kept
        if not lapsed:
            return
        self._out.print(
            escape(f"Jawabannya berubah, jadi pengesahan {self._before.verified_by} gugur.")
        )
        if ask:
            self.draft = self._asker.vouched(self.draft, self._obj.today())

    def _speak(self) -> None:
        try:
            self._obj.speech(self.draft.answer).play()
        except Exception as error:
            # Whatever the voice may lack, what was typed must not be lost over it.
            self._out.print(escape(str(error)), style="red")

    def _save(self) -> None:
        before = self._before
        try:
            entry = save(
                self._obj.faq_folder,
                self.draft,
                replacing=before.id if before else None,
                expected=before.fingerprint if before else None,
                by=self._obj.staff_name(),
                now=self._obj.now,
            )
        except FaqError as error:
            show_draft(self._out, self.draft)
            fail(str(error))
        told_saved(self._out, entry, self._obj)


def told_saved(out: Console, entry: FaqEntry, obj: FaqContext) -> None:
    """Where an entry was saved and whether it will be said."""
    place = f"{entry.origin.file}:{entry.origin.line}"
    out.print(escape(f"{entry.id} disimpan di {place}; berlaku mulai panggilan berikutnya."))
    silence = entry.silence(obj.today())
    if silence is not None:
        verify = f"sapa faq verify {entry.id} --oleh NAMA"
        out.print(escape(f"Belum akan diucapkan: {silence.label}. {silence.remedy} ({verify})"))


class _kept:  # noqa: N801 - reads as a statement
    """Shows what was typed when the maintainer breaks off, and ends the command."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, *details: object) -> None:
        if kind is not None and issubclass(kind, typer.Abort):
            out = console()
            out.print("\nTidak disimpan. Naskahnya, kalau masih diperlukan:")
            show_draft(out, self._session.draft)
            raise typer.Exit(1)
