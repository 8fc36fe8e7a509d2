"""A column type for moments: UTC in the database, aware in Asia/Jakarta in the program."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from desk.clock import OFFICE_ZONE


class Moment(TypeDecorator[datetime]):
    """An aware datetime.

    SQLite keeps no time zone, so the UTC reading is stored there and the zone put back on the way
    out; PostgreSQL stores ``timestamptz``. A naive datetime is refused: nobody can say later
    which moment it meant.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone, got naive {value.isoformat()}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value
        return aware.astimezone(OFFICE_ZONE)
