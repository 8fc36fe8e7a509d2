"""Audio as a value: samples together with their rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

LINE_RATE: Final = 8000
"""Sample rate of the telephone line in Hz. Everything between line and ears runs at it."""

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Audio:
    """Mono audio.

    Attributes:
        samples: shape ``(n,)``, float32, full scale is -1.0 .. 1.0.
        rate: samples per second (Hz).
    """

    samples: Samples
    rate: int

    def __post_init__(self) -> None:
        if self.samples.ndim != 1 or self.samples.dtype != np.float32:
            raise ValueError(
                f"audio must be 1-D float32, got {self.samples.ndim}-D {self.samples.dtype}"
            )
        if self.rate <= 0:
            raise ValueError(f"sample rate must be positive, got {self.rate}")

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate

    def require(self, rate: int) -> Audio:
        """Return self, or raise ValueError when the rate is another one."""
        if self.rate != rate:
            raise ValueError(f"expected audio at {rate} Hz, got {self.rate} Hz")
        return self

    def pcm16(self) -> bytes:
        """Little-endian signed 16-bit samples, clipped at full scale."""
        scaled = np.clip(self.samples, -1.0, 1.0) * 32767.0
        return scaled.astype("<i2").tobytes()

    @classmethod
    def from_pcm16(cls, data: bytes, rate: int) -> Audio:
        """Inverse of :meth:`pcm16`."""
        return cls(np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32767.0), rate)

    @classmethod
    def silence(cls, seconds: float, rate: int) -> Audio:
        return cls(np.zeros(round(seconds * rate), np.float32), rate)

    @classmethod
    def join(cls, parts: list[Audio], rate: int) -> Audio:
        """Concatenate; every part must have the given rate. An empty list gives no samples."""
        if not parts:
            return cls(np.zeros(0, np.float32), rate)
        return cls(np.concatenate([p.require(rate).samples for p in parts]), rate)
