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
from models.number_phrases import DIGITS, number_answer, school_number, small_number
from models.sounds import by_sound, is_sound, syllables
from models.wordlists import WORDS, Weighted, read_ways, read_weighted

Sentence = tuple[str, ...]

_SLOT: Final = re.compile(r"\{(\w+)\}")
_SEED: Final = 20261122

_DRAWN: Final[dict[Field, int]] = {
    Field.YESNO: 400,
    Field.DIGITS: 6000,
    Field.DISTRICT: 2500,
    Field.NAME: 14000,
    Field.INSTITUTION: 12000,
    Field.QUESTION: 4000,
}
_LISTS: Final = (
    "kecamatan",
    "places",
    "given-names",
    "family-names",
    "foundations",
    "institution-kinds",
    "district-answers",
    "name-answers",
    "institution-answers",
    "hesitations",
    "corrections",
    "courtesies",
)
_COMMAND_SHARE: Final = 0.08
_NOISE_SHARE: Final = 0.008
"""Part of the sentences of a closed field that is none of the words it knows."""

_FEWEST_NOISES: Final = 15
_HESITATES: Final = 0.04
_PAUSES_BEFORE_NAME: Final = 0.02
_CORRECTS: Final = 0.03
_REPEATS: Final = 0.015
_COURTEOUS: Final = 0.1


class Phrases:
    """The sentences of every field.

    Args:
        folder: the word lists.
    """

    def __init__(self, folder: Path = WORDS) -> None:
        self._random = random.Random(_SEED)
        self.commands = _flat(read_ways(folder / "commands.txt"))
        self._yesno = read_weighted(folder / "yesno.txt")
        self.yesno = list(self._yesno.ways)
        self.carriers = _flat(read_ways(folder / "carriers.txt"))
        self.tails = _flat(read_ways(folder / "tails.txt"))
        self.conversation = _flat(read_ways(folder / "conversation.txt"))
        self.districts = _with_kind(read_ways(folder / "districts.txt"))
        lists = {name: read_weighted(folder / f"{name}.txt") for name in _LISTS}
        self._lists = lists
        districts = Weighted(tuple(self.districts), (1.0,) * len(self.districts))
        self._places = lists["kecamatan"] + lists["places"]
        self._anywhere = self._places + districts
        self._known_names = lists["given-names"] + self._places
        self._slots: dict[str, Callable[[], Sentence]] = {
            "district": lambda: self._draw(districts),
            "place": lambda: self._draw(self._anywhere),
            "given": lambda: self._draw(lists["given-names"]),
            "family": lambda: self._draw(lists["family-names"]),
            "name": self._name,
            "sound": lambda: self._unknown(lists["given-names"]),
            "small": lambda: small_number(self._random),
            "number": lambda: school_number(self._random),
            "foundation": self._foundation,
            "school": lambda: self._fill(self._draw(lists["institution-kinds"])),
        }

    def of(self, field: Field) -> list[Sentence]:
        """Sentences of one closed field, commands and some unknown sounds among them."""
        draw = {
            Field.YESNO: lambda: self._draw(self._yesno),
            Field.DIGITS: lambda: number_answer(self._random),
            Field.DISTRICT: lambda: self._answer("district-answers"),
            Field.NAME: lambda: self._answer("name-answers"),
            Field.INSTITUTION: lambda: self._answer("institution-answers"),
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
                lists = self._lists
                return [*lists["given-names"].ways, *lists["family-names"].ways]
            case Field.INSTITUTION | Field.QUESTION:
                foundations = self._lists["foundations"].ways
                return [*self._places.ways, *self.districts, *foundations]
            case Field.DIGITS:
                return [(digit,) for digit in DIGITS]

    def _draw(self, entries: Weighted) -> Sentence:
        return entries.draw(self._random)

    def _happens(self, share: float) -> bool:
        return self._random.random() < share

    def _answer(self, patterns: str) -> Sentence:
        """An answer as people give it: with hesitation, correction, repetition and courtesy."""
        pattern = self._draw(self._lists[patterns])
        last = next((w for w in reversed(pattern) if _SLOT.fullmatch(w)), "")
        words: list[str] = []
        if self._happens(_HESITATES):
            words += self._draw(self._lists["hesitations"])
        for word in pattern:
            if word == last and len(pattern) > 1 and self._happens(_PAUSES_BEFORE_NAME):
                words += self._draw(self._lists["hesitations"])
            words += self._fill((word,))
        if last and self._happens(_CORRECTS):
            words += (*self._draw(self._lists["corrections"]), *self._fill((last,)))
        elif self._happens(_REPEATS):
            words += words[-1:]
        if self._happens(_COURTEOUS):
            words += self._draw(self._lists["courtesies"])
        return tuple(words)

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
            unknown = self._unknown(self._known_names)
            return (*given(), *unknown) if chance < 0.04 else unknown
        if chance < 0.35:
            return given()
        if chance < 0.65:
            return (*given(), *family())
        if chance < 0.85:
            return (*given(), *given())
        return (*given(), *given(), *family())

    def _foundation(self) -> Sentence:
        if self._happens(0.12):
            return self._unknown(self._known_names)
        return self._draw(self._lists["foundations"])

    def _unknown(self, like: Weighted) -> Sentence:
        """A word known to no list that sounds like the words of one."""
        return by_sound(self._random.choice(like.ways)[0])

    def _introduction(self) -> Sentence:
        """A caller who says who is calling before or instead of asking."""
        if self._happens(0.1):
            return self._draw(self._yesno)
        if self._happens(0.4):
            words = self._fill(("saya", "{name}", "dari", "{school}"))
        else:
            words = self._answer("institution-answers")
        return tuple(word for word in words if not is_sound(word)) or ("saya",)

    def _noise(self) -> Sentence:
        lists = (self.conversation, self._places.ways, self.carriers)
        words = self._random.choice(self._random.choice(lists))
        return tuple(part for word in words[:3] if syllables(word) for part in by_sound(word))


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


def _spread(sentences: Sequence[Sentence], count: int) -> list[Sentence]:
    """The sentences in turn, at least once each, until there are so many."""
    return [sentences[n % len(sentences)] for n in range(max(count, len(sentences)))]
