"""Writing down one call while it happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.clock import Clock
from desk.database import Database
from desk.errors import DeskError
from desk.procedure import Procedure
from desk.processes import ProcessIdentity
from desk.records import Call, FaqMatch, FormValue, Turn
from desk.states import FormField, Outcome, Speaker
from desk.step_runs import begin, finish, running
from desk.ticket_opening import open_ticket

CUT_SHORT: Final = "Panggilan berakhir sebelum langkah selesai"


class CallRecord:
    """Handle of one call in the database.

    Every method commits before it returns, so a process killed at any moment loses nothing that
    it was given. A commit waits for the disk: call from outside the audio loop. Methods may be
    called from any thread. Times are aware; all raise DeskError when the database cannot take it.
    """

    def __init__(self, database: Database, procedure: Procedure, clock: Clock, call_id: int):
        self._database = database
        self._procedure = procedure
        self._clock = clock
        self._id = call_id

    @property
    def id(self) -> int:
        """The call's key in the database."""
        return self._id

    def step_started(self, number: int, at: datetime) -> None:
        """A POS step begins. A step that is already running goes on as it was."""
        step = self._procedure.step(number)
        with self._call(at) as (session, _):
            if not running(session, self._id, None, number):
                begin(session, step, self._id, None, at)

    def step_ended(self, number: int, at: datetime, reason: str | None = None) -> None:
        """A POS step is over; it deviated when it took longer than its standard.

        Args:
            number: step 1..7; it must be running.
            at: when it ended.
            reason: the account for a deviation, kept only when there was one.
        """
        with self._call(at) as (session, _):
            runs = running(session, self._id, None, number)
            if not runs:
                raise DeskError(f"Langkah {number} belum dimulai, jadi tidak bisa diakhiri.")
            finish(runs[0], at, at - runs[0].started_at, reason)

    def turn(
        self,
        speaker: str,
        text: str,
        at: datetime,
        confidence: float | None = None,
        step: int | None = None,
    ) -> None:
        """Somebody said something: ``speaker`` is "caller" or "sapa", confidence 0..1."""
        with self._call(at) as (session, _):
            session.add(
                Turn(
                    call_id=self._id,
                    speaker=Speaker(speaker),
                    text=text,
                    at=at,
                    confidence=confidence,
                    step=step,
                )
            )

    def field(self, name: FormField | str, value: str, confidence: float | None = None) -> None:
        """A value of the service form; an earlier one is kept as history.

        An empty value says that the caller declined or took the earlier one back.
        """
        at = self._clock.now()
        with self._call(at) as (session, _):
            last = session.scalar(
                select(func.max(FormValue.revision)).where(
                    FormValue.call_id == self._id, FormValue.field == FormField(name)
                )
            )
            session.add(
                FormValue(
                    call_id=self._id,
                    field=FormField(name),
                    revision=(last or 0) + 1,
                    value=value,
                    confidence=confidence,
                    at=at,
                )
            )

    def match(
        self,
        question: str,
        entry_id: str | None,
        score: float,
        decision: str,
        at: datetime,
        cause: str | None = None,
        rewords: bool = False,
    ) -> None:
        """What the FAQ search made of the question.

        Args:
            question: as it was heard, or ``CHOSEN``.
            entry_id: the entry meant or nearest.
            score: its chance, 0..1.
            decision: what was done with the question.
            at: when.
            cause: why, in the matcher's word.
            rewords: this is another wording of the question before it, or a choice about it.
        """
        with self._call(at) as (session, _):
            session.add(
                FaqMatch(
                    call_id=self._id,
                    question=question,
                    entry_id=entry_id,
                    score=score,
                    decision=str(decision),
                    at=at,
                    cause=None if cause is None else str(cause),
                    rewords=rewords,
                )
            )

    def open_ticket(
        self,
        unit: str,
        reason: str,
        at: datetime,
        due: datetime,
        unit_name: str | None = None,
    ) -> str:
        """Hand the matter to a unit and start step 5 for the staff.

        A call has one ticket: called again, the reason is added and the same number returned.

        Args:
            unit: key of the unit.
            reason: why the call could not be answered, for the staff.
            at: when the ticket is opened.
            due: when the caller should have been called back.
            unit_name: the unit's name for people; the key when left out.

        Returns:
            The registration number, such as ULT-2026-000123.
        """
        with self._call(at) as (session, _):
            ticket = open_ticket(
                session, self._procedure, self._id, unit, unit_name or unit, reason, at, due
            )
            return ticket.number

    def recording(self, path: Path | str) -> None:
        """Where the recording lies, when it was not known at the start."""
        with self._call(self._clock.now()) as (_, call):
            call.recording = str(path)

    def end(self, outcome: Outcome | str, at: datetime) -> None:
        """The call is over. The first outcome stands; steps still running are cut short."""
        with self._call(at) as (session, call):
            if call.ended_at is not None:
                return
            end_call(session, call, Outcome(outcome), at)

    @contextmanager
    def _call(self, at: datetime) -> Iterator[tuple[Session, Call]]:
        with self._database.writing() as session:
            call = session.get_one(Call, self._id, with_for_update=True)
            call.active_at = max(call.active_at, at)
            yield session, call


def start_call(
    database: Database, at: datetime, line: str, caller: str | None, recording: str | None
) -> int:
    """Write a new call down, owned by this process; returns its key."""
    me = ProcessIdentity.current()
    with database.writing() as session:
        call = Call(
            line=line,
            caller=caller,
            recording=recording,
            started_at=at,
            active_at=at,
            machine=me.machine,
            boot=me.boot,
            pid=me.pid,
            process_start=me.started,
        )
        session.add(call)
        session.flush()
        return call.id


def end_call(session: Session, call: Call, outcome: Outcome, at: datetime) -> None:
    """Close a call and whatever step of it still ran."""
    call.ended_at = at
    call.outcome = outcome
    for run in running(session, call.id, None):
        finish(run, at, at - run.started_at, CUT_SHORT, output_missing=True)
