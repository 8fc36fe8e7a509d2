"""Hearing one turn of the caller: voice activity, end of turn, both passes."""

from .loudness import Background
from .turn import NOTHING, EarsLike, Heard, Stream, Turn

__all__ = ["NOTHING", "Background", "EarsLike", "Heard", "Stream", "Turn"]
