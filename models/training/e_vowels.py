"""Which of the two sounds of the letter e a word has: a lexicon knows, espeak-ng often guesses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

E_VOWEL: Final = re.compile("[eɛə]")


class EVowels:
    """The e-vowels of words.

    Args:
        lexicon: ``word<TAB>phonemes``; the first pronunciation of a word counts.
    """

    def __init__(self, lexicon: Path) -> None:
        self._known: dict[str, str] = {"empat": "ə", "enam": "ə"}
        for line in lexicon.read_text(encoding="utf-8").splitlines():
            word, sounds = line.split("\t")[:2]
            vowels = "".join(E_VOWEL.findall(sounds))
            if word not in self._known and len(vowels) == word.count("e"):
                self._known[word] = vowels

    def of(self, words: Iterable[str]) -> list[str]:
        """One of ``e``, ``ɛ``, ``ə`` for every letter e, ``?`` where the lexicon is silent."""
        return [v for word in words for v in self._known.get(word, "?" * word.count("e"))]
