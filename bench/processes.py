"""What this process and its children cost: the second pass is one of them."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path


def cpu_seconds() -> float:
    """Computing time of all processes so far."""
    ticks = 0
    for process in _processes():
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_mb() -> float:
    """Memory of all processes now, shared pages counted once (PSS)."""
    total = 0
    for process in _processes():
        with suppress(OSError):
            pages = re.search(r"\nPss:\s+(\d+)", (process / "smaps_rollup").read_text())
            total += int(pages.group(1)) if pages else 0
    return total / 1024


def _processes() -> list[Path]:
    children = Path("/proc/self/task").glob("*/children")
    pids = ["self", *(pid for file in children for pid in file.read_text().split())]
    return [Path("/proc") / pid for pid in pids]
