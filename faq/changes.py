"""Writing topic files: all at once or not at all, one writer at a time, with a way back.

Every change is noted in the hidden folder ``.riwayat`` beside the files, each in a folder of its
own: ``sebelum/`` holds the files as they were, ``sesudah/`` as they became. Loader and shelf do not
look there, and neither does git.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from faq.errors import FaqError, Problem, shown_path

FOLDER: Final = ".riwayat"
KEPT: Final = 200
"""Changes kept; with files of 20 KB that is some 8 MB."""
_NOTE: Final = "catatan.json"
_BEFORE: Final = "sebelum"
_AFTER: Final = "sesudah"
_NEW_MODE: Final = 0o644

Contents = Mapping[str, bytes | None]
"""File names to what they hold; None for a file that is not there."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change to the files of a folder.

    Attributes:
        name: of its folder in the history; sorts by time.
        made: when.
        what: Indonesian, for example ``ubah``.
        entry: id of the entry.
        by: who made it, or "".
        files: names of the files it touched.
        undone: it has been taken back.
    """

    name: str
    made: datetime
    what: str
    entry: str
    by: str
    files: tuple[str, ...]
    undone: bool = False


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Keeps every other writer out, in this process or another; readers are not held up.

    Raises:
        FaqError: nothing can be written there.
    """
    try:
        history = folder / FOLDER
        history.mkdir(exist_ok=True)
        ignored = history / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", encoding="utf-8")
        lock = (history / ".kunci").open("w")
    except OSError as error:
        raise _unwritable(folder, error) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write(folder: Path, change: Change, before: Contents, after: Contents) -> Change:
    """Note a change and make it; see :func:`replace_files`. The change's name is chosen here."""
    try:
        change = _noted(folder, change, before, after)
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        replace_files(folder, before, after)
    except FaqError:
        shutil.rmtree(folder / FOLDER / change.name, ignore_errors=True)
        raise
    _forget(folder)
    return change


def replace_files(folder: Path, before: Contents, after: Contents) -> None:
    """Write files; when that fails midway, those already written are put back.

    Args:
        folder: of the files, locked by :func:`only_writer`.
        before: the files' content as it should be now; None for a file that is not there.
        after: the content to be, in the order of writing; None removes the file.

    Raises:
        FaqError: a file is no longer as it should be, or cannot be written.
    """
    done = []
    try:
        for name, content in before.items():
            if _content(folder / name) != content:
                message = "belum disimpan: berkas baru saja diubah oleh orang lain; ulangi"
                raise FaqError([Problem(shown_path(folder / name), 0, message)])
        for name, content in after.items():
            done.append(name)
            _put(folder / name, content)
    except OSError as error:
        for name in done:
            with suppress(OSError):
                _put(folder / name, before[name])
        raise _unwritable(folder, error) from error


def changes(folder: Path) -> list[Change]:
    """The changes that are noted, newest first; what cannot be read is left out."""
    found = []
    with suppress(OSError):
        for place in (folder / FOLDER).iterdir():
            if (change := _read(place)) is not None:
                found.append(change)
    return sorted(found, key=lambda change: change.name, reverse=True)


def files_of(folder: Path, change: Change) -> tuple[Contents, ...]:
    """Content of a change's files before and after it."""
    place = folder / FOLDER / change.name
    try:
        return tuple(
            {name: _content(place / part / name) for name in change.files}
            for part in (_BEFORE, _AFTER)
        )
    except OSError as error:
        raise _unwritable(place, error) from error


def mark_undone(folder: Path, change: Change) -> None:
    """Note that a change was taken back."""
    try:
        _put(folder / FOLDER / change.name / _NOTE, _note(replace(change, undone=True)))
    except OSError as error:
        raise _unwritable(folder, error) from error


def _noted(folder: Path, change: Change, before: Contents, after: Contents) -> Change:
    history = folder / FOLDER
    numbers = [int(p.name[:6]) for p in history.iterdir() if p.name[:6].isdigit()]
    name = f"{max(numbers, default=0) + 1:06d}-{change.made:%Y%m%d-%H%M%S}"
    change = replace(change, name=name, files=tuple(after))
    place = Path(tempfile.mkdtemp(prefix=".baru-", dir=history))
    try:
        for part, contents in ((_BEFORE, before), (_AFTER, after)):
            (place / part).mkdir()
            for file, content in contents.items():
                if content is not None:
                    (place / part / file).write_bytes(content)
        (place / _NOTE).write_bytes(_note(change))
        place.chmod(0o755)
        place.rename(history / name)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return change


def _note(change: Change) -> bytes:
    note = {
        "waktu": change.made.isoformat(),
        "perubahan": change.what,
        "butir": change.entry,
        "oleh": change.by,
        "berkas": change.files,
        "dibatalkan": change.undone,
    }
    return json.dumps(note, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _read(place: Path) -> Change | None:
    if not place.name[:6].isdigit():
        return None
    try:
        note = json.loads((place / _NOTE).read_bytes())
        return Change(
            place.name,
            datetime.fromisoformat(note["waktu"]),
            note["perubahan"],
            note["butir"],
            note["oleh"],
            tuple(note["berkas"]),
            note["dibatalkan"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _forget(folder: Path) -> None:
    with suppress(OSError):
        for change in changes(folder)[KEPT:]:
            shutil.rmtree(folder / FOLDER / change.name, ignore_errors=True)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _put(path: Path, content: bytes | None) -> None:
    """A file with this content, whole even if the power fails; None removes it."""
    path = path.resolve()
    if content is None:
        path.unlink(missing_ok=True)
    else:
        handle, partial = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                _like(path, file.fileno())
                file.flush()
                os.fsync(file.fileno())
            Path(partial).replace(path)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _like(path: Path, handle: int) -> None:
    """Mode and, where one may, owner of the file that is replaced."""
    try:
        status = path.stat()
    except FileNotFoundError:
        os.fchmod(handle, _NEW_MODE)
        return
    with suppress(OSError):
        os.fchown(handle, status.st_uid, status.st_gid)
    os.fchmod(handle, stat.S_IMODE(status.st_mode))


def _unwritable(folder: Path, error: OSError) -> FaqError:
    reason = error.strerror or str(error)
    message = f"belum disimpan: tidak dapat ditulis ({reason}); periksa izin dan ruang cakram"
    return FaqError([Problem(shown_path(folder), 0, message)])
