"""What synthetic voices say: the service's own matters, and ordinary sentences for variety."""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import yaml

from models.fields import Field
from models.language import LARGE, general_model
from models.phrases import Phrases
from models.text import acronyms_in, spoken_words
from models.training.drawn import WORDS, DrawnSentences
from models.training.spoken import Spoken, spoken

_FIELDS: Final = (Field.NAME, Field.INSTITUTION, Field.DISTRICT, Field.DIGITS, Field.QUESTION)
_CLAUSE: Final = re.compile(r"[.!?;:,()\"“”\[\]/…]")
_LEAST_SEEN: Final = 5


def held_out(phrase: str) -> bool:
    """True for the fifth part of all questions that is kept for tests."""
    return hashlib.sha256(phrase.encode()).digest()[0] % 5 == 0


def faq_sentences(folder: Path) -> tuple[list[str], list[str]]:
    """All phrasings of the FAQ, and the clauses of its answers that hold words alone."""
    questions: dict[str, None] = {}
    clauses: dict[str, None] = {}
    for file in sorted(folder.glob("*.yaml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
            questions |= dict.fromkeys(entry["ask"])
            answer = " ".join(entry["answer"].replace("Bapak/Ibu", "Bapak").split())
            clauses |= dict.fromkeys(part.strip() for part in re.split("[.,;:]", answer))
    return list(questions), [c for c in clauses if c and not re.search("[^A-Za-z ]", c)]


class Sentences:
    """An endless supply of sentences.

    Args:
        questions: phrasings of the FAQ as written, acronyms in capitals.
        answers: clauses of its answers, likewise.
        general: file of ordinary sentences, one a line, ``source<TAB>text``.
        seed: gives the same sentences in the same order.
        ordinary: share of ordinary sentences; the service's own matters share the rest.
        drawn: share of the ordinary ones that is drawn from the general model instead of taken
            from the file: they say more words, English ones among them, and make less sense.
    """

    def __init__(
        self,
        questions: Sequence[str],
        answers: Sequence[str],
        general: Path,
        seed: int,
        ordinary: float = 0.4,
        drawn: float = 0.0,
    ) -> None:
        self._random: Final = random.Random(seed)
        self._own: Final = 1.0 - ordinary
        self._taken: Final = 1.0 - ordinary * drawn
        self._drawn: Final = iter(DrawnSentences(general_model(LARGE), seed)) if drawn else None
        self._general: Final = ordinary_sentences(general)
        self._random.shuffle(self._general)
        phrases = Phrases()
        self._fields: Final = {
            field: [s for s in phrases.of(field) if not any(w[0] in "_~" for w in s)]
            for field in _FIELDS
        }
        trained = [q for q in questions if not held_out(q)]
        self._written: Final = trained + [a for a in answers if 3 <= len(a.split()) <= 14]
        self._acronyms: Final = frozenset(w for q in (*questions, *answers) for w in acronyms_in(q))
        self._carriers: Final = [*phrases.carriers, *phrases.conversation]

    def __iter__(self) -> Iterator[Spoken]:
        while True:
            yield spoken(self._words(), self._random, self._acronyms)

    def _words(self) -> Sequence[str]:
        chance = self._random.random()
        if chance < self._own / 2:
            words = spoken_words(self._random.choice(self._written))
            if self._random.random() < 0.25:
                words = [*self._random.choice(self._carriers), *words]
            return words
        if chance < self._own:
            field = self._random.choice(_FIELDS)
            return self._random.choice(self._fields[field])
        if self._drawn is not None and chance >= self._taken:
            return next(self._drawn)
        return self._general.pop() if self._general else self._random.choice(self._carriers)


def ordinary_sentences(path: Path) -> list[tuple[str, ...]]:
    """Clauses of 4 to 13 words whose words are spelled as they are said."""
    clauses: list[tuple[str, ...]] = []
    capitals: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        written = line.split("\t", 1)[-1]
        for word in re.findall("[A-Za-z]+", written):
            seen[word.lower()] += 1
            capitals[word.lower()] += len(word) <= 5 and word.isupper()
        for clause in _CLAUSE.split(written.lower().replace("-", " ")):
            if not re.search(r"[^a-z ]", clause):
                clauses.append(tuple(clause.split()))

    def sayable(word: str) -> bool:
        plain = seen[word] >= _LEAST_SEEN and len(word) > 1 and capitals[word] < 0.4 * seen[word]
        return plain and bool(set(word) & set("aiueo"))

    fit = (c for c in clauses if len(c) in WORDS and all(map(sayable, c)))
    return list(dict.fromkeys(fit))
