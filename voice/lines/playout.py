"""What waits to be played on a device whose clock is not ours."""

from __future__ import annotations

import threading
from typing import Final

import numpy as np

from models.audio import Samples

CUSHION_SECONDS: Final = 0.04
"""Sound collected before playing begins, and again after running dry."""

_COMFORTABLE_SECONDS: Final = 0.1
"""Beyond this, silence is left out, so that a delay once built up goes away again."""
_MOST_SECONDS: Final = 10.0
_SILENT: Final = 1e-4


class Playout:
    """A buffer between a call, which writes 20 ms at a time, and a sound card, which takes its own.

    Safe between the two threads.
    """

    def __init__(self, rate: int, channels: int) -> None:
        self._rate = rate
        self._channels = channels
        self._waiting = bytearray()
        self._playing = False
        self._lock = threading.Lock()

    @property
    def seconds(self) -> float:
        """How much waits."""
        return len(self._waiting) / self._second

    def add(self, samples: Samples) -> None:
        """Mono samples at the device's rate. Never blocks; beyond 10 s the newest are dropped."""
        silent = not len(samples) or float(np.abs(samples).max()) < _SILENT
        pcm = (np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2")
        data = np.repeat(pcm, self._channels).tobytes()
        with self._lock:
            if (silent and self.seconds > _COMFORTABLE_SECONDS) or self.seconds > _MOST_SECONDS:
                return
            self._waiting += data

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes for the device; silence where nothing waits."""
        with self._lock:
            if not self._playing:
                self._playing = self.seconds >= CUSHION_SECONDS
            if not self._playing:
                return bytes(size)
            data = bytes(self._waiting[:size])
            del self._waiting[:size]
            self._playing = bool(self._waiting)
        return data + bytes(size - len(data))

    def clear(self) -> None:
        """Drop everything that waits."""
        with self._lock:
            self._waiting.clear()

    @property
    def _second(self) -> int:
        return 2 * self._channels * self._rate
