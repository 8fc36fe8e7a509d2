"""Reading and writing Kaldi's ``final.mdl`` as far as the first pass needs it, with NumPy alone.

The text of the network is kept as it is; of the components the numbers can be looked at and
replaced. What is not changed is written back byte for byte.

Matrices may be written in one byte a weight instead of four, as Kaldi's ``CompressedMatrix``, which
Vosk reads in place of a full one.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from models.errors import ModelError

Floats = npt.NDArray[np.float32]

_FIELD: Final = re.compile(rb"<(\w+)> (?:F[MV] \x04|CM )")
_COMPRESSED: Final = b"CM "
_HEAD: Final = struct.Struct("<ffii")
_PLACES: Final = (0, 64, 192, 255)
"""Where the lowest number of a column, its quartiles and the highest lie among 256 places."""
_COMPONENT: Final = re.compile(rb"<ComponentName> (\S+) <\w+Component> ")


@dataclass
class Component:
    """One component of the network: its name and its arrays by the name of their field.

    Attributes:
        name: as in the text of the network, for instance ``tdnn1.affine``.
        arrays: matrices ``(outputs, inputs)`` and vectors that are not empty.
    """

    name: str
    arrays: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class _Array:
    """Where an array stands in the file, and how it was written there."""

    component: str
    label: str
    written: bytes


@dataclass
class AcousticModel:
    """A ``final.mdl``.

    Attributes:
        components: by name, in the order of the file.
        priors: probabilities by which the outputs are divided; empty when they are not.
    """

    components: dict[str, Component]
    priors: Floats
    _pieces: list[bytes | _Array]

    @classmethod
    def read(cls, path: Path) -> AcousticModel:
        """Read a model.

        Raises:
            ModelError: there is none at this place, or it is none of Vosk's.
        """
        try:
            data = path.read_bytes()
        except OSError:
            raise ModelError(f"Model suara {path} tidak ditemukan.") from None
        starts = [(m.start(), m[1].decode()) for m in _COMPONENT.finditer(data)]
        if not data.startswith(b"\0B<TransitionModel>") or not starts:
            raise ModelError(f"{path} bukan model suara Vosk (final.mdl).")
        found = cls({name: Component(name, {}) for _, name in starts}, np.zeros(0, np.float32), [])
        try:
            found._scan(data, starts)
        except (ValueError, struct.error):
            raise ModelError(f"Model suara {path} rusak atau terpotong.") from None
        return found

    def write(self, path: Path, compressed: bool = False) -> None:
        """Write the model, with its arrays as they are now.

        Args:
            path: the file.
            compressed: matrices in one byte a weight. What is compressed already is never rounded
                a second time while it is not changed.
        """
        parts: list[bytes] = []
        for piece in self._pieces:
            if isinstance(piece, bytes):
                parts.append(piece)
                continue
            array = self._array(piece)
            shrinks = compressed and array.ndim == 2
            kept = piece.written.startswith(_COMPRESSED) or not shrinks
            if kept and np.array_equal(_unpacked(piece.written, 0)[0], array):
                parts.append(piece.written)
            else:
                parts.append(_shrunk(array) if shrinks else _packed(array))
        draft = path.with_suffix(".part")
        draft.write_bytes(b"".join(parts))
        draft.replace(path)

    def _array(self, piece: _Array) -> Floats:
        if piece.component:
            return self.components[piece.component].arrays[piece.label]
        return self.priors

    def _scan(self, data: bytes, starts: list[tuple[int, str]]) -> None:
        done = 0
        at = starts[0][0]
        waiting = list(starts)
        name = ""
        while (found := _FIELD.search(data, at)) is not None:
            while waiting and waiting[0][0] <= found.start():
                name = waiting.pop(0)[1]
            label = found[1].decode()
            begins = found.start() + len(found[1]) + 3  # of the array itself: "FM ", "FV ", "CM "
            array, at = _unpacked(data, begins)
            if label == "Priors":
                self.priors = array
                name = ""
            elif not len(array):
                continue
            else:
                self.components[name].arrays[label] = array
            self._pieces += [data[done:begins], _Array(name, label, data[begins:at])]
            done = at
        last = self._pieces[-1] if self._pieces else b""
        if waiting or not isinstance(last, _Array) or last.label != "Priors":
            raise ValueError
        self._pieces.append(data[done:])


def _unpacked(data: bytes, at: int) -> tuple[Floats, int]:
    """The array at a place and the place behind it."""
    if data[at : at + 3] == _COMPRESSED:
        return _grown(data, at + 3)
    sizes = 2 if data[at + 1 : at + 2] == b"M" else 1
    at += 3
    shape: list[int] = []
    for _ in range(sizes):
        shape.append(struct.unpack_from("<xi", data, at)[0])
        at += 5
    count = int(np.prod(shape))
    array = np.frombuffer(data, "<f4", count, at).reshape(shape).astype(np.float32)
    return array, at + 4 * count


def _packed(array: Floats) -> bytes:
    head = b"FM " if array.ndim == 2 else b"FV "
    sizes = b"".join(b"\x04" + struct.pack("<i", size) for size in array.shape)
    return head + sizes + np.ascontiguousarray(array, "<f4").tobytes()


def _grown(data: bytes, at: int) -> tuple[Floats, int]:
    """A compressed matrix: of every column its lowest and highest number and its quartiles in two
    bytes, between which one byte tells a number's place."""
    low, span, rows, columns = _HEAD.unpack_from(data, at)
    at += _HEAD.size
    marks = np.frombuffer(data, "<u2", 4 * columns, at).reshape(columns, 4)
    at += marks.nbytes
    places = np.frombuffer(data, np.uint8, rows * columns, at).reshape(columns, rows)
    return _numbers(places, _marks(marks, low, span)), at + places.nbytes


def _shrunk(array: Floats) -> bytes:
    low = float(array.min())
    span = max(float(array.max()) - low, 1e-5)
    quartiles = np.quantile(array, [0.0, 0.25, 0.75, 1.0], axis=0).T
    exact = np.clip((quartiles - low) / span, 0.0, 1.0) * 65535
    # Different ones, as Kaldi wants them.
    marks = np.minimum(np.rint(exact), 65535 - np.arange(3, -1, -1))
    for one in range(1, 4):
        marks[:, one] = np.maximum(marks[:, one], marks[:, one - 1] + 1)
    packed = marks.astype("<u2")
    ends = _marks(packed, low, span)
    places = np.array(
        [np.interp(column, end, _PLACES) for column, end in zip(array.T, ends, strict=True)]
    )
    head = _HEAD.pack(low, span, *array.shape)
    return b"".join(
        [_COMPRESSED, head, packed.tobytes(), np.rint(places).astype(np.uint8).tobytes()]
    )


def _marks(packed: npt.NDArray[np.uint16], low: float, span: float) -> npt.NDArray[np.float64]:
    return low + packed.astype(np.float64) * (span / 65535)


def _numbers(places: npt.NDArray[np.uint8], ends: npt.NDArray[np.float64]) -> Floats:
    """``(columns, rows)`` places and four numbers a column to ``(rows, columns)`` numbers."""
    found = [np.interp(place, _PLACES, end) for place, end in zip(places, ends, strict=True)]
    return np.ascontiguousarray(np.array(found, np.float32).T)
