"""Hearing: acoustic models, search graphs and the two ears behind one interface."""

from models.audio import LINE_RATE, Audio
from models.districts import districts
from models.ears import Ears, combine
from models.errors import ModelError
from models.fields import TIMINGS, Field, FieldTiming
from models.first_pass import FirstPassStream
from models.graphs import BuildReport, build_graphs, current_build, default_graphs
from models.heap import keep_heap_small
from models.hypothesis import Hypothesis, Pass, Word
from models.lexicon import pronounce
from models.listening import Listener
from models.vocabulary import UnknownWord, unknown_words

__all__ = [
    "LINE_RATE",
    "TIMINGS",
    "Audio",
    "BuildReport",
    "Ears",
    "Field",
    "FieldTiming",
    "FirstPassStream",
    "Hypothesis",
    "Listener",
    "ModelError",
    "Pass",
    "UnknownWord",
    "Word",
    "build_graphs",
    "combine",
    "current_build",
    "default_graphs",
    "districts",
    "keep_heap_small",
    "pronounce",
    "unknown_words",
]
