"""Lets kaldifst map search graphs from their files instead of copying them into memory.

OpenFst does so where its flag ``fst_read_mode`` is ``map``, but kaldifst, which has no command
line, offers no way to set it. The pages of a mapped graph are read when the search first comes by,
and are shared by all processes that hear with it.

Never import this where Vosk is loaded: see :mod:`models.child`.
"""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Final

import kaldifst

_FLAG: Final = "_Z23FST_FLAGS_fst_read_modeB5cxx11"
_BEFORE: Final = b"read"
_AFTER: Final = b"map"


class _String(ctypes.Structure):
    """A short ``std::string`` of GCC's library: it points at its own letters."""

    _fields_ = (
        ("letters", ctypes.c_void_p),
        ("length", ctypes.c_size_t),
        ("own", ctypes.c_char * 16),
    )


def map_graphs() -> bool:
    """Map every graph that is read from now on.

    Returns:
        False where kaldifst was built in another way than is known here: then graphs are copied,
        as ever.
    """
    found = sorted((Path(kaldifst.__file__).parent / "lib").glob("_kaldifst*.so"))
    try:
        flag = _String.in_dll(ctypes.CDLL(str(found[0])), _FLAG)
    except (IndexError, OSError, ValueError):
        return False
    if flag.length == len(_AFTER) and flag.own == _AFTER:
        return True
    own = ctypes.addressof(flag) + _String.own.offset
    if flag.letters != own or flag.length != len(_BEFORE) or flag.own != _BEFORE:
        return False
    flag.own, flag.length = _AFTER, len(_AFTER)
    return True
