"""Reading and writing Kaldi's ``final.mdl`` as far as the first pass needs it, with NumPy alone.

The text of the network is kept as it is; of the components the numbers can be looked at and
replaced. What is not changed is written back byte for byte.
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

_FIELD: Final = re.compile(rb"<(\w+)> F([MV]) \x04")
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


@dataclass
class AcousticModel:
    """A ``final.mdl``.

    Attributes:
        components: by name, in the order of the file.
        priors: probabilities by which the outputs are divided; empty when they are not.
    """

    components: dict[str, Component]
    priors: Floats
    _pieces: list[bytes | tuple[str, str]]

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

    def interpolate(self, other: AcousticModel, share: float) -> None:
        """Move every weight a part of the way to another model's of the same layout.

        Args:
            other: where to.
            share: how far, 0 to 1.

        Raises:
            ValueError: the share lies outside.
        """
        if not 0.0 <= share <= 1.0:
            raise ValueError(f"share {share} is not between 0 and 1")
        for name, component in self.components.items():
            for label, array in component.arrays.items():
                there = other.components[name].arrays[label]
                component.arrays[label] = array + np.float32(share) * (there - array)

    def write(self, path: Path) -> None:
        """Write the model, with its arrays as they are now."""
        parts: list[bytes] = []
        for piece in self._pieces:
            if isinstance(piece, bytes):
                parts.append(piece)
            elif piece == ("", "Priors"):
                parts.append(_packed(self.priors))
            else:
                parts.append(_packed(self.components[piece[0]].arrays[piece[1]]))
        draft = path.with_suffix(".part")
        draft.write_bytes(b"".join(parts))
        draft.replace(path)

    def _scan(self, data: bytes, starts: list[tuple[int, str]]) -> None:
        done = 0
        at = starts[0][0]
        waiting = list(starts)
        name = ""
        while (found := _FIELD.search(data, at)) is not None:
            while waiting and waiting[0][0] <= found.start():
                name = waiting.pop(0)[1]
            label = found[1].decode()
            begins = found.end() - 4  # of the array itself: "FM " or "FV "
            array, at = _unpacked(data, begins)
            if label == "Priors":
                self.priors = array
                name = ""
            elif not len(array):
                continue
            else:
                self.components[name].arrays[label] = array
            self._pieces += [data[done:begins], (name, label)]
            done = at
        if waiting or done == 0 or self._pieces[-1] != ("", "Priors"):
            raise ValueError
        self._pieces.append(data[done:])


def _unpacked(data: bytes, at: int) -> tuple[Floats, int]:
    """The array at a place and the place behind it."""
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
