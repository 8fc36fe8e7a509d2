"""What Sapa says: written Indonesian in, telephone audio out.

``open_speaker(folder).say(text)`` normalises the text, renders it clause by clause through a
pyttsx3 driver and keeps the audio. Another voice takes the place of espeak-ng by implementing
:class:`Voice`.
"""

from voice.errors import VoiceError
from voice.speech.cache import SpeechCache
from voice.speech.clause import Clause, Tone
from voice.speech.engine import EngineVoice, Voice
from voice.speech.frontend import clauses
from voice.speech.opening import OfficeSpeaker, open_speaker
from voice.speech.speaker import CachedSpeaker, Prerendered, Speaker

__all__ = [
    "CachedSpeaker",
    "Clause",
    "EngineVoice",
    "OfficeSpeaker",
    "Prerendered",
    "Speaker",
    "SpeechCache",
    "Tone",
    "Voice",
    "VoiceError",
    "clauses",
    "open_speaker",
]
