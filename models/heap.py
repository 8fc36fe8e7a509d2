"""Makes glibc give memory back that is taken and freed again and again; elsewhere does nothing."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any, Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_ARENA_MAX: Final = -8
LARGE: Final = 128 * 1024
"""Bytes from which a block gets pages of its own."""
_ARENAS: Final = 2


@cache
def keep_heap_small(large: int = LARGE, kept: int = LARGE) -> None:
    """Large blocks get pages of their own, and threads share two heaps.

    Left to itself, glibc raises that limit as it learns of larger blocks and gives every thread a
    heap: models read by turns in threads then stay in memory after they are forgotten. But every
    page that is given back is cleared by the system when it is taken again.

    Args:
        large: bytes from which a block gets pages of its own, given back as soon as it is freed.
        kept: bytes that may lie free at the end of the heap until :func:`trim_heap`.
    """
    libc = _libc()
    if libc is not None:
        libc.mallopt(_MMAP_THRESHOLD, large)
        libc.mallopt(_TRIM_THRESHOLD, kept)
        libc.mallopt(_ARENA_MAX, _ARENAS)


def trim_heap() -> None:
    """Give the free pages of the heap back to the system; a few milliseconds."""
    libc = _libc()
    if libc is not None:
        libc.malloc_trim(0)


@cache
def _libc() -> Any:
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim") else None
