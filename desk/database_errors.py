"""Database errors in the user's words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from desk.errors import DeskError

_LOCKED: Final = (
    "Basis data {name} sedang dikunci program lain. "
    "Tunggu sebentar atau tutup program itu, lalu coba lagi."
)
_READ_ONLY: Final = (
    "Basis data {name} tidak boleh ditulis. "
    "Beri izin tulis pada berkas dan foldernya, lalu coba lagi."
)
_FULL: Final = (
    "Disk tempat basis data {name} penuh. Kosongkan ruang disk, lalu coba lagi; "
    "yang sudah tercatat tidak hilang."
)
_NOT_OURS: Final = (
    "Berkas {name} bukan basis data SQLite atau sudah rusak. "
    "Pulihkan dari cadangan atau tunjuk berkas lain."
)
_UNREADABLE: Final = (
    "Disk tempat basis data {name} gagal dibaca atau ditulis. Periksa disk itu, lalu coba lagi."
)

_SQLITE: Final[dict[int, str]] = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_NOTADB: _NOT_OURS,
    sqlite3.SQLITE_CORRUPT: _NOT_OURS,
    sqlite3.SQLITE_IOERR: _UNREADABLE,
}

_POSTGRESQL: Final[dict[str, str]] = {
    "55P03": _LOCKED,
    "40P01": _LOCKED,
    "25006": _READ_ONLY,
    "42501": "Pengguna basis data {name} tidak punya izin tulis. Minta izin pada pengelolanya.",
    "53100": _FULL,
}


def shown(url: URL) -> str:
    """The database's name for people: the file, or the address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "di memori"
    return url.render_as_string(hide_password=True)


@contextmanager
def in_users_words(url: URL) -> Iterator[None]:
    """Turn what the driver raises inside the block into a DeskError with one sentence."""
    try:
        yield
    except DBAPIError as error:
        raise DeskError(sentence(error, url)) from error
    except PoolTimeout as error:
        raise DeskError(_LOCKED.format(name=shown(url))) from error


def sentence(error: DBAPIError, url: URL) -> str:
    """One Indonesian sentence for an error of the driver."""
    cause, name = error.orig, shown(url)
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_CANTOPEN:
            return _cannot_open(Path(url.database or ""))
        if code in _SQLITE:
            return _SQLITE[code].format(name=name)
    else:
        state = getattr(cause, "sqlstate", None) or ""
        if state in _POSTGRESQL:
            return _POSTGRESQL[state].format(name=name)
        if not state and "FATAL" in str(cause):
            # A refusal at the door carries no code, and its words are in the server's language.
            return (
                f"Server basis data menolak sambungan {name}. "
                "Periksa nama basis data, pengguna, dan kata sandinya di pengaturan."
            )
        if not state or state.startswith(("08", "57")):
            return (
                f"Server basis data {name} tidak dapat dihubungi. "
                "Jalankan servernya atau periksa alamat basis data di pengaturan."
            )
    return f"Basis data {name} gagal: {_first_line(cause)}."


def _cannot_open(path: Path) -> str:
    if path.is_dir():
        return f"{path} adalah folder, bukan berkas basis data. Tunjuk sebuah berkas."
    if path.exists() and not os.access(path, os.R_OK):
        return f"Basis data {path} tidak boleh dibaca. Beri izin baca dan tulis, lalu coba lagi."
    return (
        f"Basis data {path} tidak bisa dibuka atau dibuat. "
        "Periksa folder dan izin tulisnya, lalu coba lagi."
    )


def _first_line(cause: BaseException | None) -> str:
    lines = str(cause).splitlines()
    return (lines[0] if lines else "sebab tidak diketahui").rstrip(".")
