"""The staff's side of the service behind one door."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import TracebackType

from desk.calls import CallRecord, start_call
from desk.clock import Clock
from desk.database import Database
from desk.errors import DeskError
from desk.procedure import Procedure, load_procedure
from desk.questions import AskedQuestion, questions, questions_of
from desk.records import Call
from desk.recovery import RecoveredCall, recover
from desk.service_clock import WEEKDAYS_8_TO_16, OfficeHours, ServiceClock
from desk.ticket_opening import CALLBACK, COORDINATION
from desk.tickets import Tickets
from desk.views import CallView, WrongAnswerView, call_view
from desk.wrong_answers import report_wrong

FRONT_DESK = ("ult", "Unit Layanan Terpadu")


class Desk:
    """Calls, tickets and working time over one database.

    Attributes:
        tickets: what staff do with tickets.
        service: working time by the office hours.
        procedure: the steps and their standards.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        procedure: Procedure,
        hours: OfficeHours,
        front_desk: tuple[str, str],
    ) -> None:
        self.procedure = procedure
        self.service = ServiceClock(hours)
        self.tickets = Tickets(database, procedure, self.service, clock)
        self._database = database
        self._clock = clock
        self._front_desk = front_desk

    @classmethod
    def open(
        cls,
        url: str,
        clock: Clock,
        *,
        hours: OfficeHours = WEEKDAYS_8_TO_16,
        procedure: Procedure | None = None,
        front_desk: tuple[str, str] = FRONT_DESK,
        busy_timeout: float = 5.0,
    ) -> Desk:
        """Open the database, creating it and its folder and updating its schema where needed.

        Args:
            url: ``sqlite:///data/sapa.db`` or ``postgresql://user@server/sapa``.
            clock: tells the time.
            hours: when the office works.
            procedure: the packaged one when left out.
            front_desk: (key, name) of the unit that gets interrupted calls.
            busy_timeout: seconds to wait for another process's lock.

        Raises:
            DeskError: wrong address; database locked, not writable, on a full disk, not ours, or
                made by a newer program; the procedure file broken.
        """
        steps = procedure or load_procedure()
        return cls(Database(url, busy_timeout), clock, steps, hours, front_desk)

    def start_call(
        self,
        line: str,
        caller: str | None = None,
        recording: Path | str | None = None,
        clock: Clock | None = None,
    ) -> CallRecord:
        """A call comes in now; it belongs to this process until it ends.

        Args:
            line: name of the line, such as ``file:penelepon.wav``.
            caller: the caller's number when the line tells it.
            recording: where the recording will lie.
            clock: the call's own clock, where a call does not run in the time of the office.
        """
        path = None if recording is None else str(recording)
        timer = clock or self._clock
        call_id = start_call(self._database, timer.now(), line, caller, path)
        return CallRecord(self._database, self.procedure, timer, call_id)

    def call(self, call_id: int) -> CallView:
        """Everything on record about a call.

        Raises:
            DeskError: there is no such call.
        """
        with self._database.reading() as session:
            call = session.get(Call, call_id)
            if call is None:
                raise DeskError(f"Panggilan nomor {call_id} tidak ada.")
            return call_view(call, self.procedure)

    def questions(self, since: datetime, until: datetime | None = None) -> list[AskedQuestion]:
        """What callers asked from ``since`` on, to before ``until`` or to now, in order of time."""
        return questions(self._database, since, until or self._clock.now())

    def questions_of(self, call_id: int) -> list[AskedQuestion]:
        """What was asked in one call, in order.

        Raises:
            DeskError: there is no such call.
        """
        return questions_of(self._database, call_id)

    def report_wrong(
        self,
        asked: AskedQuestion,
        by: str,
        right: str | None = None,
        none_fits: bool = False,
        note: str = "",
    ) -> WrongAnswerView:
        """Put on record that a question was answered wrongly; on the call, and on its ticket.

        The same report made again changes nothing.

        Args:
            asked: the question, as :meth:`questions_of` gives it.
            by: who says so.
            right: id of the FAQ entry that should have been told, when it is known.
            none_fits: no entry answers the question.
            note: anything that helps whoever mends the FAQ.

        Raises:
            DeskError: nobody is named, or the caller was told just that entry, or nothing.
        """
        return report_wrong(self._database, self._clock, asked, by, right, none_fits, note)

    def due(self, opened: datetime) -> datetime:
        """When a ticket opened then must have been called back (steps 5 and 6, working time)."""
        steps = (self.procedure.step(number) for number in (COORDINATION, CALLBACK))
        first, second = (step.standard for step in steps)
        return self.service.due(opened, first + second)

    def recover(self, now: datetime | None = None) -> list[RecoveredCall]:
        """Close the calls a killed process left open, with a ticket where something was heard."""
        return recover(
            self._database,
            self.procedure,
            self.service,
            self._front_desk,
            now or self._clock.now(),
        )

    def close(self) -> None:
        """Give the database connections back."""
        self._database.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
