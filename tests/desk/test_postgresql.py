"""What only a server can do; collected where PostgreSQL's programs are installed."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from desk import CallRecord, Desk, DeskError, SetClock
from desk.database import Database


@pytest.fixture
def url(postgresql_url: str) -> str:
    return postgresql_url


def test_moments_do_not_depend_on_the_servers_time_zone(
    url: str, desk: Desk, clock: SetClock
) -> None:
    call = desk.start_call("simulasi")
    database = Database(url)
    with database.engine.connect() as connection:
        zone = connection.scalar(text("SHOW timezone"))
        stored = connection.scalar(text("SELECT started_at AT TIME ZONE 'UTC' FROM calls"))
    database.close()
    assert zone == "America/New_York"
    assert str(stored) == "2026-11-23 02:00:00"
    assert desk.call(call.id).started_at.isoformat() == "2026-11-23T09:00:00+07:00"


def test_a_ticket_locked_by_somebody_else(
    url: str, clock: SetClock, escalated: tuple[CallRecord, str]
) -> None:
    _, number = escalated
    other = Database(url)
    with other.engine.begin() as connection, Desk.open(url, clock, busy_timeout=0.1) as impatient:
        connection.execute(text("SELECT * FROM tickets FOR UPDATE"))
        with pytest.raises(DeskError, match="dikunci program lain"):
            impatient.tickets.claim(number, "Sari")
        assert impatient.tickets.show(number).ticket.assignee is None
    other.close()


def test_a_server_that_only_reads(url: str, clock: SetClock) -> None:
    database = Database(url)
    with database.engine.begin() as connection:
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    database.close()
    with pytest.raises(DeskError, match="tidak boleh ditulis"):
        Desk.open(url, clock)


@pytest.mark.parametrize(
    ("right", "wrong"), [("/sapa_", "/lupa_"), ("sapa@", "orang_lain:rahasia@")]
)
def test_a_server_that_refuses_at_the_door(
    url: str, clock: SetClock, right: str, wrong: str
) -> None:
    with pytest.raises(DeskError, match="menolak sambungan") as refusal:
        Desk.open(url.replace(right, wrong), clock)
    assert "\n" not in str(refusal.value)
    assert "rahasia" not in str(refusal.value)


def test_a_user_without_rights(url: str, clock: SetClock) -> None:
    database = Database(url)
    with database.engine.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS tamu"))
        connection.execute(text("CREATE ROLE tamu LOGIN"))
    database.close()
    with pytest.raises(DeskError, match="tidak punya izin"):
        Desk.open(url.replace("sapa@", "tamu@"), clock)


def test_the_connection_comes_back_after_the_server_dropped_it(
    url: str, desk: Desk, clock: SetClock
) -> None:
    call = desk.start_call("simulasi")
    other = Database(url)
    with other.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    other.close()
    call.turn("caller", "halo", clock.now())
    assert len(desk.call(call.id).turns) == 1
