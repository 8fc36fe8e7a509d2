from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from desk import Desk, FormField, Outcome, SetClock, SystemClock
from desk.database import Database
from desk.processes import ProcessIdentity
from desk.records import Call

# The same running kernel seen from another process namespace.
OTHER_CONTAINER = f"{ProcessIdentity.current().boot.partition('/')[0]}/pid:[1]"

Starter = Callable[[str, str], "subprocess.Popen[str]"]

# Writes without end and tells of each thing only after it has been written.
TALKING = """
import sys
from itertools import count
from desk import Desk, SystemClock
clock = SystemClock()
desk = Desk.open(sys.argv[1], clock)
call = desk.start_call("simulasi", recording="rekaman/1.wav")
call.step_started(1, clock.now())
call.step_ended(1, clock.now())
call.step_started(2, clock.now())
for n in count():
    call.turn("caller", f"ucapan {n}", clock.now(), 0.9, 2)
    call.field("phone", f"0812 {n}", 0.8)
    print(n, flush=True)
"""

# Says nothing, waits, and is killed or told to go on.
WAITING = """
import os, sys
from desk import Desk, SystemClock
desk = Desk.open(sys.argv[1], SystemClock())
call = desk.start_call("simulasi")
print(call.id, flush=True)
sys.stdin.readline()
call.end("silent", SystemClock().now())
print("selesai", flush=True)
sys.stdin.readline()
os._exit(1)
"""


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_killed_call_keeps_everything_and_gets_a_ticket(url: str, start_python: Starter) -> None:
    process = start_python(TALKING, url)
    told = [int(line(process)) for _ in range(40)][-1]
    os.kill(process.pid, signal.SIGKILL)
    assert process.stdout is not None
    told = max([told, *map(int, process.stdout.read().split())])

    clock = SystemClock()
    with Desk.open(url, clock) as desk:
        # Recovered although nobody has reaped the process yet.
        (recovered,) = desk.recover(clock.now())
        call = desk.call(recovered.id)
        texts = [turn.text for turn in call.turns]
        assert texts[: told + 1] == [f"ucapan {n}" for n in range(told + 1)]
        phone = {entry.field: entry for entry in call.form}[FormField.PHONE]
        assert phone.value in (f"0812 {told}", f"0812 {told + 1}")
        assert len(phone.earlier) >= told
        assert call.outcome is Outcome.INTERRUPTED
        assert call.ended_at is not None
        assert call.ended_at >= call.turns[-1].at
        assert [(s.number, s.deviated) for s in call.steps] == [(1, False), (2, True), (5, None)]
        assert recovered.ticket == call.ticket
        detail = desk.tickets.show(recovered.ticket or "")
        assert detail.ticket.unit == "ult"
        assert "sistem berhenti" in detail.reason
        assert detail.ticket.due_at == desk.due(detail.ticket.opened_at)
        assert desk.recover(clock.now()) == []


def test_a_call_in_a_living_process_is_not_touched(url: str, start_python: Starter) -> None:
    process = start_python(WAITING, url)
    call_id = int(line(process))
    with Desk.open(url, SystemClock()) as desk:
        own = desk.start_call("simulasi")
        assert desk.recover() == []
        process.communicate("lanjut\n")  # ends the call itself, then dies
        assert desk.call(call_id).outcome is Outcome.SILENT
        assert desk.recover() == []
        assert desk.call(own.id).ended_at is None


def test_a_silent_call_that_was_killed_gets_no_ticket(url: str, start_python: Starter) -> None:
    process = start_python(WAITING, url)
    call_id = int(line(process))
    process.kill()
    process.wait()
    with Desk.open(url, SystemClock()) as desk:
        (recovered,) = desk.recover()
        assert (recovered.id, recovered.ticket) == (call_id, None)
        assert desk.call(call_id).outcome is Outcome.INTERRUPTED
        assert desk.tickets.list() == ()


def test_a_ticket_that_was_open_already_stays_the_only_one(
    url: str, desk: Desk, clock: SetClock
) -> None:
    call = desk.start_call("simulasi")
    call.turn("caller", "minta petugas", clock.now(), 0.9, 3)
    number = call.open_ticket("gtk", "petugas diminta", clock.now(), clock.now())
    disown(url, call.id, process_start="1")
    (recovered,) = desk.recover()
    assert recovered.ticket == number
    assert desk.tickets.show(number).ticket.unit == "gtk"


def test_a_process_number_given_again_is_not_the_same_process(
    url: str, desk: Desk, clock: SetClock
) -> None:
    call = desk.start_call("simulasi")
    assert desk.recover() == []
    disown(url, call.id, process_start="1")
    assert [r.id for r in desk.recover()] == [call.id]


def test_after_a_reboot_no_call_is_alive(url: str, desk: Desk) -> None:
    call = desk.start_call("simulasi")
    disown(url, call.id, boot="another-boot/pid:[1]")
    assert [r.id for r in desk.recover()] == [call.id]


@pytest.mark.parametrize("elsewhere", [{"machine": "mesin-lain"}, {"boot": OTHER_CONTAINER}])
def test_calls_taken_elsewhere_are_left_alone_until_long_silent(
    url: str, desk: Desk, clock: SetClock, elsewhere: dict[str, str]
) -> None:
    call = desk.start_call("simulasi")
    disown(url, call.id, **elsewhere)
    clock.advance(minutes=50)
    assert desk.recover() == []
    call.turn("caller", "masih di sini", clock.now(), 0.9, 2)
    clock.advance(minutes=50)
    assert desk.recover() == []
    clock.advance(minutes=11)
    (recovered,) = desk.recover()
    assert recovered.ticket is not None
    assert desk.call(call.id).ended_at == clock.now() - timedelta(minutes=61)


def disown(url: str, call_id: int, **owner: str) -> None:
    """Make the call look as if another process had taken it."""
    database = Database(url)
    with database.writing() as session:
        session.execute(update(Call).where(Call.id == call_id).values(**owner))
    database.close()
