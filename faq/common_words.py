"""Everyday Indonesian words by frequency."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

COMMON: Final = Path(__file__).resolve().parent / "common_words.txt"


@lru_cache(maxsize=1)
def common_ranks() -> dict[str, int]:
    """Word to its place by frequency, 1 the most frequent."""
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if line and not line.startswith("#")]
    return {word: rank for rank, word in enumerate(words, start=1)}
