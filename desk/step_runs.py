"""Timing the POS steps: one row a run, measured against the step's standard."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.procedure import Step
from desk.records import StepTiming


def running(
    session: Session, call_id: int, ticket_id: int | None, number: int | None = None
) -> list[StepTiming]:
    """Runs without an end, of the call itself (``ticket_id`` None) or of its ticket."""
    query = select(StepTiming).where(
        StepTiming.call_id == call_id,
        StepTiming.ticket_id == ticket_id,
        StepTiming.ended_at.is_(None),
    )
    if number is not None:
        query = query.where(StepTiming.number == number)
    return list(session.scalars(query.order_by(StepTiming.id)))


def begin(
    session: Session, step: Step, call_id: int, ticket_id: int | None, at: datetime
) -> StepTiming:
    """Add a run of the step that starts now."""
    run = StepTiming(
        call_id=call_id,
        ticket_id=ticket_id,
        number=step.number,
        started_at=at,
        standard_s=step.standard.total_seconds(),
        output=step.output,
    )
    session.add(run)
    return run


def finish(
    run: StepTiming,
    at: datetime,
    took: timedelta,
    reason: str | None = None,
    output_missing: bool = False,
) -> None:
    """End a run. It deviates when it took longer than its standard or brought no output.

    Args:
        run: the running row.
        at: when it ended.
        took: the time that counts, wall time in a call and working time at the desk.
        reason: the account given for a deviation.
        output_missing: the step ended without the document it is there for.
    """
    run.ended_at = at
    run.duration_s = took.total_seconds()
    run.deviated = output_missing or run.duration_s > run.standard_s
    if run.deviated:
        run.reason = reason
