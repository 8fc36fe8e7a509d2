from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from desk import OFFICE_ZONE, DeskError, OfficeHours, ServiceClock

WORK = timedelta(minutes=15)
HOURS = OfficeHours(
    week={
        **{day: ((time(8), time(12)), (time(13), time(16))) for day in range(4)},
        4: ((time(8), time(11, 30)), (time(13, 30), time(16, 30))),
    },
    holidays=frozenset({date(2026, 12, 25)}),
)
CLOCK = ServiceClock(HOURS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE)


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        ("2026-11-23 09:00", "2026-11-23 09:15"),  # Monday morning
        ("2026-11-23 11:45", "2026-11-23 12:00"),  # fits exactly before noon
        ("2026-11-23 11:50", "2026-11-23 13:05"),  # over the noon break
        ("2026-11-23 12:30", "2026-11-23 13:15"),  # in the noon break
        ("2026-11-23 15:50", "2026-11-24 08:05"),  # over the night
        ("2026-11-23 16:00", "2026-11-24 08:15"),  # the closing minute is closed
        ("2026-11-24 02:00", "2026-11-24 08:15"),  # before opening
        ("2026-11-27 16:20", "2026-11-30 08:05"),  # Friday into the weekend
        ("2026-11-28 10:00", "2026-11-30 08:15"),  # Saturday
        ("2026-12-24 15:55", "2026-12-28 08:10"),  # Thursday, holiday Friday, weekend
    ],
)
def test_due_counts_working_time_only(opened: str, due: str) -> None:
    assert CLOCK.due(at(opened), WORK) == at(due)
    assert CLOCK.between(at(opened), at(due)) == WORK


def test_due_over_several_days() -> None:
    assert CLOCK.due(at("2026-11-23 08:00"), timedelta(hours=15)) == at("2026-11-25 09:00")


def test_moments_in_other_zones_are_read_in_the_office_zone() -> None:
    opened = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09.00 in Jakarta
    due = CLOCK.due(opened, WORK)
    assert due == at("2026-11-23 09:15")
    assert due.tzinfo is OFFICE_ZONE
    late_sunday = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # Monday 06.30 in Jakarta
    assert CLOCK.next_opening(late_sunday) == at("2026-11-23 08:00")


def test_next_opening() -> None:
    assert CLOCK.next_opening(at("2026-11-23 10:00")) == at("2026-11-23 10:00")
    assert CLOCK.next_opening(at("2026-11-23 12:00")) == at("2026-11-23 13:00")
    assert CLOCK.next_opening(at("2026-12-24 16:00")) == at("2026-12-28 08:00")


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23 07:59", False),
        ("2026-11-23 08:00", True),
        ("2026-11-23 12:00", False),
        ("2026-11-27 13:00", False),
        ("2026-11-28 10:00", False),
        ("2026-12-25 10:00", False),
    ],
)
def test_open(moment: str, is_open: bool) -> None:
    assert CLOCK.is_open(at(moment)) is is_open


def test_between_skips_nights_and_weekends_and_never_goes_negative() -> None:
    assert CLOCK.between(at("2026-11-27 16:00"), at("2026-11-30 09:00")) == timedelta(hours=1.5)
    assert CLOCK.between(at("2026-11-28 00:00"), at("2026-11-29 23:00")) == timedelta(0)
    assert CLOCK.between(at("2026-11-23 10:00"), at("2026-11-23 09:00")) == timedelta(0)


@pytest.mark.parametrize(
    "week",
    [
        {},
        {0: ()},
        {0: ((time(16), time(8)),)},
        {0: ((time(8), time(12)), (time(11), time(16)))},
        {7: ((time(8), time(12)),)},
    ],
)
def test_impossible_hours_are_refused(week: dict[int, tuple[tuple[time, time], ...]]) -> None:
    with pytest.raises(DeskError, match="Jam layanan"):
        OfficeHours(week=week)


def test_an_office_closed_all_year_has_no_due_time() -> None:
    free = frozenset(date(2026, 11, 1) + timedelta(days=n) for n in range(500))
    closed = ServiceClock(OfficeHours(week=HOURS.week, holidays=free))
    with pytest.raises(DeskError, match="libur"):
        closed.due(at("2026-11-23 09:00"), WORK)
    with pytest.raises(DeskError, match="libur"):
        closed.next_opening(at("2026-11-23 09:00"))
