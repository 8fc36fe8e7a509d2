"""The wall clock as a value that can be handed in, and the office's time zone."""

from __future__ import annotations

from datetime import datetime
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
