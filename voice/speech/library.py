"""Loading the espeak-ng library: Debian's when its Indonesian MBROLA voice is there, else ours.

The library that the package ``espeakng-loader`` ships speaks Indonesian by formants; it was built
without MBROLA. Debian's library has MBROLA, whose recorded diphones are far easier to understand,
but needs the packages ``espeak-ng``, ``mbrola`` and ``mbrola-id1``. One process can hold only one
of them, so the choice is made once, at the first use.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final

import espeakng_loader

from voice.errors import VoiceError

DEBIAN_LIBRARY: Final = "libespeak-ng.so.1"
MBROLA_FOLDERS: Final = (Path("/usr/share/mbrola"), Path("/usr/share/mbrola/voices"))
"""Where espeak-ng looks for diphones, besides the folder ``mbrola`` of its own data."""
CHUNK_MS: Final = 60
"""Length of the pieces in which the library hands over speech."""

_NEVER_EXIT: Final = 0x8000
_BAD_BINDING: Final = (
    "Mesin suara espeak-ng tidak dapat dimuat ({why}). Pasang ulang paket dengan: "
    "pip install --force-reinstall espeakng-loader pyttsx3"
)


def mbrola_installed(folders: Iterable[Path] = MBROLA_FOLDERS, program: str = "mbrola") -> bool:
    """True when the MBROLA program and its Indonesian diphones are both on this machine."""
    own = os.environ.get("ESPEAK_DATA_PATH")
    places = [*folders, *([Path(own) / "espeak-ng-data" / "mbrola"] if own else [])]
    return shutil.which(program) is not None and any(
        (folder / "id1").is_file() or (folder / "id1" / "id1").is_file() for folder in places
    )


@cache
def binding() -> ModuleType:
    """pyttsx3's own binding of espeak-ng, initialised for PCM into a callback.

    Raises:
        VoiceError: no library can be loaded.
    """
    try:
        if not (mbrola_installed() and _load_debian()):
            _load_bundled()
        from pyttsx3.drivers import _espeak as espeak
    except (OSError, RuntimeError, ImportError) as error:
        raise VoiceError(_BAD_BINDING.format(why=error)) from error
    if espeak.Initialize(espeak.AUDIO_OUTPUT_SYNCHRONOUS, CHUNK_MS, None, _NEVER_EXIT) <= 0:
        raise VoiceError(_BAD_BINDING.format(why="data suara tidak ditemukan"))
    module: ModuleType = espeak
    return module


def _load_debian() -> bool:
    try:
        ctypes.CDLL(DEBIAN_LIBRARY, mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True


def _load_bundled() -> None:
    """Make our library the one that pyttsx3's binding finds under its usual name."""
    os.environ["ESPEAK_DATA_PATH"] = str(Path(espeakng_loader.get_data_path()).parent)
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
