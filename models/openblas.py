"""Which instructions Vosk's products of matrices are computed with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_CHOICE: Final = "OPENBLAS_CORETYPE"
"""OpenBLAS reads it once, when it is loaded."""
_AVX512: Final = "SKYLAKEX"
_USED: Final = frozenset({"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"})
"""What a processor has to know for these kernels."""
_PROCESSOR: Final = Path("/proc/cpuinfo")


@contextmanager
def avx512_on_amd(processor: Path = _PROCESSOR) -> Iterator[None]:
    """An OpenBLAS that is loaded meanwhile uses AVX-512 on AMD's processors that know it.

    The one in Vosk's wheel is older than those and takes them for such as know AVX2 alone. Whoever
    has set ``OPENBLAS_CORETYPE`` keeps that choice; elsewhere OpenBLAS chooses as ever.

    Args:
        processor: what Linux tells of it; other systems have no such file.
    """
    if _CHOICE in os.environ or not _knows_avx512(processor):
        yield
        return
    os.environ[_CHOICE] = _AVX512
    try:
        yield
    finally:
        del os.environ[_CHOICE]


def _knows_avx512(processor: Path) -> bool:
    try:
        first = processor.read_text(encoding="utf-8").split("\n\n")[0]
    except (OSError, UnicodeDecodeError):
        return False
    told = {
        key.strip(): value for key, _, value in (line.partition(":") for line in first.split("\n"))
    }
    amd = told.get("vendor_id", "").strip() == "AuthenticAMD"
    return amd and set(told.get("flags", "").split()) >= _USED
