"""Opening the database: engine, pragmas, migration, and short transactions.

SQLite runs in WAL, so that staff can read while a call writes, with ``synchronous=FULL``: in WAL
the cheaper NORMAL may lose the last commits when the power fails, and what a caller has said is
an official record that must not go back in time.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.orm import Session

from desk.database_errors import in_users_words, shown
from desk.errors import DeskError
from desk.migrations import HEAD, VERSION_TABLE

_EXAMPLE: Final = "contoh: sqlite:///data/sapa.db atau postgresql://nama@server/sapa"
_WRITE: Final = "sapa_write"
_MIGRATION_LOCK: Final = 0x53415041
_WAL_ATTEMPTS: Final = 20


class Database:
    """An open, migrated database. Safe to share between threads; not across a fork.

    Every transaction is short and commits or rolls back as a whole. Errors of the driver come
    out as DeskError.
    """

    def __init__(self, url: str, busy_timeout: float = 5.0) -> None:
        """Open or create the database and bring its schema up to date.

        Args:
            url: SQLAlchemy URL of a SQLite file or a PostgreSQL database.
            busy_timeout: seconds to wait for a lock held by another process.

        Raises:
            DeskError: with the one thing to do.
        """
        self.url = _parse(url)
        if self.url.get_backend_name() == "sqlite":
            _make_folder(self.url)
        self.engine = _engine(self.url, busy_timeout)
        self._writing = self.engine.execution_options(**{_WRITE: True})
        try:
            with in_users_words(self.url), self._writing.begin() as connection:
                _bring_up_to_date(connection, self.url)
        except DeskError:
            self.engine.dispose()
            raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database; never commits."""
        with in_users_words(self.url), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits at the end of the block, or leaves everything as it was."""
        with (
            in_users_words(self.url),
            Session(self._writing, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def close(self) -> None:
        self.engine.dispose()


def _parse(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise DeskError(f"Alamat basis data {address!r} tidak dikenal; {_EXAMPLE}.") from error
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise DeskError(f"Jenis basis data {url.drivername!r} tidak didukung; {_EXAMPLE}.")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise DeskError(
            f"Basis data di memori hilang saat program berhenti; pilih sebuah berkas, {_EXAMPLE}."
        )
    return url


def _make_folder(url: URL) -> None:
    folder = Path(os.fspath(url.database or "")).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError(
            f"Folder basis data {folder} tidak bisa dibuat: {error.strerror}. "
            "Periksa izinnya atau pilih folder lain."
        ) from error


def _engine(url: URL, busy_timeout: float) -> Engine:
    sqlite = url.get_backend_name() == "sqlite"
    arguments: dict[str, Any] = (
        {"timeout": busy_timeout}
        if sqlite
        else {"connect_timeout": 5, "options": f"-c lock_timeout={round(busy_timeout * 1000)}"}
    )
    try:
        engine = create_engine(url, connect_args=arguments, pool_pre_ping=not sqlite)
    except NoSuchModuleError as error:
        raise DeskError(
            f"Jenis basis data {url.drivername!r} tidak didukung; {_EXAMPLE}."
        ) from error
    except ModuleNotFoundError as error:
        raise DeskError(
            f"Untuk basis data {url.get_backend_name()} pasang dahulu paket {error.name}."
        ) from error
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own implicit BEGIN is deferred and comes too late; _begin_sqlite says it.
    connection.isolation_level = None
    _switch_to_wal(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # Where several processes create the file at once, SQLite reports the first switch as busy
    # without waiting. Asking for the whole file does wait, so queue there and try again.
    for attempt in range(_WAL_ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or attempt == _WAL_ATTEMPTS - 1:
                raise
            connection.execute("BEGIN EXCLUSIVE").close()
            connection.execute("ROLLBACK").close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a reader that turns writer half-way could not wait for it.
    writing = connection.get_execution_options().get(_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _bring_up_to_date(connection: Connection, url: URL) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE in tables:
        revision = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
        if revision == HEAD:
            _try_to_write(connection)
            return
    elif tables:
        raise DeskError(
            f"Basis data {shown(url)} berisi data program lain. Tunjuk basis data lain atau kosong."
        )
    else:
        revision = None
    # Only a database that is behind pays for importing Alembic.
    from desk.migrations.upgrade import is_known, upgrade

    if revision is not None and not is_known(revision):
        raise DeskError(
            f"Basis data {shown(url)} dibuat oleh Sapa yang lebih baru. Perbarui program Sapa."
        )
    upgrade(connection)


def _try_to_write(connection: Connection) -> None:
    # SQLite begins a writing transaction even on a read-only file; only a write tells.
    with connection.begin_nested() as attempt:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = version_num"))
        attempt.rollback()
