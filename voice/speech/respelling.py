"""How espeak-ng must be told Indonesian: vowels it misreads and English words it spells badly."""

from __future__ import annotations

import ctypes
import re
from functools import lru_cache
from typing import Any, Final

from voice.speech.english import as_said
from voice.speech.vowels import marked

_VOWEL: Final = re.compile(r"aI|aU|OI|eI|[aEe@iouOIUVQ]")
_E_SOUND: Final = re.compile(r"[Ee@]")
_STRESS: Final = "'"
_GLOTTAL: Final = "_|"
_SY: Final = "C"
_WORD: Final = re.compile(r"(?<!\[\[)\b[a-z]+")
_UNRECORDED_PAIR: Final = re.compile(r"(d(?= d)|r(?= r)|ng(?= ng)) ")
"""Where one word ends and the next begins with the same d, r or ng."""


class Respeller:
    """Turns words into text that espeak-ng says rightly; unknown words pass unchanged.

    Args:
        library: the loaded espeak-ng, with an Indonesian voice selected.
        mbrola: the words are for MBROLA id1, whose recordings lack some sounds: it would leave
            them silent (no ``sy`` in syarat) and complain on the terminal.
    """

    def __init__(self, library: Any, mbrola: bool = False) -> None:
        self._library = library
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._mbrola = mbrola
        self._word = lru_cache(maxsize=8192)(self._respell)

    def __call__(self, text: str) -> str:
        # Whoever writes [[ ]] would be read as phonemes; only this class may do that.
        plain = text.replace("[", " ").replace("]", " ")
        if self._mbrola:
            plain = _UNRECORDED_PAIR.sub(rf"\1 [[{_GLOTTAL}]] ", plain)
        return _WORD.sub(lambda word: self._word(word[0]), plain)

    def _respell(self, word: str) -> str:
        word = as_said(word)
        vowels = marked(word)
        phonemes = with_vowels(self._phonemes(word), vowels) if vowels is not None else None
        if self._mbrola and "sy" in word:
            phonemes = (phonemes or self._phonemes(word)).replace(_SY, "sj")
        if phonemes is None:
            return word
        # In words of its own espeak sets the glottal stop between vowels; in phonemes it is ours.
        return f"[[{_GLOTTAL if word[0] in 'aeiou' else ''}{phonemes}]]"

    def _phonemes(self, word: str) -> str:
        text = ctypes.c_char_p(word.encode())
        spoken: bytes = self._library.espeak_TextToPhonemes(ctypes.byref(text), 1, 0) or b""
        return spoken.decode()


def with_vowels(phonemes: str, vowels: str) -> str | None:
    """espeak phonemes of a word with each e as marked; None when the two do not fit together.

    Args:
        phonemes: as espeak reads the word, such as ``s@b'Elas``.
        vowels: the word with é for /e/ and e for schwa, such as ``sebelas``.
    """
    wanted = ["E" if letter == "é" else "@" for letter in vowels if letter in "eé"]
    if len(_E_SOUND.findall(phonemes)) != len(wanted):
        return None
    if vowels.startswith("e"):
        # A schwa that begins a word (empat, enam) is all but lost on the line; many say it as /e/.
        wanted[0] = _E_SOUND.findall(phonemes)[0]
    sounds = iter(wanted)
    mended = _E_SOUND.sub(lambda _: next(sounds), phonemes)
    # A schwa before the last syllable gives its stress to the syllable after it.
    stressed = mended.find(_STRESS + "@")
    if stressed >= 0:
        following = _VOWEL.search(mended, stressed + 2)
        if following:
            mended = (
                mended[:stressed]
                + mended[stressed + 1 : following.start()]
                + _STRESS
                + mended[following.start() :]
            )
    return mended
