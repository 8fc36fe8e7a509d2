"""Fixtures of the line tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pulse import PulseLine, pulse_line


@pytest.fixture
def pulse(tmp_path: Path) -> Iterator[PulseLine]:
    """A crossed-over pair of null sinks with a PortAudio device on one side."""
    with pulse_line(tmp_path) as line:
        yield line
