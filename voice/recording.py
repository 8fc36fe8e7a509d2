"""The recording of a call: a stereo WAV, caller left, Sapa right, always readable."""

from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np

from models import LINE_RATE, Audio

from .errors import VoiceError

_HEADER: Final = 44
_SYNC_FRAMES: Final = 50


class Recording:
    """Writes both sides frame by frame.

    The header is brought up to date every second of audio, so that a recording cut off by a crash
    still opens in any player.

    Raises:
        VoiceError: the file cannot be written (no right, disk full).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("wb")
            self._bytes = 0
            self._since_sync = 0
            self._sync()
        except OSError as error:
            raise self._failure(error) from error

    def add(self, caller: Audio, sapa: Audio) -> None:
        """Append one frame of each side; both 8 kHz and of one length."""
        left = np.frombuffer(caller.require(LINE_RATE).pcm16(), "<i2")
        right = np.frombuffer(sapa.require(LINE_RATE).pcm16(), "<i2")
        data = np.stack([left, right], axis=1).tobytes()
        try:
            self._file.write(data)
            self._bytes += len(data)
            self._since_sync += 1
            if self._since_sync >= _SYNC_FRAMES:
                self._sync()
        except OSError as error:
            raise self._failure(error) from error

    def _sync(self) -> None:
        header = struct.pack(
            "<4sI4s4sIHHIIHH4sI",
            b"RIFF", 36 + self._bytes, b"WAVE", b"fmt ", 16, 1, 2,
            LINE_RATE, LINE_RATE * 4, 4, 16, b"data", self._bytes,
        )  # fmt: skip
        self._file.seek(0)
        self._file.write(header)
        self._file.seek(_HEADER + self._bytes)
        self._file.flush()
        self._since_sync = 0

    def close(self) -> None:
        """Bring the header up to date and close; what could not be written stays out."""
        if self._file.closed:
            return
        with suppress(OSError):
            self._sync()
        with suppress(OSError):
            self._file.close()

    def __enter__(self) -> Recording:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _failure(self, error: OSError) -> VoiceError:
        return VoiceError(
            f"Rekaman {self.path} tidak bisa ditulis ({error.strerror}). "
            "Periksa ruang cakram dan hak tulis folder rekaman."
        )
