"""Changing entries in the files: checked before anything is written, then live for the next call.

Only the text of the entry concerned is touched. The whole folder is read from the new text first;
it must load and differ in this entry alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from faq import changes
from faq.book import FaqBook
from faq.changes import Change, Contents
from faq.draft import Draft, DraftError
from faq.entry import FaqEntry
from faq.errors import FaqError, Problem, shown_path
from faq.lined_yaml import MAX_BYTES
from faq.sources import Sources, topic_files
from faq.topic_text import TopicText

_ENDING = ".yaml"
Now = Callable[[], datetime]


class ChangedMeanwhileError(FaqError):
    """Somebody else has changed the entry since it was read.

    Attributes:
        entry: as it is now; None when it is gone.
    """

    def __init__(self, entry_id: str, entry: FaqEntry | None) -> None:
        self.entry = entry
        gone = f'Butir "{entry_id}" sudah tidak ada; mungkin dihapus oleh orang lain.'
        other = (
            f'Butir "{entry_id}" sudah diubah oleh orang lain sejak dibuka. Buka lagi, lalu '
            "ulangi perubahan ini."
        )
        super().__init__(gone if entry is None else other)


def system_now() -> datetime:
    """The machine's clock in its own zone."""
    return datetime.now().astimezone()


def read_draft(folder: Path | None, entry_id: str) -> Draft:
    """An entry as it stands in the files; keep its fingerprint for :func:`save`.

    Raises:
        FaqError: there is none of that id, or the files are broken.
    """
    return Draft.of(_entry(FaqBook.load(folder), entry_id))


def topics(folder: Path | None) -> list[str]:
    """Names of the topic files, without their ending."""
    return [path.stem for path in topic_files(Sources.read(folder).folder)]


def save(
    folder: Path | None,
    draft: Draft,
    replacing: str | None = None,
    expected: str | None = None,
    by: str = "",
    now: Now = system_now,
) -> FaqEntry:
    """Write an entry into its topic file; a topic that is not there yet becomes a new file.

    Args:
        folder: of the entries; the packaged one by default.
        draft: what to write; it is tidied first.
        replacing: id of the entry it takes the place of; None for a new one.
        expected: fingerprint of that entry when it was read; None overwrites whatever is there.
        by: who makes the change, for the history.
        now: tells the time, for the history.

    Returns:
        The entry as read back.

    Raises:
        DraftError: a field is not as it must be; it names the fields.
        ChangedMeanwhileError: somebody else has changed the entry.
        FaqError: the folder is broken or cannot be written. In every case nothing is changed.
    """
    draft = draft.tidied()
    place = Sources.read(folder).folder
    with changes.only_writer(place):
        sources = Sources.read(folder)
        book = FaqBook.of(sources)
        wrong = draft.wrong(book.units, [entry.topic for entry in book])
        if wrong:
            raise DraftError(wrong)
        if draft.id != replacing and (other := book.get(draft.id)) is not None:
            where = f"{other.origin.file}:{other.origin.line}"
            raise FaqError(f'Id "{draft.id}" sudah dipakai di {where}; pilih id lain.')
        if replacing is None:
            after = _with_new(sources, draft)
        else:
            before = Draft.of(_entry(book, replacing, expected))
            if before == draft:
                return _entry(book, replacing)
            after = _with_changed(sources, before, draft)
        what = "tambah" if replacing is None else "ubah"
        new = _checked(sources, book, after, replacing, draft)
        _write(sources, after, _change(what, draft.id, by, now))
        return _entry(new, draft.id)


def retract(
    folder: Path | None,
    entry_id: str,
    expected: str | None = None,
    by: str = "",
    now: Now = system_now,
) -> FaqEntry:
    """Remove an entry, and with its last entry the topic file; :func:`undo` brings it back.

    Args:
        folder: of the entries; the packaged one by default.
        entry_id: which.
        expected: its fingerprint when it was read; None removes whatever is there.
        by: who makes the change, for the history.
        now: tells the time, for the history.

    Returns:
        The entry that was removed.

    Raises:
        FaqError: as for :func:`save`, or it is the last entry of all. Nothing is changed.
    """
    place = Sources.read(folder).folder
    with changes.only_writer(place):
        sources = Sources.read(folder)
        book = FaqBook.of(sources)
        entry = _entry(book, entry_id, expected)
        if len(book) == 1:
            raise FaqError(f'"{entry_id}" butir satu-satunya, jadi tidak dapat dihapus.')
        name = entry.topic + _ENDING
        text = _text(sources, name)
        after: Contents = {name: text.without(entry_id).encode() if len(text) > 1 else None}
        _checked(sources, book, after, entry_id, None)
        _write(sources, after, _change("hapus", entry_id, by, now))
        return entry


def history(folder: Path | None) -> list[Change]:
    """The changes made here, newest first."""
    return changes.changes(Sources.read(folder).folder)


def undo(folder: Path | None) -> Change:
    """Take back the newest change that was not taken back yet; works on broken files, too.

    Raises:
        FaqError: there is none, a file was changed since, or the folder as it was would be broken.
    """
    place = Sources.read(folder).folder
    with changes.only_writer(place):
        for change in changes.changes(place):
            if change.undone:
                continue
            before, after = changes.files_of(place, change)
            sources = Sources.read(folder)
            if all(sources.content(name) == content for name, content in before.items()):
                # Whoever made or took back this change did not come to its end.
                changes.mark_undone(place, change)
                continue
            # The files in the other order: of two, there is never none that has the entry.
            back = {name: before[name] for name in reversed(change.files)}
            if any(sources.content(name) != content for name, content in after.items()):
                names = ", ".join(change.files)
                raise FaqError(
                    f"Perubahan terakhir tidak dapat dibatalkan: {names} sudah diubah lagi "
                    "setelah itu. Berkas sebelum perubahan ada di "
                    f"{place / changes.FOLDER / change.name}."
                )
            FaqBook.of(_with(sources, back))
            changes.replace_files(place, after, back)
            changes.mark_undone(place, change)
            return change
    raise FaqError("Tidak ada perubahan yang dapat dibatalkan.")


def _entry(book: FaqBook, entry_id: str, expected: str | None = None) -> FaqEntry:
    entry = book.get(entry_id)
    if entry is None:
        if expected is not None:
            raise ChangedMeanwhileError(entry_id, None)
        raise FaqError(f'Butir "{entry_id}" tidak ada. Lihat daftarnya dengan: sapa faq list')
    if expected is not None and Draft.of(entry).fingerprint != expected:
        raise ChangedMeanwhileError(entry_id, entry)
    return entry


def _text(sources: Sources, name: str) -> TopicText:
    content = sources.content(name) or b""
    return TopicText(content.decode("utf-8"), shown_path(sources.folder / name))


def _with_new(sources: Sources, draft: Draft) -> Contents:
    name = draft.topic + _ENDING
    return {name: _text(sources, name).added(draft).encode()}


def _with_changed(sources: Sources, before: Draft, draft: Draft) -> Contents:
    name, target = before.topic + _ENDING, draft.topic + _ENDING
    text = _text(sources, name)
    new = TopicText(text.changed(before.id, before, draft), shown_path(sources.folder / name))
    if name == target:
        return {name: new.text.encode()}
    there = new.moved(draft.id, draft, _text(sources, target))
    # First where it goes: a moment with two is a broken folder, a moment with none a lost entry.
    return {
        target: there.encode(),
        name: new.without(draft.id).encode() if len(new) > 1 else None,
    }


def _with(sources: Sources, contents: Contents) -> Sources:
    there = {**dict(sources.topics), **contents}
    topics = sorted((name, content) for name, content in there.items() if content is not None)
    return replace(sources, topics=tuple(topics))


def _checked(
    sources: Sources, book: FaqBook, after: Contents, replacing: str | None, draft: Draft | None
) -> FaqBook:
    """The book after a change; FaqError unless it loads and only one entry is another."""
    for name, content in after.items():
        if content is not None and len(content) > MAX_BYTES:
            message = "belum disimpan: berkas akan terlalu besar; pakai topik lain"
            raise FaqError([Problem(shown_path(sources.folder / name), 0, message)])
    new = FaqBook.of(_with(sources, after))
    saved = new.get(draft.id) if draft is not None else None
    others = [entry for entry in book if entry.id != replacing]
    same = [entry for entry in new if draft is None or entry.id != draft.id] == others
    exact = saved is None if draft is None else saved is not None and Draft.of(saved) == draft
    if not (same and exact):
        place = shown_path(sources.folder / next(iter(after)))
        message = "belum disimpan: susunan berkas ini hanya dapat diubah dengan penyunting teks"
        raise FaqError([Problem(place, 0, message)])
    return new


def _change(what: str, entry_id: str, by: str, now: Now) -> Change:
    return Change("", now(), what, entry_id, by, ())


def _write(sources: Sources, after: Contents, change: Change) -> None:
    before = {name: sources.content(name) for name in after}
    changes.write(sources.folder, change, before, after)
