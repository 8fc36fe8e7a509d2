"""Registration numbers such as ULT-2026-000123, counted per year without gaps."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desk.clock import OFFICE_ZONE
from desk.records import Sequence

TICKET_SERIES: Final = "ULT"
"""Begins every registration number."""


def next_ticket_number(session: Session, at: datetime) -> str:
    """Take the next number of the year in Asia/Jakarta.

    The counter's row stays locked until the session commits, so two processes never get the same
    number and a rolled-back ticket gives its number back.
    """
    name = f"{TICKET_SERIES}-{at.astimezone(OFFICE_ZONE):%Y}"
    value = _next(session, name)
    return f"{name}-{value:06d}"


def _next(session: Session, name: str) -> int:
    count_up = (
        update(Sequence)
        .where(Sequence.name == name)
        .values(value=Sequence.value + 1)
        .returning(Sequence.value)
    )
    value = session.scalar(count_up)
    if value is None:
        try:
            with session.begin_nested():
                session.execute(insert(Sequence).values(name=name, value=0))
        except IntegrityError:
            # Another process opened the year at the same moment; its row is there now.
            pass
        value = session.scalar(count_up)
    if value is None:
        raise RuntimeError(f"sequence {name} vanished")
    return value
