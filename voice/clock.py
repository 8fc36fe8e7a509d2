"""The clock of one call: its beginning plus the audio that has passed since."""

from __future__ import annotations

from datetime import datetime, timedelta


class CallClock:
    """Counts frames, not wall time, so that a call runs alike at any speed.

    Args:
        started: aware local time at which the call was taken.
    """

    def __init__(self, started: datetime) -> None:
        self.started = started
        self.seconds = 0.0

    def advance(self, seconds: float) -> None:
        self.seconds += seconds

    def now(self) -> datetime:
        return self.started + timedelta(seconds=self.seconds)
