"""Working time: office hours, due times and how long a matter lay at the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from desk.clock import OFFICE_ZONE
from desk.errors import DeskError

_LONGEST_CLOSURE: Final = timedelta(days=400)

Span = tuple[time, time]


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the office works.

    Attributes:
        week: weekday (Monday is 0) to the spans of that day, each (opens, closes), ascending and
            apart; a day that is left out is free.
        holidays: dates on which the office is closed all day.
        zone: the office's time zone.

    Raises:
        DeskError: a span that ends before it begins, overlaps, or no working day at all.
    """

    week: Mapping[int, tuple[Span, ...]]
    holidays: frozenset[date] = frozenset()
    zone: ZoneInfo = field(default=OFFICE_ZONE)

    def __post_init__(self) -> None:
        for day, spans in self.week.items():
            edges = [edge for span in spans for edge in span]
            if not 0 <= day <= 6 or any(a >= b for a, b in pairwise(edges)):
                raise DeskError(
                    f"Jam layanan hari ke-{day + 1} salah: tulis jam buka lalu jam tutup, urut."
                )
        if not any(self.week.values()):
            raise DeskError("Jam layanan kosong: isi sedikitnya satu hari kerja.")
        object.__setattr__(self, "week", MappingProxyType(dict(self.week)))


WEEKDAYS_8_TO_16: Final = OfficeHours(
    week={day: ((time(8), time(16)),) for day in range(5)},
)
"""Monday to Friday 08.00-16.00, until the office names its own hours."""


class ServiceClock:
    """Counts working time. Every datetime in and out is aware; out is in the office's zone."""

    def __init__(self, hours: OfficeHours = WEEKDAYS_8_TO_16) -> None:
        self.hours = hours

    def is_open(self, at: datetime) -> bool:
        """Whether the office works at this moment; the closing minute itself is closed."""
        return any(start <= at < end for start, end in self._spans(at, at + timedelta(days=1)))

    def next_opening(self, at: datetime) -> datetime:
        """The moment itself when open, else the next opening."""
        for start, end in self._spans(at, at + _LONGEST_CLOSURE):
            if at < end:
                return max(at.astimezone(self.hours.zone), start)
        raise DeskError("Kantor tidak punya hari kerja dalam setahun: periksa daftar hari libur.")

    def due(self, opened: datetime, working: timedelta) -> datetime:
        """When ``working`` time has passed since ``opened``; nights and free days do not count."""
        left = working
        for start, end in self._spans(opened, opened + _LONGEST_CLOSURE):
            begin = max(opened, start)
            if begin >= end:
                continue
            if left <= end - begin:
                return begin.astimezone(self.hours.zone) + left
            left -= end - begin
        raise DeskError("Tenggat tidak dapat dihitung: periksa jam layanan dan daftar hari libur.")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from ``start`` to ``end``; zero when ``end`` comes first."""
        total = timedelta()
        for opens, closes in self._spans(start, end):
            total += max(timedelta(), min(end, closes) - max(start, opens))
        return total

    def _spans(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        zone = self.hours.zone
        day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
        while day <= last:
            if day not in self.hours.holidays:
                for opens, closes in self.hours.week.get(day.weekday(), ()):
                    yield (
                        datetime.combine(day, opens, zone),
                        datetime.combine(day, closes, zone),
                    )
            day += timedelta(days=1)
