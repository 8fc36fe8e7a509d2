"""Which process takes a call, so that a later one can tell whether it is still alive."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class ProcessIdentity:
    """A process for good: its number alone is given again to others.

    Attributes:
        machine: host name.
        boot: the kernel's boot id with the process namespace; empty where there is no ``/proc``.
        pid: process number.
        started: start time in clock ticks since boot; empty where there is no ``/proc``.
    """

    machine: str
    boot: str
    pid: int
    started: str

    @classmethod
    def current(cls) -> ProcessIdentity:
        pid = os.getpid()
        return cls(socket.gethostname(), _boot(), pid, _start(pid) or "")

    def alive(self) -> bool | None:
        """True or False when it can be known from here, None when it runs elsewhere."""
        if self.machine != socket.gethostname():
            return None
        boot, here = self.boot.partition("/"), _boot().partition("/")
        if boot[0] != here[0]:
            return False
        if boot[2] != here[2] or not boot[0]:
            return None
        return _start(self.pid) == self.started


def _boot() -> str:
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{(_PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return ""


def _start(pid: int) -> str | None:
    """Start time of a process, None when there is none or it is dead and not yet reaped."""
    try:
        # The command name may hold spaces and brackets: count fields after its last bracket.
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]
