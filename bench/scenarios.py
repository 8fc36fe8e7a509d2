"""The office that takes the calls of the scenarios, its records and recordings thrown away."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from voice.call import Office
from voice.office import open_office
from voice.settings import Settings

SCENARIOS: Final = Path(__file__).parents[1] / "tests/scenarios"

_MAKE_RECORDS: Final = """
import sys
from voice.office import open_desk
from voice.settings import Settings
open_desk(Settings.model_validate_json(sys.stdin.read())).close()
"""


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
        passing = settings.model_copy(update={"storage": storage})
        # As a service finds it: made by a process before, so that this one needs no Alembic.
        command = [sys.executable, "-c", _MAKE_RECORDS]
        subprocess.run(command, input=passing.model_dump_json(), text=True, check=True)
        office = open_office(passing)
        try:
            yield office
        finally:
            office.close()
