"""``/tanya-jawab/baru`` and ``/tanya-jawab/{id}``: the form for one entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from faq.draft import Draft, DraftError
from faq.editing import ChangedMeanwhileError, retract, save
from faq.entry import FaqEntry, Freshness
from faq.errors import FaqError
from faq.pages.drafting import Drafted, Problems, drafted, problems_of
from faq.pages.frame import Frame, Surroundings
from faq.pages.listening import Texts
from faq.pages.reviewing import Reviewed, Reviewer, shown
from faq.pages.typed import Typed
from faq.shelf import Edition

_COMPARED: Final = (
    ("Judul singkat", "title"),
    ("Cara bertanya", "ask"),
    ("Jawaban", "answer"),
    ("Unit", "unit"),
    ("Sumber", "source"),
    ("Umur", "freshness"),
    ("Berlaku sampai", "valid_until"),
)
"""Label and field of what is shown when two people changed the same entry."""


async def form_of(request: Request) -> FormData:
    """What was posted; the frame has read and checked it already."""
    return await request.form()


Form = Annotated[FormData, Depends(form_of)]
Wordings = Annotated[Sequence[str], Query()]
"""Ways of asking to be put into the form, as suggestions do."""


class Writing:
    """Shows the form, and saves what is posted when nothing is wrong with it."""

    def __init__(self, frame: Frame, around: Surroundings, texts: Texts) -> None:
        self._frame = frame
        self._around = around
        self._texts = texts
        self._reviewer = Reviewer(around)

    def show(
        self,
        request: Request,
        typed: Typed,
        entry: FaqEntry | None,
        *,
        version: str,
        status: int = 200,
        problems: Problems | None = None,
        review: Reviewed | None = None,
        theirs: FaqEntry | None = None,
        unsaved: bool = False,
    ) -> Response:
        """The form, with whatever is known about what is in it.

        Args:
            typed: what to show in it.
            entry: that is changed; None for a new one.
            version: fingerprint of the entry that `typed` builds on.
            problems: what keeps it from being saved.
            review: of what is in it.
            theirs: the entry as somebody else has saved it meanwhile.
            unsaved: there is something in it that is saved nowhere.
        """
        shelf = self._around.shelf.state()
        book = shelf.edition.book if shelf.edition else None
        return self._frame.page(
            request,
            "faq/form.html",
            status,
            entry=entry,
            typed=typed,
            version=version,
            action=f"/tanya-jawab/{entry.id}" if entry else "/tanya-jawab/baru",
            problems=problems or {},
            **shown(review),
            sound=self._texts.offer(typed.answer),
            theirs=_differing(Typed.of_entry(theirs), typed) if theirs else None,
            topics=sorted({one.topic for one in book}) if book else [],
            units=book.units if book else {},
            ages=list(Freshness),
            warning=shelf.warning(),
            unsaved=unsaved or review is not None,
        )

    def review(self, request: Request, typed: Typed, entry: FaqEntry | None) -> Response:
        """The review alone, for a page that shows the form already."""
        edition = self.edition()
        draft = self._drafted(request, typed, entry, edition).draft
        replacing = entry.id if entry else None
        asker = f"{self._frame.person(request)} {replacing}"
        found = self._reviewer.latest(draft, replacing, edition, asker)
        if found is None:
            return Response(status_code=204)
        sound = self._texts.offer(typed.answer)
        return self._frame.page(request, "faq/review.html", sound=sound, **shown(found))

    def take(
        self, request: Request, form: FormData, entry: FaqEntry | None, version: str
    ) -> Response:
        """Save what was posted if that was asked for and nothing is wrong; else show it again."""
        typed = Typed.of_form(form)
        edition = self.edition()
        made = self._drafted(request, typed, entry, edition)
        review = self._reviewer.review(made.draft, entry.id if entry else None, edition)
        problems = problems_of(review.errors, made.problems)
        if form.get("aksi") == "periksa":
            return self.show(
                request, typed, entry, version=version, problems=problems, review=review
            )
        if entry is not None and Draft.of(entry).fingerprint != version:
            return self._changed(request, typed, entry, review)
        if not problems:
            try:
                saved = save(
                    self._around.folder,
                    made.draft,
                    entry.id if entry else None,
                    version or None,
                    self._frame.person(request),
                    self._around.now,
                )
            except DraftError as error:
                problems = problems_of(error.remarks, {})
            except ChangedMeanwhileError as error:
                if error.entry is None:
                    return self.gone(request, typed)
                return self._changed(request, typed, error.entry, review)
            except FaqError as error:
                problems = {"": [str(error)]}
            else:
                self._frame.tell(request, _told(review))
                return RedirectResponse(f"/tanya-jawab/{saved.id}", 303)
        return self.show(
            request, typed, entry, version=version, status=422, problems=problems, review=review
        )

    def _changed(
        self, request: Request, typed: Typed, theirs: FaqEntry, review: Reviewed
    ) -> Response:
        """Somebody else changed the entry meanwhile: both are shown."""
        version = Draft.of(theirs).fingerprint
        return self.show(
            request, typed, theirs, version=version, status=409, review=review, theirs=theirs
        )

    def gone(self, request: Request, typed: Typed) -> Response:
        """Somebody removed the entry meanwhile: what was typed may become a new one."""
        text = (
            "Butir ini sudah dihapus orang lain. Simpan untuk menulisnya lagi sebagai butir baru."
        )
        return self.show(
            request, typed, None, version="", status=409, problems={"": [text]}, unsaved=True
        )

    def remove(self, request: Request, entry: FaqEntry, version: str) -> Response:
        """Take an entry out."""
        person = self._frame.person(request)
        retract(self._around.folder, entry.id, version or None, person, self._around.now)
        self._frame.tell(request, f"Butir “{entry.title}” dihapus.")
        return RedirectResponse("/tanya-jawab/riwayat", 303)

    def edition(self) -> Edition:
        """What calls get now."""
        return self._around.shelf.current()

    def _drafted(
        self, request: Request, typed: Typed, entry: FaqEntry | None, edition: Edition
    ) -> Drafted:
        base = Draft.of(entry) if entry else None
        taken = {one.id for one in edition.book}
        return drafted(typed, base, taken, self._frame.person(request), self._around.today())


def _differing(theirs: Typed, mine: Typed) -> list[tuple[str, str]]:
    """Label and saved text of the fields that differ from what is typed."""
    return [
        (label, str(getattr(theirs, name)))
        for label, name in _COMPARED
        if getattr(theirs, name) != getattr(mine, name)
    ]


def _told(review: Reviewed) -> str:
    if review.silent:
        return f"Tersimpan, tetapi belum diucapkan. {review.silent}"
    return "Tersimpan. Sapa mengucapkannya mulai panggilan berikutnya."


def add_writing(routes: APIRouter, frame: Frame, around: Surroundings, texts: Texts) -> None:
    """The form for a new and for a known entry; its review; removing an entry."""
    pages = Writing(frame, around, texts)

    def known(entry_id: str) -> FaqEntry:
        entry = pages.edition().book.get(entry_id)
        if entry is None:
            raise HTTPException(404)
        return entry

    @routes.get("/baru")
    def new(request: Request, ucapan: Wordings = ()) -> Response:
        typed = Typed().asked_also(ucapan)
        return pages.show(request, typed, None, version="", unsaved=bool(ucapan))

    @routes.post("/baru")
    def create(request: Request, form: Form) -> Response:
        return pages.take(request, form, None, "")

    @routes.post("/tinjau")
    def review(request: Request, form: Form) -> Response:
        entry = pages.edition().book.get(str(form.get("butir", "")))
        return pages.review(request, Typed.of_form(form), entry)

    @routes.get("/{entry_id}")
    def show(request: Request, entry_id: str, ucapan: Wordings = ()) -> Response:
        entry = known(entry_id)
        version = Draft.of(entry).fingerprint
        typed = Typed.of_entry(entry).asked_also(ucapan)
        return pages.show(request, typed, entry, version=version, unsaved=bool(ucapan))

    @routes.post("/{entry_id}")
    def change(request: Request, entry_id: str, form: Form) -> Response:
        entry = pages.edition().book.get(entry_id)
        if entry is None:
            return pages.gone(request, Typed.of_form(form))
        return pages.take(request, form, entry, str(form.get("versi", "")))

    @routes.get("/{entry_id}/hapus")
    def ask_removal(request: Request, entry_id: str) -> Response:
        entry = known(entry_id)
        version = Draft.of(entry).fingerprint
        return frame.page(request, "faq/remove.html", entry=entry, version=version)

    @routes.post("/{entry_id}/hapus")
    def remove(request: Request, entry_id: str, form: Form) -> Response:
        return pages.remove(request, known(entry_id), str(form.get("versi", "")))
