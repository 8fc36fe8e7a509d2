from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime

from desk import OFFICE_ZONE, Desk, SetClock

PROCESSES = 4
TICKETS = 8

OPEN_TICKETS = f"""
import sys
from desk import Desk, SystemClock
import desk.migrations.upgrade
clock = SystemClock()
print("siap", flush=True)
sys.stdin.readline()
with Desk.open(sys.argv[1], clock, busy_timeout=30) as desk:
    for _ in range({TICKETS}):
        call = desk.start_call("simulasi")
        print(call.open_ticket("ult", "petugas diminta", clock.now(), clock.now()))
"""


def test_processes_at_once_get_different_numbers_without_gaps(
    url: str, start_python: Callable[[str, str], subprocess.Popen[str]]
) -> None:
    """All of them also create the database at the same moment."""
    processes = [start_python(OPEN_TICKETS, url) for _ in range(PROCESSES)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "siap\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("mulai\n")
        process.stdin.flush()
    numbers: list[str] = []
    for process in processes:
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        numbers += out.split()
    assert sorted(int(number[-6:]) for number in numbers) == [*range(1, PROCESSES * TICKETS + 1)]


def test_the_year_is_the_one_in_jakarta_and_starts_at_one(desk: Desk, clock: SetClock) -> None:
    moments = (
        datetime(2026, 12, 31, 16, 59, tzinfo=UTC),  # 23.59 in Jakarta
        datetime(2026, 12, 31, 17, 0, tzinfo=UTC),  # midnight
        datetime(2027, 1, 1, 9, 0, tzinfo=OFFICE_ZONE),
    )
    numbers = [
        desk.start_call("simulasi").open_ticket("ult", "petugas diminta", at, at) for at in moments
    ]
    assert numbers == ["ULT-2026-000001", "ULT-2027-000001", "ULT-2027-000002"]
