from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event, text

from desk import WEEKDAYS_8_TO_16, Desk, DeskError, SetClock, load_procedure
from desk.database import Database
from desk.migrations import VERSION_TABLE

NOBODY = 65534
UNIT = ("ult", "Unit Layanan Terpadu")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="sapa-db-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def refusal_for_an_ordinary_user(action: Callable[[], object]) -> str:
    """The DeskError an action raises in a child process without root's rights."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setuid(NOBODY)
            action()
            message = "no error"
        except DeskError as error:
            message = str(error)
        except BaseException as error:
            message = repr(error)
        os.write(writer, message.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as pipe:
        return pipe.read()


def test_sqlite_is_opened_for_a_record_that_must_not_get_lost(
    sqlite_url: str, sqlite_file: Path
) -> None:
    database = Database(sqlite_url)
    with database.engine.connect() as connection:
        pragmas = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.close()
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }
    assert sqlite_file.exists()


def test_missing_folders_are_made(tmp_path: Path, clock: SetClock) -> None:
    file = tmp_path / "belum" / "ada" / "sapa.db"
    with Desk.open(f"sqlite:///{file}", clock) as desk:
        desk.start_call("simulasi")
    assert file.exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path, clock: SetClock) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    with pytest.raises(DeskError, match=r"Folder basis data .* tidak bisa dibuat"):
        Desk.open(f"sqlite:///{tmp_path}/berkas/data/sapa.db", clock)


def test_a_folder_in_place_of_the_file(tmp_path: Path, clock: SetClock) -> None:
    with pytest.raises(DeskError, match="adalah folder"):
        Desk.open(f"sqlite:///{tmp_path}", clock)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("data/sapa.db", "tidak dikenal"),
        ("", "tidak dikenal"),
        ("postgresql://nama@server:pintu/sapa", "tidak dikenal"),
        ("mysql://nama@server/sapa", "tidak didukung"),
        ("sqlite+tidakada:///sapa.db", "tidak didukung"),
        ("sqlite://", "di memori"),
        ("sqlite:///:memory:", "di memori"),
    ],
)
def test_wrong_addresses(address: str, sentence: str, clock: SetClock) -> None:
    with pytest.raises(DeskError, match=sentence):
        Desk.open(address, clock)


@pytest.fixture
def hold_lock(sqlite_file: Path) -> Iterator[Callable[[], sqlite3.Connection]]:
    """Another program's connection that holds the write lock."""
    held: list[sqlite3.Connection] = []

    def hold() -> sqlite3.Connection:
        other = sqlite3.connect(sqlite_file, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        held.append(other)
        return other

    yield hold
    for other in held:
        other.close()


def test_a_locked_database(
    sqlite_url: str, clock: SetClock, hold_lock: Callable[[], sqlite3.Connection]
) -> None:
    with Desk.open(sqlite_url, clock, busy_timeout=0.05) as desk:
        call = desk.start_call("simulasi")
        call.turn("caller", "sebelum", clock.now())
        other = hold_lock()
        with pytest.raises(DeskError, match="dikunci program lain"):
            call.turn("caller", "selama", clock.now())
        with pytest.raises(DeskError, match="dikunci program lain"):
            Desk.open(sqlite_url, clock, busy_timeout=0.05)
        assert [turn.text for turn in desk.call(call.id).turns] == ["sebelum"]  # reading goes on
        other.execute("ROLLBACK")
        call.turn("caller", "sesudah", clock.now())
        assert [turn.text for turn in desk.call(call.id).turns] == ["sebelum", "sesudah"]


def test_a_short_lock_is_waited_for(
    sqlite_url: str, clock: SetClock, hold_lock: Callable[[], sqlite3.Connection]
) -> None:
    with Desk.open(sqlite_url, clock, busy_timeout=30) as desk:
        call = desk.start_call("simulasi")
        other = hold_lock()
        release = threading.Timer(0.2, other.execute, ["ROLLBACK"])
        release.start()
        call.turn("caller", "halo", clock.now())
        release.join()
        assert len(desk.call(call.id).turns) == 1


def test_a_reader_at_the_moment_of_creation_is_waited_for(
    sqlite_url: str, sqlite_file: Path, clock: SetClock
) -> None:
    sqlite_file.parent.mkdir()
    other = sqlite3.connect(sqlite_file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN")
    other.execute("SELECT * FROM sqlite_master")
    release = threading.Timer(0.2, other.execute, ["ROLLBACK"])
    release.start()
    with Desk.open(sqlite_url, clock, busy_timeout=30) as desk:
        desk.start_call("simulasi")
    release.join()
    other.close()


def test_a_read_only_file(open_folder: Path, clock: SetClock) -> None:
    url = f"sqlite:///{open_folder}/sapa.db"
    Desk.open(url, clock).close()
    (open_folder / "sapa.db").chmod(0o444)
    said = refusal_for_an_ordinary_user(partial(Desk.open, url, clock))
    assert "tidak boleh ditulis" in said


def test_a_read_only_folder(open_folder: Path, clock: SetClock) -> None:
    old, new = f"sqlite:///{open_folder}/sapa.db", f"sqlite:///{open_folder}/baru.db"
    Desk.open(old, clock).close()
    open_folder.chmod(0o555)
    try:
        for url in (old, new):
            said = refusal_for_an_ordinary_user(partial(Desk.open, url, clock))
            assert "izin" in said
    finally:
        open_folder.chmod(0o777)


def test_an_unreadable_file(open_folder: Path, clock: SetClock) -> None:
    url = f"sqlite:///{open_folder}/sapa.db"
    Desk.open(url, clock).close()
    (open_folder / "sapa.db").chmod(0)
    said = refusal_for_an_ordinary_user(partial(Desk.open, url, clock))
    assert "tidak boleh dibaca" in said


def test_a_full_disk_loses_nothing_already_written(sqlite_url: str, clock: SetClock) -> None:
    """SQLite's own page limit raises the very error that a full disk does."""
    database = Database(sqlite_url)
    full = True

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        if full:
            connection.execute("PRAGMA max_page_count = 60").close()

    event.listen(database.engine, "connect", limit)
    database.engine.dispose()
    desk = Desk(database, clock, load_procedure(), WEEKDAYS_8_TO_16, UNIT)
    call = desk.start_call("simulasi")
    written = 0
    with pytest.raises(DeskError, match="penuh"):
        for written in range(1000):
            call.turn("caller", f"ucapan {written} " + "x" * 2000, clock.now())
    assert 0 < written < 999
    assert len(desk.call(call.id).turns) == written
    full = False
    database.engine.dispose()
    call.turn("caller", "sesudah disk dikosongkan", clock.now())
    assert len(desk.call(call.id).turns) == written + 1
    desk.close()


def test_a_file_that_is_not_a_database(sqlite_url: str, sqlite_file: Path, clock: SetClock) -> None:
    sqlite_file.parent.mkdir()
    sqlite_file.write_text("nama,instansi\n" * 200)
    with pytest.raises(DeskError, match="bukan basis data SQLite atau sudah rusak"):
        Desk.open(sqlite_url, clock)
    assert sqlite_file.read_text().startswith("nama,instansi")


def test_a_damaged_database(sqlite_url: str, sqlite_file: Path, clock: SetClock) -> None:
    with Desk.open(sqlite_url, clock) as desk:
        call_id = desk.start_call("simulasi").id
    content = bytearray(sqlite_file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    sqlite_file.write_bytes(content)
    with pytest.raises(DeskError, match="rusak"), Desk.open(sqlite_url, clock) as desk:
        desk.call(call_id)


def test_a_database_of_another_program(url: str, clock: SetClock) -> None:
    engine = Database(url).engine
    with engine.begin() as connection:
        connection.execute(text(f"DROP TABLE {VERSION_TABLE}"))
    engine.dispose()
    with pytest.raises(DeskError, match="berisi data program lain"):
        Desk.open(url, clock)


def test_a_database_of_a_newer_program(url: str, clock: SetClock) -> None:
    engine = Database(url).engine
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(DeskError, match="Sapa yang lebih baru"):
        Desk.open(url, clock)


def test_a_server_that_is_not_there_and_a_password_that_stays_secret(
    tmp_path: Path, clock: SetClock
) -> None:
    with pytest.raises(DeskError, match="tidak dapat dihubungi") as refusal:
        Desk.open(f"postgresql://sapa:rahasia@/sapa?host={tmp_path}", clock)
    assert "rahasia" not in str(refusal.value)
    assert "\n" not in str(refusal.value)
