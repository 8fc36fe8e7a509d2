"""The FAQ as a running service has it: always the last good version, and what is wrong since."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from faq.book import FaqBook
from faq.errors import FaqError, Problem, shown_path
from faq.kept import KeptBook
from faq.match import Matcher
from faq.outside import outside_of
from faq.sources import Signature, Sources, places, signature
from faq.word_table import WordTable

_SETTLED_NS: Final = 2_000_000_000
"""A file saved so recently may be saved again without its time, size or inode changing."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One state of the FAQ that can be used. A call keeps the one it began with.

    Attributes:
        key: hash of the files.
        book: the entries.
        matcher: over them.
        since: when this process took it into use.
        kept: it comes from the copy of the last good version, not from the maintainers' files.
    """

    key: str
    book: FaqBook
    matcher: Matcher
    since: datetime
    kept: bool = False


@dataclass(frozen=True, slots=True)
class ShelfState:
    """How things stand.

    Attributes:
        edition: what calls get; None when there has never been a good version.
        problems: why the maintainers' files are not used as they are; empty when they are.
        failed_at: since when they are not.
        not_kept: why no copy of the last good version could be written; "" when it could.
    """

    edition: Edition | None
    problems: tuple[Problem, ...]
    failed_at: datetime | None
    not_kept: str = ""

    def warning(self) -> str:
        """Indonesian sentences for the maintainer; "" when all is well."""
        parts = []
        if self.problems:
            where = "; ".join(map(str, self.problems[:3]))
            more = len(self.problems) - 3
            parts.append(f"Berkas tanya-jawab rusak: {where}" + _more(more) + ".")
            if self.edition is not None:
                which = "salinan versi baik" if self.edition.kept else "versi baik"
                since = f"{self.edition.since:%d-%m-%Y %H.%M}"
                parts.append(
                    f"Panggilan tetap dilayani dengan {which} terakhir, dipakai sejak {since}, "
                    f"{len(self.edition.book)} butir. Perbaiki berkas itu."
                )
        if self.not_kept:
            parts.append(f"Salinan versi baik tidak dapat disimpan: {self.not_kept}.")
        return " ".join(parts)


class Shelf:
    """Follows the files of the FAQ. Safe to share between threads.

    A change is noticed by :meth:`current`, at the price of a look at names, times and sizes; it is
    read, checked and built into an edition before anybody gets it.

    Args:
        folder: of the entries; the packaged one by default.
        kept: folder for a copy of the last good version, so that a service that starts while a
            file is broken still has it; None keeps it in memory only.
        now: tells the time.
    """

    def __init__(self, folder: Path | None, kept: Path | None, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._kept = KeptBook(kept) if kept is not None else None
        self._now = now
        self._lock = threading.RLock()
        self._edition: Edition | None = None
        self._problems: tuple[Problem, ...] = ()
        self._failed_at: datetime | None = None
        self._not_kept = ""
        self._seen: Signature | None = None
        self._seen_key = ""

    def current(self) -> Edition:
        """The newest good edition.

        Raises:
            FaqError: the files are broken and no good version is known.
        """
        with self._lock:
            self._look()
            if self._edition is None:
                raise FaqError(self._problems)
            return self._edition

    def state(self) -> ShelfState:
        """Look at the files and say how things stand; never raises."""
        with self._lock:
            self._look()
            return ShelfState(self._edition, self._problems, self._failed_at, self._not_kept)

    def _look(self) -> None:
        seen = signature(places(self._folder))
        if seen == self._seen and not _recent(seen):
            return
        self._seen = seen
        try:
            sources = Sources.read(self._folder)
            if sources.key == self._seen_key:
                return
            edition = _edition(sources, self._now(), kept=False)
        except FaqError as error:
            self._fail(error.problems or (Problem(str(self._folder or "faq"), 0, str(error)),))
            self._fall_back()
            return
        self._seen_key = sources.key
        self._edition = edition
        self._problems, self._failed_at = (), None
        if self._kept is not None:
            self._not_kept = self._kept.keep(sources)

    def _fail(self, problems: tuple[Problem, ...]) -> None:
        self._seen_key = ""
        if problems != self._problems:
            self._problems, self._failed_at = problems, self._now()

    def _fall_back(self) -> None:
        if self._edition is not None or self._kept is None:
            return
        found = self._kept.find()
        if found is None:
            return
        sources, saved = found
        try:
            self._edition = _edition(sources, saved, kept=True)
        except FaqError:
            return


def _edition(sources: Sources, since: datetime, kept: bool) -> Edition:
    book = FaqBook.of(sources)
    words = WordTable.of(sources.words_text, shown_path(sources.words))
    outside = outside_of(sources.outside_text, shown_path(sources.outside))
    try:
        matcher = Matcher(book, words, outside=outside)
    except FaqError:
        raise
    except Exception as error:
        # Whatever an entry may do to the matcher, calls go on with the version before it.
        message = f"butir tidak dapat disiapkan untuk dicocokkan ({error})"
        raise FaqError([Problem(shown_path(sources.folder), 0, message)]) from error
    return Edition(sources.key, book, matcher, since, kept)


def _recent(seen: Signature) -> bool:
    # The file system's times, so the machine's clock and no other.
    now = time.time_ns()
    return any(abs(now - changed) < _SETTLED_NS for _, changed, _, _ in seen)


def _more(count: int) -> str:
    return f"; dan {count} lagi" if count > 0 else ""
