"""The caller's side: one call from ring to goodbye.

``open_office(load_settings())`` makes everything ready; ``take_call`` takes a call on a line.
"""

from voice.call import CallResult, Office, take_call
from voice.errors import VoiceError
from voice.observer import Observer, Observers, Reply
from voice.office import open_office
from voice.settings import Settings, load_settings

__all__ = [
    "CallResult",
    "Observer",
    "Observers",
    "Office",
    "Reply",
    "Settings",
    "VoiceError",
    "load_settings",
    "open_office",
    "take_call",
]
