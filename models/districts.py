"""The 33 kabupaten and kota, with the ways in which callers name them."""

from __future__ import annotations

from functools import cache

from models.wordlists import WORDS, read_ways


@cache
def districts() -> dict[str, tuple[str, ...]]:
    """Official name in lower case (``kabupaten karo``) to every way of saying it, that name first.

    Raises:
        ModelError: the list is broken; names file and line.
    """
    return {ways[0]: ways for ways in read_ways(WORDS / "districts.txt")}
