"""Wrong passwords are counted, so that nobody can try them by the thousand."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

from desk.clock import Clock

ALLOWED: Final = 5
WITHIN: Final = timedelta(minutes=5)
_REMEMBERED: Final = 1000


class Attempts:
    """Failures by the address they came from.

    Args:
        clock: tells the time.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, list[datetime]] = OrderedDict()

    def wait(self, address: str) -> timedelta:
        """How long that address must wait before it may try again; zero when it may."""
        recent = self._recent(address)
        if len(recent) < ALLOWED:
            return timedelta(0)
        return recent[-ALLOWED] + WITHIN - self._clock.now()

    def failed(self, address: str) -> None:
        """A wrong password came from there."""
        self._failures[address] = [*self._recent(address)[-ALLOWED:], self._clock.now()]
        self._failures.move_to_end(address)
        while len(self._failures) > _REMEMBERED:
            self._failures.popitem(last=False)

    def succeeded(self, address: str) -> None:
        """The right one came from there."""
        self._failures.pop(address, None)

    def _recent(self, address: str) -> list[datetime]:
        since = self._clock.now() - WITHIN
        return [at for at in self._failures.get(address, ()) if at > since]
