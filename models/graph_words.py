"""The words of a built graph with their pronunciations, kept beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.errors import ModelError
from models.phones import PHONE_INDEX

ENTRIES: Final = "lexicon.txt"


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a graph and the ways to say it, as phone numbers."""

    word: str
    ways: tuple[tuple[int, ...], ...]


class Entries:
    """The words of one graph by label. Lines are parsed when asked for, to keep memory small."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    @classmethod
    def read(cls, path: Path) -> Entries:
        """ModelError when the file is missing."""
        try:
            return cls(path.read_text(encoding="utf-8").splitlines())
        except OSError:
            raise ModelError(
                f"Graf di {path.parent} rusak. Jalankan: sapa model build --force"
            ) from None

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, label: int) -> Entry:
        word, *ways = self._lines[label].split("\t")
        return Entry(word, tuple(tuple(PHONE_INDEX[p] for p in way.split()) for way in ways))

    def words(self) -> list[str]:
        """All words in the order of their labels."""
        return [line.split("\t", 1)[0] for line in self._lines]

    def find(self, word: str) -> Entry | None:
        """The entry of a word; None when the graph does not know it."""
        for label, line in enumerate(self._lines):
            if line.split("\t", 1)[0] == word:
                return self[label]
        return None


def write_entries(
    path: Path, words: Sequence[str], said: Mapping[str, Sequence[Sequence[str]]]
) -> None:
    """Write one line for each label: the word, then its pronunciations."""
    lines = ("\t".join([word, *(" ".join(way) for way in said.get(word, ()))]) for word in words)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
