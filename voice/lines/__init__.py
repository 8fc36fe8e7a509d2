"""Telephone lines: a recording, a sound device, and what they have in common."""

from voice.lines.file import FileLine
from voice.lines.line import FRAME, FRAME_SECONDS, HungUp, Line, require_frame
from voice.lines.pace import Pace

__all__ = ["FRAME", "FRAME_SECONDS", "FileLine", "HungUp", "Line", "Pace", "require_frame"]
