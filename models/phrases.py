"""What callers may say in each field, as sentences drawn from the word lists.

Patterns hold slots; a fixed seed fills them, so the same lists always give the same sentences.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from models.fields import Field
from models.sounds import by_sound, is_sound, syllables
from models.wordlists import WORDS, read_table, read_ways

Sentence = tuple[str, ...]

_SLOT: Final = re.compile(r"\{(\w+)\}")
_SEED: Final = 20261122

DIGITS: Final = [
    "nol",
    "kosong",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
]
_UNITS: Final = DIGITS[2:]

_DRAWN: Final[dict[Field, int]] = {
    Field.YESNO: 400,
    Field.DIGITS: 6000,
    Field.DISTRICT: 2500,
    Field.NAME: 14000,
    Field.INSTITUTION: 12000,
    Field.QUESTION: 4000,
}
_COMMAND_SHARE: Final = 0.08
_NOISE_SHARE: Final = 0.008
"""Part of the sentences of a closed field that is none of the words it knows."""

_FEWEST_NOISES: Final = 15


class Phrases:
    """The sentences of every field.

    Args:
        folder: the word lists.
    """

    def __init__(self, folder: Path = WORDS) -> None:
        self._random = random.Random(_SEED)
        self.commands = _flat(read_ways(folder / "commands.txt"))
        self.yesno = _flat(read_ways(folder / "yesno.txt"))
        self.carriers = _flat(read_ways(folder / "carriers.txt"))
        self.tails = _flat(read_ways(folder / "tails.txt"))
        self.conversation = _flat(read_ways(folder / "conversation.txt"))
        self.districts = _with_kind(read_ways(folder / "districts.txt"))
        self._places = _flat(read_ways(folder / "places.txt"))
        self._given = _flat(read_ways(folder / "given-names.txt"))
        self._family = _flat(read_ways(folder / "family-names.txt"))
        self._foundations = _flat(read_ways(folder / "foundations.txt"))
        self._patterns = {
            name: _read_patterns(folder / f"{name}.txt")
            for name in (
                "district-answers",
                "name-answers",
                "institution-answers",
                "institution-kinds",
            )
        }
        self._slots: dict[str, Callable[[], Sentence]] = {
            "district": lambda: self._random.choice(self.districts),
            "place": lambda: self._random.choice(self._places + self.districts),
            "given": lambda: self._random.choice(self._given),
            "family": lambda: self._random.choice(self._family),
            "name": self._name,
            "sound": lambda: by_sound(self._random.choice(self._given)[0]),
            "small": lambda: small_number(self._random),
            "number": lambda: school_number(self._random),
            "foundation": self._foundation,
            "school": lambda: self._fill(self._pattern("institution-kinds")),
        }

    def of(self, field: Field) -> list[Sentence]:
        """Sentences of one closed field, commands and some unknown sounds among them."""
        draw = {
            Field.YESNO: lambda: self._random.choice(self.yesno),
            Field.DIGITS: lambda: number_answer(self._random),
            Field.DISTRICT: lambda: self._fill(self._pattern("district-answers")),
            Field.NAME: lambda: self._fill(self._pattern("name-answers")),
            Field.INSTITUTION: lambda: self._fill(self._pattern("institution-answers")),
            Field.QUESTION: self._introduction,
        }[field]
        drawn = _DRAWN[field]
        sentences = [draw() for _ in range(drawn)]
        sentences += self._every_entry(field)
        sentences += _spread(self.commands, self._command_count(field, drawn))
        if field is not Field.QUESTION:
            sentences += [
                self._noise() for _ in range(max(_FEWEST_NOISES, round(drawn * _NOISE_SHARE)))
            ]
        return sentences

    def questions(self, phrasings: Sequence[Sentence]) -> list[Sentence]:
        """Sentences of the open question: the phrasings bare and with the talk around them."""
        sentences: list[Sentence] = []
        for phrasing in phrasings:
            sentences += [phrasing] * 4
            for _ in range(3):
                tail = self._random.choice(self.tails) if self._random.random() < 0.3 else ()
                sentences.append((*self._random.choice(self.carriers), *phrasing, *tail))
        sentences += self.carriers + self.conversation * 2
        for line in self.conversation:
            sentences.append((*self._random.choice(self.carriers), *line))
        return sentences + self.of(Field.QUESTION)

    def _command_count(self, field: Field, drawn: int) -> int:
        if field is Field.YESNO:
            return 4 * len(self.commands)
        return max(len(self.commands), round(drawn * _COMMAND_SHARE))

    def _every_entry(self, field: Field) -> list[Sentence]:
        """All entries of the field's lists once, so that chance leaves none out."""
        match field:
            case Field.YESNO:
                return self.yesno * 2
            case Field.DISTRICT:
                return self.districts * 8
            case Field.NAME:
                return [*self._given, *self._family]
            case Field.INSTITUTION | Field.QUESTION:
                return [*self._places, *self.districts, *self._foundations]
            case Field.DIGITS:
                return [(digit,) for digit in DIGITS]

    def _pattern(self, name: str) -> Sentence:
        return self._random.choice(self._patterns[name])

    def _fill(self, pattern: Sentence) -> Sentence:
        words: list[str] = []
        for word in pattern:
            slot = _SLOT.fullmatch(word)
            words.extend(self._slots[slot[1]]() if slot else (word,))
        return tuple(words)

    def _name(self) -> Sentence:
        chance = self._random.random()
        given, family = self._slots["given"], self._slots["family"]
        if chance < 0.08:
            unknown = by_sound(self._random.choice(self._given + self._places)[0])
            return (*given(), *unknown) if chance < 0.04 else unknown
        if chance < 0.35:
            return given()
        if chance < 0.65:
            return (*given(), *family())
        if chance < 0.85:
            return (*given(), *given())
        return (*given(), *given(), *family())

    def _foundation(self) -> Sentence:
        if self._random.random() < 0.12:
            return by_sound(self._random.choice(self._given + self._places)[0])
        return self._random.choice(self._foundations)

    def _introduction(self) -> Sentence:
        """A caller who says who is calling before or instead of asking."""
        if self._random.random() < 0.1:
            return self._random.choice(self.yesno)
        if self._random.random() < 0.4:
            words = self._fill(("saya", "{name}", "dari", "{school}"))
        else:
            words = self._fill(self._pattern("institution-answers"))
        return tuple(word for word in words if not is_sound(word)) or ("saya",)

    def _noise(self) -> Sentence:
        lists = (self.conversation, self._places, self.carriers)
        words = self._random.choice(self._random.choice(lists))
        return tuple(part for word in words[:3] if syllables(word) for part in by_sound(word))


def small_number(source: random.Random) -> Sentence:
    """A school number as small schools carry it: one to ninety-nine, mostly below ten."""
    chance = source.random()
    if chance < 0.7:
        return (source.choice(_UNITS),)
    if chance < 0.78:
        return ("sepuluh",)
    if chance < 0.9:
        return ("sebelas",) if source.random() < 0.2 else (source.choice(_UNITS[1:]), "belas")
    tens = (source.choice(_UNITS[1:]), "puluh")
    return tens if source.random() < 0.3 else (*tens, source.choice(_UNITS))


def school_number(source: random.Random) -> Sentence:
    """A number as primary schools carry it: six digits such as 060882, or a small one."""
    chance = source.random()
    if chance < 0.45:
        return ("nol", *(source.choice(DIGITS) for _ in range(5)))
    if chance < 0.55:
        return tuple(source.choice(_UNITS) for _ in range(6))
    if chance < 0.65:
        return (source.choice(_UNITS), "ratus", *small_number(source))
    return small_number(source)


def number_answer(source: random.Random) -> Sentence:
    """A telephone or other number said digit by digit, now and then with number words."""
    length = source.choice((1, 2, 3, 4, 4, 5, 8, 10, 11, 12, 12, 13))
    digits: list[str] = []
    for _ in range(length):
        digits.append(source.choice(DIGITS))
        chance = source.random()
        if chance < 0.015:
            digits.extend(small_number(source))
        elif chance < 0.02:
            digits.extend((source.choice(_UNITS), "ratus"))
    opening = source.random()
    openings = (
        ("nomor", "saya"), ("nomornya",), ("nomor", "telepon", "saya"), ("nomor", "hp", "saya"),
        ("nomor", "wa", "saya"), ("bukan",), ("ya",), ("eh",), ("maaf",), ("plus",), ("salah",),
        ("yang", "benar"), ("nomor", "whatsapp", "saya"), ("di",), ("nomor", "teleponnya"),
        ("seratus",), ("sepuluh",), ("sebelas",), ("dobel",), ("terus",), ("lalu",), ("baik",),
    )  # fmt: skip
    if opening < 0.15:
        return (*source.choice(openings), *digits)
    return tuple(digits)


def _flat(entries: Iterable[tuple[str, ...]]) -> list[Sentence]:
    return [tuple(way.split()) for ways in entries for way in ways]


def _with_kind(entries: Iterable[tuple[str, ...]]) -> list[Sentence]:
    """Ways to say a district, with and without the kind its official name begins with."""
    ways: dict[Sentence, None] = {}
    for official, *others in entries:
        kind = official.split()[0]
        ways[tuple(official.split())] = None
        for other in others:
            ways[tuple(other.split())] = None
        ways[(kind, *others[0].split())] = None
    return list(ways)


def _read_patterns(path: Path) -> list[Sentence]:
    return [tuple(row.cells[0].split()) for row in read_table(path, columns=1)]


def _spread(sentences: Sequence[Sentence], count: int) -> list[Sentence]:
    """The sentences in turn, at least once each, until there are so many."""
    return [sentences[n % len(sentences)] for n in range(max(count, len(sentences)))]
