"""Telephone lines: a recording, a sound device, and what they have in common."""

from voice.lines.device import DeviceLine
from voice.lines.devices import Device, list_devices
from voice.lines.file import FileLine
from voice.lines.line import FRAME, FRAME_SECONDS, HungUp, Line, require_frame
from voice.lines.pace import Pace

__all__ = [
    "FRAME",
    "FRAME_SECONDS",
    "Device",
    "DeviceLine",
    "FileLine",
    "HungUp",
    "Line",
    "Pace",
    "list_devices",
    "require_frame",
]
