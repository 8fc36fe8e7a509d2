"""In which numbers a network is computed fastest on this processor.

Bfloat16 takes half the time where the processor knows it (AVX512-BF16, AMX), and two hundred times
as long where it does not, since every number is then converted one by one.
"""

# mypy: allow-untyped-calls

from __future__ import annotations

import time
from functools import cache
from typing import Final

import torch

_ROWS: Final = 64
_WIDE: Final = 512
_TRIES: Final = 3


@cache
def fastest() -> torch.dtype:
    """``torch.bfloat16`` or ``torch.float32``, whichever multiplies two matrices sooner here."""
    return min((torch.float32, torch.bfloat16), key=_seconds)


def autocast() -> torch.autocast:
    """Computes in bfloat16 what may be, where that is faster; leaves all as it is elsewhere."""
    mixed = fastest() is torch.bfloat16
    return torch.autocast("cpu", torch.bfloat16, enabled=mixed)


def _seconds(kind: torch.dtype) -> float:
    """The shortest of a few products of small matrices."""
    one, other = torch.ones(_ROWS, _WIDE, dtype=kind), torch.ones(_WIDE, _WIDE, dtype=kind)
    torch.mm(one, other)
    took: list[float] = []
    for _ in range(_TRIES):
        began = time.perf_counter()
        torch.mm(one, other)
        took.append(time.perf_counter() - began)
    return min(took)
