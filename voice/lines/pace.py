"""Real time for a line that has none of its own."""

from __future__ import annotations

import time
from collections.abc import Callable


class Pace:
    """Waits until as much time has passed as audio has. After a stall it catches up."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Args:
        now: seconds on a clock that never goes back.
        sleep: waits that many seconds.
        """
        self._now = now
        self._sleep = sleep
        self._due: float | None = None

    def wait(self, seconds: float) -> None:
        """The next ``seconds`` of audio have been handed over; wait until they are over."""
        self._due = (self._now() if self._due is None else self._due) + seconds
        ahead = self._due - self._now()
        if ahead > 0:
            self._sleep(ahead)
