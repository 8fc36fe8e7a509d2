"""Reading the word lists: UTF-8 text, one entry a line, ``#`` starts a comment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.errors import ModelError

WORDS: Final = Path(__file__).parent / "id" / "words"
"""The word lists shipped with the package."""

_SAYABLE: Final = re.compile(r"[a-z|{}_' -]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list: its cells and, for messages, ``file:line``."""

    cells: tuple[str, ...]
    place: str


def read_table(path: Path, columns: int) -> list[Row]:
    """Rows of a tab-separated list.

    Cells hold lower-case words without digits, ways to say something parted by ``|`` and slots in
    braces. Raises ModelError, naming file and line, for anything else.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise ModelError(
            f"Daftar kata {path} tidak dapat dibaca: {error.strerror}; pasang ulang Sapa."
        ) from None
    rows: list[Row] = []
    for number, raw in enumerate(lines, 1):
        place = f"{path.name}:{number}"
        try:
            line = raw.decode("utf-8").rstrip("\r")
        except UnicodeDecodeError:
            raise ModelError(f"{place}: baris bukan UTF-8; simpan ulang sebagai UTF-8.") from None
        content = line.split("#", 1)[0].rstrip()
        if not content.strip():
            continue
        cells = tuple(cell.strip() for cell in content.split("\t"))
        if len(cells) != columns:
            raise ModelError(
                f"{place}: harus ada {columns} kolom yang dipisahkan tab, ditemukan {len(cells)}."
            )
        for cell in cells:
            if not _SAYABLE.fullmatch(cell):
                raise ModelError(
                    f"{place}: '{cell}' hanya boleh berisi huruf kecil a-z, spasi, tanda hubung,"
                    " atau '|'; tulis angka dengan kata."
                )
        rows.append(Row(cells, place))
    if not rows:
        raise ModelError(f"{path.name}:1: daftar kata kosong; isi sedikitnya satu baris.")
    return rows


def read_ways(path: Path) -> list[tuple[str, ...]]:
    """Entries of a one-column list, each with its ways to say it (parted by ``|``)."""
    entries: list[tuple[str, ...]] = []
    for row in read_table(path, columns=1):
        ways = tuple(" ".join(way.replace("-", " ").split()) for way in row.cells[0].split("|"))
        if not all(ways):
            raise ModelError(f"{row.place}: ada pilihan kosong di sekitar '|'; hapus atau isi.")
        entries.append(ways)
    return entries
