"""POS steps 5 to 7 of a ticket: coordinating, calling back, closing.

Step 5 runs from the opening to the first attempt to call, step 6 from there until the caller is
reached, step 7 from then until the ticket is closed. They are measured in working time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import DeskError
from desk.procedure import Procedure
from desk.records import StepTiming, Ticket
from desk.service_clock import ServiceClock
from desk.step_runs import begin, finish, running
from desk.ticket_opening import CALLBACK, CLOSING, COORDINATION


class TicketSteps:
    """The step runs of one ticket inside an open session."""

    def __init__(
        self, session: Session, procedure: Procedure, service: ServiceClock, ticket: Ticket
    ) -> None:
        self._session = session
        self._procedure = procedure
        self._service = service
        self._ticket = ticket

    def called(self, began: datetime, ended: datetime, reached: bool) -> None:
        """An attempt to call the caller, from ``began`` to ``ended``.

        Raises:
            DeskError: the talk would have begun before the step it follows.
        """
        for run in self._running(COORDINATION):
            self._not_before(run, began)
            self._finish(run, began)
            self._begin(CALLBACK, began)
        callback = self._running(CALLBACK)
        if not reached:
            return
        if callback:
            self._finish(callback[0], ended)
            self._begin(CLOSING, ended)
            return
        # Called once more after the caller was reached: a further run, and closing waits again.
        closing = self._running(CLOSING)[0]
        self._not_before(closing, began)
        self._finish(self._begin(CALLBACK, began), ended)
        closing.started_at = ended

    def closed(self, at: datetime) -> None:
        """The ticket closes: steps still running end, those without an answer as deviations."""
        for run in self._running(COORDINATION) + self._running(CALLBACK):
            self._finish(run, at, output_missing=True)
        closing = self._running(CLOSING) or [self._begin(CLOSING, at)]
        self._finish(closing[0], at)

    def reopened(self, at: datetime) -> None:
        """The matter is coordinated anew."""
        self._begin(COORDINATION, at)

    def unaccounted(self) -> list[StepTiming]:
        """Runs that deviated and for which nobody has given a reason yet."""
        self._session.flush()
        query = select(StepTiming).where(
            StepTiming.ticket_id == self._ticket.id,
            StepTiming.deviated.is_(True),
            StepTiming.reason.is_(None),
        )
        return list(self._session.scalars(query.order_by(StepTiming.id)))

    def deviation_sentence(self, run: StepTiming) -> str:
        """What deviated, in words: ``langkah 5 (...) 25,0 menit, standarnya 10 menit``."""
        title = self._procedure.step(run.number).title
        took, standard = (run.duration_s or 0.0) / 60, run.standard_s / 60
        if took > standard:
            minutes = f"{took:.1f}".replace(".", ",")
            return f"langkah {run.number} ({title}) {minutes} menit, standarnya {standard:g} menit"
        return f"langkah {run.number} ({title}) berakhir tanpa keluaran"

    def _running(self, number: int) -> list[StepTiming]:
        self._session.flush()
        return running(self._session, self._ticket.call_id, self._ticket.id, number)

    def _begin(self, number: int, at: datetime) -> StepTiming:
        step = self._procedure.step(number)
        return begin(self._session, step, self._ticket.call_id, self._ticket.id, at)

    def _finish(self, run: StepTiming, at: datetime, output_missing: bool = False) -> None:
        took: timedelta = self._service.between(run.started_at, at)
        finish(run, at, took, output_missing=output_missing)

    def _not_before(self, run: StepTiming, began: datetime) -> None:
        if began < run.started_at:
            raise DeskError(
                f"Lama percakapan terlalu panjang: tiket {self._ticket.number} baru sampai "
                f"langkah {run.number} pada {run.started_at:%d-%m-%Y %H.%M}."
            )
