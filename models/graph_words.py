"""The words of a built graph with their pronunciations, kept beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from models.errors import ModelError
from models.phones import PHONE_INDEX

ENTRIES: Final = "lexicon.txt"


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a graph and the ways to say it, as phone numbers."""

    word: str
    ways: tuple[tuple[int, ...], ...]


class Entries:
    """The words of one graph by label.

    The text is kept as it is and parsed when asked for: as objects of Python the words of the open
    question would take ten times the memory.
    """

    def __init__(self, content: bytes) -> None:
        """``content``: UTF-8 lines, a word and behind tabs the ways to say it."""
        self._content = content
        ends = np.flatnonzero(np.frombuffer(content, np.uint8) == ord("\n"))
        self._starts = np.concatenate([[0], ends + 1]).astype(np.uint32)

    @classmethod
    def read(cls, path: Path) -> Entries:
        """ModelError when the file is missing."""
        try:
            return cls(path.read_bytes())
        except OSError:
            raise ModelError(
                f"Graf di {path.parent} rusak. Jalankan: sapa model build --force"
            ) from None

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, label: int) -> Entry:
        start, end = self._starts[label], self._starts[label + 1] - 1
        word, *ways = self._content[start:end].decode().split("\t")
        return Entry(word, tuple(tuple(PHONE_INDEX[p] for p in way.split()) for way in ways))

    def words(self) -> list[str]:
        """All words in the order of their labels."""
        return [line.split("\t", 1)[0] for line in self._content.decode().splitlines()]

    def find(self, word: str) -> Entry | None:
        """The entry of a word; None when the graph does not know it."""
        words = self.words()
        return self[words.index(word)] if word in words else None


def write_entries(
    path: Path, words: Sequence[str], said: Mapping[str, Sequence[Sequence[str]]]
) -> None:
    """Write one line for each label: the word, then its pronunciations."""
    lines = ("\t".join([word, *(" ".join(way) for way in said.get(word, ()))]) for word in words)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
