"""How Indonesian words are said: spelling rules, spelled-out acronyms and loan words.

Indonesian spelling is close to phonemic, so rules cover nearly every word; the tables of
``id/words`` hold what rules cannot know. Every word gets at least one pronunciation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from models.errors import ModelError
from models.wordlists import WORDS, read_table

Pronunciation = tuple[str, ...]

_DIGRAPHS: Final = {"ng": ("ng",), "ny": ("ny",), "sy": ("sy",), "kh": ("k",), "qu": ("k", "u")}
_LETTERS: Final = {"v": ("f",), "q": ("k",), "x": ("k", "s")}
_VOWELS: Final = frozenset("aiueo")

LETTER_NAMES: Final[dict[str, str]] = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        [
            "a",
            "be",
            "ce",
            "de",
            "e",
            "ef",
            "ge",
            "ha",
            "i",
            "je",
            "ka",
            "el",
            "em",
            "en",
            "o",
            "pe",
            "ki",
            "er",
            "es",
            "te",
            "u",
            "fe",
            "we",
            "eks",
            "ye",
            "zet",
        ],
        strict=True,
    )
)
"""Indonesian names of the letters, respelled."""

_LONGEST_ACRONYM: Final = 6
_OF_IT: Final = "nya"
"""Written in one piece with any word, foreign ones too: *filenya* ends like *file*."""
_SHORTEST_STEM: Final = 3


def plain(text: str) -> str:
    """Lower-case ASCII letters of a text; accents are dropped, anything else too."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if "a" <= c <= "z")


def by_rules(spelling: str) -> Pronunciation:
    """Phones of one spelled word by rules alone; empty only when it has no letter."""
    letters = plain(spelling)
    phones: list[str] = []
    at = 0
    while at < len(letters):
        pair = letters[at : at + 2]
        if pair in _DIGRAPHS:
            found, at = _DIGRAPHS[pair], at + 2
        else:
            found, at = _LETTERS.get(letters[at], (letters[at],)), at + 1
        for phone in found:
            # A doubled consonant is one sound; a doubled vowel is two (saat, maaf).
            if not phones or phone != phones[-1] or phone in _VOWELS:
                phones.append(phone)
    return tuple(phones)


def respelled(text: str) -> Pronunciation:
    """Phones of a respelling such as ``en u pe te ka``."""
    return tuple(phone for part in text.split() for phone in by_rules(part))


def spelled_out(word: str) -> Pronunciation:
    """Phones of a word said letter by letter."""
    return respelled(" ".join(LETTER_NAMES[letter] for letter in plain(word)))


def _spoken_variants(word: str) -> list[Pronunciation]:
    """The rule reading, then how careless speech shortens it."""
    letters = plain(word)
    variants = [by_rules(letters)]
    if "kh" in letters:
        variants.append(by_rules(letters.replace("kh", "h")))
    if re.search(r"([aiueo])\1", letters):
        variants.append(by_rules(re.sub(r"([aiueo])\1", r"\1", letters)))
    return variants


class Lexicon:
    """Pronunciations of words: tables first, rules for everything else.

    Args:
        respellings: word to its respellings, the usual one first.
    """

    def __init__(self, respellings: dict[str, tuple[str, ...]]) -> None:
        self._known = {
            word: tuple(dict.fromkeys(respelled(way) for way in ways))
            for word, ways in respellings.items()
        }

    @classmethod
    def load(cls, folder: Path = WORDS) -> Lexicon:
        """The tables of a folder of word lists, as :func:`read_respellings` reads them."""
        return cls(read_respellings(folder))

    @property
    def words(self) -> set[str]:
        """The words that a table says how to pronounce."""
        return set(self._known)

    def __contains__(self, word: str) -> bool:
        """True when a table, not the rules, says how the word is pronounced."""
        return word in self._known

    def pronunciations(self, word: str, acronym: bool = False) -> tuple[Pronunciation, ...]:
        """All ways to say a word, the usual one first.

        Args:
            word: as in the graphs, lower case.
            acronym: the word was written in capitals: if no table knows it and it is short, it
                is also spelled out.

        Raises:
            ValueError: the word has no letter.
        """
        if word in self._known:
            return self._known[word]
        stem = word.removesuffix(_OF_IT)
        if stem != word and len(stem) >= _SHORTEST_STEM and stem in self._known:
            return tuple((*way, "ny", "a") for way in self._known[stem])
        letters = plain(word)
        if not letters:
            raise ValueError(f"no letters in {word!r}")
        if len(letters) > 1 and not _VOWELS.intersection(letters):
            return (spelled_out(letters),)
        if len(letters) == 1:
            return tuple(dict.fromkeys((spelled_out(letters), by_rules(letters))))
        ways = _spoken_variants(letters)
        if acronym and len(letters) <= _LONGEST_ACRONYM:
            ways.insert(0, spelled_out(letters))
        return tuple(dict.fromkeys(ways))

    def missing(self, words: Iterable[str]) -> list[str]:
        """The words that cannot be said at all, because they hold no letter."""
        return [word for word in words if word not in self._known and not plain(word)]


def read_respellings(folder: Path = WORDS, english: bool = True) -> dict[str, tuple[str, ...]]:
    """By word the ways of ``acronyms.tsv`` and ``exceptions.tsv``, the usual one first.

    Args:
        folder: the word lists.
        english: those of ``english.tsv`` too, of words that neither of the others knows.

    Raises:
        ModelError: naming file and line; a word stands there twice or has an empty way.
    """
    table = _respellings(folder / "acronyms.tsv", {})
    table = _respellings(folder / "exceptions.tsv", table)
    return _respellings(folder / "english.tsv", {}) | table if english else table


def _respellings(path: Path, before: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The table before and the rows of another one."""
    table = dict(before)
    for row in read_table(path, columns=2):
        word, ways = row.cells
        if word in table:
            raise ModelError(f"{row.place}: kata '{word}' sudah ada; hapus salah satu.")
        table[word] = tuple(way.strip() for way in ways.split("|"))
        if not all(respelled(way) for way in table[word]):
            raise ModelError(f"{row.place}: lafal kata '{word}' kosong; isi kolom kedua.")
    return table


@cache
def default_lexicon() -> Lexicon:
    """The lexicon shipped with the package."""
    return Lexicon.load()


def pronounce(word: str) -> list[str]:
    """The usual pronunciation of a word as a list of phones.

    Raises:
        ValueError: the word has no letter.
    """
    shouted = len(word) > 1 and word.isupper()
    return list(default_lexicon().pronunciations(word.casefold(), acronym=shouted)[0])
