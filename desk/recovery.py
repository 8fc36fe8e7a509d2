"""Picking up calls that a killed process left open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.calls import end_call
from desk.database import Database
from desk.procedure import Procedure
from desk.processes import ProcessIdentity
from desk.records import Call
from desk.service_clock import ServiceClock
from desk.states import Outcome, Speaker
from desk.ticket_opening import CALLBACK, COORDINATION, open_ticket

UNREACHABLE_AFTER: Final = timedelta(hours=1)
"""A call of another machine or container with nothing new for this long is taken for dead.

A living call writes something down with every turn, so every minute or two.
"""

REASON: Final = "Panggilan terputus karena sistem berhenti"


@dataclass(frozen=True, slots=True)
class RecoveredCall:
    """A call that was closed as interrupted; ``ticket`` is its number when it has one."""

    id: int
    started_at: datetime
    ticket: str | None


def recover(
    database: Database,
    procedure: Procedure,
    service: ServiceClock,
    unit: tuple[str, str],
    now: datetime,
) -> list[RecoveredCall]:
    """Close every open call whose process is gone; calls of living processes are not touched.

    A call ends when something was last written about it. When anything was heard it gets a
    ticket for ``unit`` (key, name), due from now.
    """
    standard = procedure.step(COORDINATION).standard + procedure.step(CALLBACK).standard
    due = service.due(now, standard)
    with database.reading() as session:
        left = [call.id for call in _open_calls(session) if _is_dead(call, now)]
    recovered = []
    for call_id in left:
        with database.writing() as session:
            call = session.get_one(Call, call_id, with_for_update=True)
            if call.ended_at is not None:
                continue  # another process recovered it meanwhile
            end_call(session, call, Outcome.INTERRUPTED, call.active_at)
            number = call.ticket.number if call.ticket else None
            if number is None and _heard_something(call):
                number = open_ticket(session, procedure, call.id, *unit, REASON, now, due).number
            recovered.append(RecoveredCall(call.id, call.started_at, number))
    return recovered


def _open_calls(session: Session) -> list[Call]:
    return list(session.scalars(select(Call).where(Call.ended_at.is_(None)).order_by(Call.id)))


def _is_dead(call: Call, now: datetime) -> bool:
    owner = ProcessIdentity(call.machine, call.boot, call.pid, call.process_start)
    alive = owner.alive()
    if alive is None:
        return now - call.active_at > UNREACHABLE_AFTER
    return not alive


def _heard_something(call: Call) -> bool:
    said = any(turn.speaker is Speaker.CALLER and turn.text.strip() for turn in call.turns)
    return said or any(entry.value.strip() for entry in call.form_values)
