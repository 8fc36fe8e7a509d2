"""The files a book is made of, read in one piece so that a save in between is noticed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from faq.errors import FaqError, Problem, shown_path
from faq.lined_yaml import MAX_BYTES
from faq.word_table import WORDS

ENTRIES: Final = Path(__file__).resolve().parent / "entries"
UNITS: Final = Path(__file__).resolve().parent / "units.yaml"
_TRIES: Final = 5

Signature = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True)
class Sources:
    """Where the entries, the desks and the words are, and what those files held.

    Attributes:
        folder: of the entries.
        units: table of desks.
        words: table of how callers speak.
        topics: file name to content, in the order of names.
        units_text: content of `units`.
        words_text: content of `words`.
        signature: names, times, sizes and inodes when they were read.
    """

    folder: Path
    units: Path
    words: Path
    topics: tuple[tuple[str, bytes], ...]
    units_text: bytes
    words_text: bytes
    signature: Signature

    @classmethod
    def read(
        cls, folder: Path | None = None, units: Path | None = None, words: Path | None = None
    ) -> Sources:
        """Read every file, again when one was saved meanwhile.

        Args:
            folder: of the entries; the packaged one by default.
            units: by default ``units.yaml`` beside the folder, else the packaged one.
            words: likewise ``words.yaml``.

        Raises:
            FaqError: the folder is missing or a file cannot be read.
        """
        folder, units, words = places(folder, units, words)
        if not folder.is_dir():
            raise FaqError([Problem(shown_path(folder), 0, "folder FAQ tidak ditemukan")])
        for _ in range(_TRIES):
            before = signature(folder, units, words)
            topics = tuple((path.name, content_of(path)) for path in topic_files(folder))
            found = cls(folder, units, words, topics, content_of(units), content_of(words), before)
            if signature(folder, units, words) == before:
                return found
        return found

    @cached_property
    def key(self) -> str:
        """Hash of all content."""
        digest = hashlib.sha256()
        parts = (("units", self.units_text), ("words", self.words_text), *self.topics)
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
    folder: Path | None, units: Path | None = None, words: Path | None = None
) -> tuple[Path, Path, Path]:
    """Folder of the entries, table of desks, table of words: what is meant when left out."""
    folder = ENTRIES if folder is None else folder
    beside_units, beside_words = folder.parent / "units.yaml", folder.parent / "words.yaml"
    if units is None:
        units = beside_units if beside_units.is_file() else UNITS
    if words is None:
        words = beside_words if beside_words.is_file() else WORDS
    return folder, units, words


def topic_files(folder: Path) -> list[Path]:
    """The files of entries in a folder, in order; an editor's hidden files are none."""
    return sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("."))


def signature(folder: Path, units: Path, words: Path) -> Signature:
    """What tells cheaply, without reading, that a file has changed. Never raises."""
    try:
        files = topic_files(folder)
    except OSError:
        files = []
    return tuple(_state(path) for path in (*files, units, words))


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
