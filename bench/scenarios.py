"""The office that takes the calls of the scenarios, its records and recordings thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from voice.call import Office
from voice.office import open_office
from voice.settings import Settings

SCENARIOS: Final = Path(__file__).parents[1] / "tests/scenarios"


@contextmanager
def passing_office(settings: Settings) -> Iterator[Office]:
    """An office as configured but for where it keeps what it records."""
    with tempfile.TemporaryDirectory() as home:
        storage = settings.storage.model_copy(
            update={
                "database": f"sqlite:///{home}/bench.db",
                "recordings": Path(home) / "recordings",
            }
        )
        office = open_office(settings.model_copy(update={"storage": storage}))
        try:
            yield office
        finally:
            office.close()
