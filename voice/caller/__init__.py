"""The simulated caller: scenarios, a voice that is not Sapa's, and a telephone channel."""

from voice.caller.channel import Channel, Noise, speech_level
from voice.caller.g711 import Codec
from voice.caller.rendering import Prepared, default_cache, prepare
from voice.caller.scenario import Answer, Expected, Scenario, load_scenario
from voice.caller.simulated import SimulatedLine, Spoken
from voice.caller.voices import VOICES

__all__ = [
    "VOICES",
    "Answer",
    "Channel",
    "Codec",
    "Expected",
    "Noise",
    "Prepared",
    "Scenario",
    "SimulatedLine",
    "Spoken",
    "default_cache",
    "load_scenario",
    "prepare",
    "speech_level",
]
