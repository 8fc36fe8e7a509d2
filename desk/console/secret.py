"""The key that signs session cookies: made once, kept where only the service reads it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from desk.errors import DeskError

_NAME: Final = "console.key"
_BYTES: Final = 32


def secret(folder: Path) -> str:
    """The key of this installation, made when there is none.

    Args:
        folder: the data folder, made when missing.

    Raises:
        DeskError: it can be neither read nor written.
    """
    path = folder / _NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(_BYTES))
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise DeskError(f"Kunci konsol {path} tidak dapat dibaca atau dibuat: {error}.") from error
    if len(key) < _BYTES:
        raise DeskError(f"Kunci konsol {path} rusak; hapus berkas itu lalu jalankan lagi.")
    return key
