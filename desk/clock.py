"""The wall clock as a value that can be handed in, and the office's time zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

OFFICE_ZONE: Final = ZoneInfo("Asia/Jakarta")


class Clock(Protocol):
    """Tells the time. Tests and simulated calls bring their own."""

    def now(self) -> datetime:
        """The present moment, aware, in Asia/Jakarta."""
        ...


class SystemClock:
    """The computer's clock, read in the office's time zone."""

    def now(self) -> datetime:
        return datetime.now(OFFICE_ZONE)


class SetClock:
    """A clock that stands until it is moved, for calls simulated at another hour."""

    def __init__(self, at: datetime) -> None:
        """``at`` is aware."""
        self._at = at.astimezone(OFFICE_ZONE)

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> datetime:
        """Stand at this moment from now on."""
        self._at = at.astimezone(OFFICE_ZONE)
        return self._at

    def advance(self, **units: float) -> datetime:
        """Move on, as in ``advance(minutes=5)``; returns the new time."""
        self._at += timedelta(**units)
        return self._at
