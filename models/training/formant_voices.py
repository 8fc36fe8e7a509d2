"""Indonesian speech in the formant voices of espeak-ng: buzzing, but with steady articulation."""

from __future__ import annotations

import io
import random
import subprocess
from collections.abc import Sequence
from typing import Final

import numpy as np
import soundfile

from models.audio import Audio
from models.training.spoken import Spoken

HELD_OUT: Final = ("m3", "m7", "f2")
"""Variants for tests, never for training."""

VARIANTS: Final = tuple("m1 m2 m4 m5 m6 m8 f1 f3 f4 f5 klatt klatt2 klatt4 croak".split())


def speak(
    sentence: Spoken, source: random.Random, variants: Sequence[str] = VARIANTS
) -> tuple[str, Audio]:
    """A random variant, pitch and pace: the variant's name and its speech at its own rate."""
    variant = source.choice(variants)
    pace, pitch = source.randint(105, 175), source.randint(25, 75)
    text = " ".join(part.text for part in sentence.parts)
    command = ["espeak-ng", "-v", f"id+{variant}", "-s", str(pace), "-p", str(pitch), "--stdout"]
    done = subprocess.run([*command, text], capture_output=True, check=True)
    wave, rate = soundfile.read(io.BytesIO(done.stdout), dtype="float32")
    return variant, Audio(np.asarray(wave, np.float32), rate)
