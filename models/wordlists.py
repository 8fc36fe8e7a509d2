"""Reading the word lists: UTF-8 text, one entry a line, ``#`` starts a comment."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Final

from models.errors import ModelError

WORDS: Final = Path(__file__).parent / "id" / "words"
"""The word lists shipped with the package."""

_SAYABLE: Final = re.compile(r"[a-z|{}_' -]+")
_WEIGHT: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list: its cells and, for messages, ``file:line``."""

    cells: tuple[str, ...]
    place: str


@dataclass(frozen=True)
class Weighted:
    """Entries of a list, some said more often than others.

    Attributes:
        ways: words of every way of every entry, in the order of the list.
        weights: how often each is said compared with the others.
    """

    ways: tuple[tuple[str, ...], ...]
    weights: tuple[float, ...]

    @cached_property
    def _sums(self) -> Sequence[float]:
        return list(accumulate(self.weights))

    def draw(self, source: random.Random) -> tuple[str, ...]:
        """One of the ways by chance."""
        return source.choices(self.ways, cum_weights=self._sums)[0]

    def __add__(self, other: Weighted) -> Weighted:
        return Weighted(self.ways + other.ways, self.weights + other.weights)


def read_table(path: Path, columns: int) -> list[Row]:
    """Rows of a tab-separated list.

    Cells hold lower-case words without digits, ways to say something parted by ``|`` and slots in
    braces. Raises ModelError, naming file and line, for anything else.
    """
    rows: list[Row] = []
    for cells, place in _lines(path):
        if len(cells) != columns:
            raise ModelError(
                f"{place}: harus ada {columns} kolom yang dipisahkan tab, ditemukan {len(cells)}."
            )
        for cell in cells:
            _require_sayable(cell, place)
        rows.append(Row(cells, place))
    return rows


def read_weighted(path: Path) -> Weighted:
    """Entries of a list, each with its ways parted by ``|`` and, after a tab, perhaps a weight.

    A weight above nought such as ``3`` or ``0.5`` says how often each of the ways is said; 1 when
    left out. Raises ModelError, naming file and line, for anything else.
    """
    ways: list[tuple[str, ...]] = []
    weights: list[float] = []
    for cells, place in _lines(path):
        if len(cells) > 2:
            raise ModelError(f"{place}: paling banyak 2 kolom (kata, bobot), ada {len(cells)}.")
        _require_sayable(cells[0], place)
        weight = 1.0
        if len(cells) == 2:
            weight = float(cells[1]) if _WEIGHT.fullmatch(cells[1]) else 0.0
            if not weight:
                raise ModelError(
                    f"{place}: bobot '{cells[1]}' harus angka di atas nol, misalnya 3 atau 0.5."
                )
        found = _ways(Row(cells[:1], place))
        ways += [tuple(way.split()) for way in found]
        weights += [weight] * len(found)
    return Weighted(tuple(ways), tuple(weights))


def read_ways(path: Path) -> list[tuple[str, ...]]:
    """Entries of a one-column list, each with its ways to say it (parted by ``|``)."""
    return [_ways(row) for row in read_table(path, columns=1)]


def _lines(path: Path) -> list[tuple[tuple[str, ...], str]]:
    """Cells and ``file:line`` of every line that has content."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise ModelError(
            f"Daftar kata {path} tidak dapat dibaca: {error.strerror}; pasang ulang Sapa."
        ) from None
    found: list[tuple[tuple[str, ...], str]] = []
    for number, raw in enumerate(lines, 1):
        place = f"{path.name}:{number}"
        try:
            line = raw.decode("utf-8").rstrip("\r")
        except UnicodeDecodeError:
            raise ModelError(f"{place}: baris bukan UTF-8; simpan ulang sebagai UTF-8.") from None
        content = line.split("#", 1)[0].rstrip()
        if content.strip():
            found.append((tuple(cell.strip() for cell in content.split("\t")), place))
    if not found:
        raise ModelError(f"{path.name}:1: daftar kata kosong; isi sedikitnya satu baris.")
    return found


def _require_sayable(cell: str, place: str) -> None:
    if not _SAYABLE.fullmatch(cell):
        raise ModelError(
            f"{place}: '{cell}' hanya boleh berisi huruf kecil a-z, spasi, tanda hubung,"
            " atau '|'; tulis angka dengan kata."
        )


def _ways(row: Row) -> tuple[str, ...]:
    ways = tuple(" ".join(way.replace("-", " ").split()) for way in row.cells[0].split("|"))
    if not all(ways):
        raise ModelError(f"{row.place}: ada pilihan kosong di sekitar '|'; hapus atau isi.")
    return ways
