"""A copy of the last good version of the FAQ's files, for a start while a file is broken."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from faq.errors import FaqError
from faq.sources import Sources

_CURRENT: Final = "current"


class KeptBook:
    """Copies in a folder, one complete version each; a small file says which one counts.

    Args:
        folder: made when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, sources: Sources) -> str:
        """Make these files the last good version; returns why that failed, "" when it did not."""
        if self._current() == sources.key:
            return ""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with _locked(self._folder / ".lock"):
                self._write(sources)
        except OSError as error:
            return f"{self._folder}: {error.strerror or error}"
        return ""

    def find(self) -> tuple[Sources, datetime] | None:
        """The last good version and when it was kept; None when there is none to be read."""
        key = self._current()
        if not key:
            return None
        place = self._folder / key
        try:
            saved = datetime.fromtimestamp((self._folder / _CURRENT).stat().st_mtime, UTC)
            tables = (place / name for name in ("units.yaml", "words.yaml", "outside.yaml"))
            found = Sources.read(place / "entries", *tables)
        except (FaqError, OSError):
            return None
        return (found, saved.astimezone()) if found.key == key else None

    def _write(self, sources: Sources) -> None:
        place = Path(tempfile.mkdtemp(prefix=".new-", dir=self._folder))
        try:
            (place / "entries").mkdir()
            for name, content in sources.topics:
                (place / "entries" / name).write_bytes(content)
            (place / "units.yaml").write_bytes(sources.units_text)
            (place / "words.yaml").write_bytes(sources.words_text)
            (place / "outside.yaml").write_bytes(sources.outside_text)
            target = self._folder / sources.key
            shutil.rmtree(target, ignore_errors=True)
            place.chmod(0o755)
            place.rename(target)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
        before = self._current()
        note = self._folder / f".{_CURRENT}"
        note.write_text(sources.key, encoding="utf-8")
        note.replace(self._folder / _CURRENT)
        for other in self._folder.iterdir():
            # Another process may be reading the one before.
            if other.is_dir() and other.name not in (sources.key, before):
                shutil.rmtree(other, ignore_errors=True)

    def _current(self) -> str:
        try:
            return (self._folder / _CURRENT).read_text(encoding="utf-8").strip()
        except OSError:
            return ""


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
