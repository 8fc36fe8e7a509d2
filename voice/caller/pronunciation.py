"""How the simulated caller says a text: Sapa's reading of it, as the phonemes that Kokoro knows."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any, Final

from voice.speech import Clause, clauses
from voice.speech.library import binding
from voice.speech.vowels import marked

LONGEST: Final = 250
"""Phonemes said in one breath; the network takes 510, and speaks best well below that."""

_LETTER_NAMES: Final = frozenset("be ce de e ef ge el em en eks er es pe te ve we ye zet".split())
_SOUNDS: Final = (
    ("tʃ", "ʧ"),
    ("dʒ", "ʤ"),
    ("ç", "ʃ"),
    ("x", "h"),
    ("ɪ", "i"),
    ("ʊ", "u"),
    ("g", "ɡ"),
    ("ʲ", ""),
)
_E_SOUND: Final = re.compile("[eɛə]")
_STRESSED_SCHWA: Final = re.compile("ˈə([^aeiouɛɔə]*)(?=[aeiouɛɔ])")
_UTF8: Final = 1
_IPA: Final = 2


class Pronunciation:
    """espeak-ng's Indonesian, with its e and ə mended."""

    def __init__(self) -> None:
        """VoiceError when espeak-ng cannot be loaded."""
        espeak = binding()
        espeak.SetVoiceByName(b"id")
        self._library: Any = espeak.dll
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def breaths(self, text: str) -> Iterator[tuple[str, float]]:
        """Stretches of at most about ``LONGEST`` phonemes, each with the seconds of pause after."""
        breath, pause = "", 0.0
        for clause in clauses(text):
            sounds = self.clause(clause)
            if breath and len(breath) + len(sounds) > LONGEST:
                yield breath, pause
                breath = ""
            breath = f"{breath} {sounds}".lstrip()
            pause = clause.pause_ms / 1000
        if breath:
            yield breath, pause

    def clause(self, clause: Clause) -> str:
        """Phonemes of one clause, its melody as a punctuation mark."""
        words = clause.text.split()
        sounds = self._ipa(clause.text).split()
        if len(sounds) != len(words):
            sounds = [self._ipa(word) for word in words]
        whole = " ".join(mended(ipa, word) for ipa, word in zip(sounds, words, strict=True))
        for heard, known in _SOUNDS:
            whole = whole.replace(heard, known)
        return whole + clause.tone.value

    def _ipa(self, text: str) -> str:
        rest = ctypes.c_char_p(text.encode())
        spoken: list[str] = []
        while rest.value is not None:
            piece = self._library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA)
            spoken.append((piece or b"").decode())
        return " ".join(spoken).strip()


def mended(ipa: str, word: str) -> str:
    """The phonemes of a word with /e/ and schwa where they belong, as far as that is known."""
    vowels = word.replace("e", "é") if word in _LETTER_NAMES else marked(word)
    wanted = ["e" if letter == "é" else "ə" for letter in vowels or "" if letter in "eé"]
    if len(_E_SOUND.findall(ipa)) != len(wanted):
        return ipa
    sounds = iter(wanted)
    right = _E_SOUND.sub(lambda _: next(sounds), ipa)
    return _STRESSED_SCHWA.sub(r"ə\1ˈ", right, count=1)
