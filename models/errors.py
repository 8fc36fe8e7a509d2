"""The one exception of this room, and those that it stands for where an archive is read."""

import zipfile
import zlib
from typing import Final

BROKEN_ARCHIVE: Final = (
    OSError,
    EOFError,
    ValueError,
    KeyError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading a NumPy archive raises when it is missing, broken or another one."""


class ModelError(Exception):
    """Something is wrong with the models; the message is one Indonesian sentence for the user."""
