"""Real databases, and a clock that stands where a test puts it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import create_engine, text

import desk as desk_room
from desk import OFFICE_ZONE, CallRecord, Desk, SetClock

_NAMES: Final = count(1)


@dataclass(frozen=True)
class Server:
    """A private PostgreSQL server on a socket of its own."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql://sapa@/{database}?host={self.folder}"


def _postgresql_programs() -> Path | None:
    on_path = shutil.which("initdb")
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return Path(on_path).parent if on_path else packaged[-1].parent if packaged else None


POSTGRESQL: Final = _postgresql_programs()
collect_ignore = [] if POSTGRESQL else ["test_postgresql.py"]
DATABASES: Final = ["sqlite"] if POSTGRESQL is None else ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    assert POSTGRESQL is not None
    folder = Path(tempfile.mkdtemp(prefix="sapa-pg-"))
    # PostgreSQL refuses to run as root; its package brings a user of its own.
    user = "postgres" if os.geteuid() == 0 else None
    if user is not None:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(POSTGRESQL / program), "-D", str(folder / "data"), *arguments],
            user=user,
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    try:
        run("initdb", "-A", "trust", "-U", "sapa", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c timezone=America/New_York"
        run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", options)
        try:
            yield Server(folder)
        finally:
            run("pg_ctl", "stop", "-w", "-m", "immediate")
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "sapa.db"


@pytest.fixture
def sqlite_url(sqlite_file: Path) -> str:
    return f"sqlite:///{sqlite_file}"


@pytest.fixture
def postgresql_url(server: Server) -> str:
    """An empty database on the private server."""
    name = f"sapa_{next(_NAMES)}"
    engine = create_engine(
        server.url("postgres").replace("postgresql:", "postgresql+psycopg:"),
        isolation_level="AUTOCOMMIT",
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.url(name)


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest) -> str:
    """An empty database, once of each kind this machine has."""
    made: str = request.getfixturevalue(f"{request.param}_url")
    return made


@pytest.fixture
def clock() -> SetClock:
    """Monday morning at nine, in office hours."""
    return SetClock(datetime(2026, 11, 23, 9, 0, tzinfo=OFFICE_ZONE))


@pytest.fixture
def desk(url: str, clock: SetClock) -> Iterator[Desk]:
    with Desk.open(url, clock) as opened:
        yield opened


@pytest.fixture
def escalated(desk: Desk, clock: SetClock) -> tuple[CallRecord, str]:
    """A call that ended with a ticket opened at 09.05."""
    call = desk.start_call("file:penelepon.wav", "061-555-0100", "rekaman/1.wav")
    call.turn("sapa", "Selamat pagi", clock.now(), step=1)
    call.turn("caller", "kode registrasi [dapodik] saya hilang", clock.now(), 0.8, 2)
    call.field("question", "kode registrasi [dapodik] saya hilang", 0.8)
    call.field("name", "Bu Di", 0.4)
    call.field("name", "Budi", 0.9)
    call.match(
        "kode registrasi [dapodik] saya hilang", "dapodik-kode", 0.41, "escalate", clock.now()
    )
    at = clock.advance(minutes=5)
    number = call.open_ticket(
        "dapodik", "skor terlalu rendah", at, desk.due(at), "Layanan Data Pokok Pendidikan"
    )
    call.end("ticket", at)
    return call, number


@pytest.fixture
def start_python(tmp_path: Path) -> Iterator[Callable[[str, str], subprocess.Popen[str]]]:
    """Start a program of its own: (source, argument) -> process with text pipes."""
    started: list[subprocess.Popen[str]] = []
    room = Path(desk_room.__file__).parent.parent

    def start(source: str, argument: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", source, argument],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(room)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
