"""The files a book is made of, read in one piece so that a save in between is noticed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from faq.errors import FaqError, Problem, shown_path
from faq.lined_yaml import MAX_BYTES
from faq.outside import OUTSIDE
from faq.word_table import WORDS

ENTRIES: Final = Path(__file__).resolve().parent / "entries"
UNITS: Final = Path(__file__).resolve().parent / "units.yaml"
_TRIES: Final = 5

Signature = tuple[tuple[str, int, int, int], ...]


class Places(NamedTuple):
    """Where the files of a book are.

    Attributes:
        folder: of the entries.
        units: table of desks.
        words: table of how callers speak.
        outside: table of matters that no entry answers.
    """

    folder: Path
    units: Path
    words: Path
    outside: Path


@dataclass(frozen=True)
class Sources:
    """Where the entries and the tables are, and what those files held.

    Attributes:
        folder: of the entries.
        units: table of desks.
        words: table of how callers speak.
        outside: table of matters that no entry answers.
        topics: file name to content, in the order of names.
        units_text: content of `units`.
        words_text: content of `words`.
        outside_text: content of `outside`.
        signature: names, times, sizes and inodes when they were read.
    """

    folder: Path
    units: Path
    words: Path
    outside: Path
    topics: tuple[tuple[str, bytes], ...]
    units_text: bytes
    words_text: bytes
    outside_text: bytes
    signature: Signature

    @classmethod
    def read(
        cls,
        folder: Path | None = None,
        units: Path | None = None,
        words: Path | None = None,
        outside: Path | None = None,
    ) -> Sources:
        """Read every file, again when one was saved meanwhile.

        Args:
            folder: of the entries; the packaged one by default.
            units: by default ``units.yaml`` beside the folder, else the packaged one.
            words: likewise ``words.yaml``.
            outside: likewise ``outside.yaml``.

        Raises:
            FaqError: the folder is missing or a file cannot be read.
        """
        at = places(folder, units, words, outside)
        if not at.folder.is_dir():
            raise FaqError([Problem(shown_path(at.folder), 0, "folder FAQ tidak ditemukan")])
        for _ in range(_TRIES):
            before = signature(at)
            topics = tuple((path.name, content_of(path)) for path in topic_files(at.folder))
            units_text, words_text, outside_text = map(content_of, at[1:])
            found = cls(*at, topics, units_text, words_text, outside_text, before)
            if signature(at) == before:
                return found
        return found

    @cached_property
    def key(self) -> str:
        """Hash of all content."""
        digest = hashlib.sha256()
        tables = (("units", self.units_text), ("words", self.words_text))
        parts = (*tables, ("outside", self.outside_text), *self.topics)
        for name, content in parts:
            digest.update(f"{name} {len(content)}\n".encode() + content)
        return digest.hexdigest()[:16]

    def content(self, file: str) -> bytes | None:
        """What a topic file holds; None when there is no such file."""
        return dict(self.topics).get(file)

    def changed(self, file: str, content: bytes) -> Sources:
        """The same with one topic file new or different; nothing is written."""
        topics = {**dict(self.topics), file: content}
        return replace(self, topics=tuple(sorted(topics.items())))


def places(
    folder: Path | None,
    units: Path | None = None,
    words: Path | None = None,
    outside: Path | None = None,
) -> Places:
    """What is meant where something is left out: beside the folder, else the packaged one."""
    folder = ENTRIES if folder is None else folder

    def table(chosen: Path | None, packaged: Path) -> Path:
        beside = folder.parent / packaged.name
        return chosen or (beside if beside.is_file() else packaged)

    return Places(folder, table(units, UNITS), table(words, WORDS), table(outside, OUTSIDE))


def topic_files(folder: Path) -> list[Path]:
    """The files of entries in a folder, in order; an editor's hidden files are none."""
    return sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("."))


def signature(at: Places) -> Signature:
    """What tells cheaply, without reading, that a file has changed. Never raises."""
    try:
        files = topic_files(at.folder)
    except OSError:
        files = []
    return tuple(_state(path) for path in (*files, *at[1:]))


def _state(path: Path) -> tuple[str, int, int, int]:
    try:
        status = path.stat()
    except OSError:
        return str(path), 0, 0, 0
    return str(path), status.st_mtime_ns, status.st_size, status.st_ino


def content_of(path: Path) -> bytes:
    """What a file holds; FaqError when it is missing, unreadable or too large."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FaqError([Problem(shown_path(path), 0, f"berkas terlalu besar ({size} bita)")])
        return path.read_bytes()
    except OSError as exc:
        reason = exc.strerror or str(exc)
        problem = Problem(shown_path(path), 0, f"berkas tidak dapat dibaca ({reason})")
        raise FaqError([problem]) from exc
