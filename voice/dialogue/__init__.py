"""The dialogue: what Sapa says and asks, and what it makes of the answers."""

from .conversation import CallerHungUp, CallTooLong, Conversation, Notes, Question
from .service import Service, Surroundings, Words

__all__ = [
    "CallTooLong",
    "CallerHungUp",
    "Conversation",
    "Notes",
    "Question",
    "Service",
    "Surroundings",
    "Words",
]
