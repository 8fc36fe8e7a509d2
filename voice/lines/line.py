"""A telephone line as Sapa sees it: 20 ms in, 20 ms out, one tick after another."""

from __future__ import annotations

from typing import Final, Protocol, runtime_checkable

from models.audio import LINE_RATE, Audio

FRAME: Final = 160
"""Samples in one frame at ``LINE_RATE``."""

FRAME_SECONDS: Final = FRAME / LINE_RATE
"""Seconds in one frame: 0.02."""


class HungUp(Exception):  # noqa: N818 - an event, not a failure
    """The caller is gone; there will be no more frames from this line."""


@runtime_checkable
class Line(Protocol):
    """Full duplex audio with one caller. Each tick of a call reads one frame and writes one.

    The number of frames read is the call's clock: ``read`` paces the call on a real line and
    returns at once on a line that is not bound to real time.
    """

    @property
    def name(self) -> str:
        """What the record says about where the call came from, e.g. ``file:penelepon.wav``."""
        ...

    @property
    def output_delay(self) -> float:
        """Seconds between :meth:`write` and the caller's ear, as of now."""
        ...

    def read(self) -> Audio:
        """Next ``FRAME`` samples from the caller at ``LINE_RATE``.

        Raises:
            HungUp: the caller is gone.
            VoiceError: the line itself failed.
        """
        ...

    def write(self, frame: Audio) -> None:
        """Send ``FRAME`` samples at ``LINE_RATE`` towards the caller. Never blocks."""
        ...

    def flush(self) -> None:
        """Drop what was written and has not been played yet."""
        ...

    def close(self) -> None:
        """Give the line back. May be called more than once."""
        ...


def require_frame(frame: Audio) -> Audio:
    """Return the frame, or raise ValueError unless it is ``FRAME`` samples at ``LINE_RATE``."""
    if len(frame.require(LINE_RATE).samples) != FRAME:
        raise ValueError(f"a frame is {FRAME} samples, got {len(frame.samples)}")
    return frame
