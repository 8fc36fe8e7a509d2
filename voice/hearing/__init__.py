"""Hearing one turn of the caller: voice activity, end of turn, both passes."""

from .turn import NOTHING, EarsLike, Heard, Stream, Turn

__all__ = ["NOTHING", "EarsLike", "Heard", "Stream", "Turn"]
