"""What is said for the bench: sentences of the FAQ, numbers, and news read by a person."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Final

from faq import FaqBook
from models import Audio, ModelError
from models.evaluate import held_out
from voice.speech import clauses

SENTENCES: Final = 200
NUMBERS: Final = 100
HUMAN: Final = 40

_SEED: Final = 20261126
_SENTENCE: Final = re.compile(r"(?<=[.?!])\s+")
_SHORTEST: Final = 40
_LONGEST: Final = 160


def faq_sentences(limit: int = SENTENCES) -> list[str]:
    """Whole sentences of answers, drawn once and for all."""
    found = [
        sentence
        for entry in FaqBook.load()
        for sentence in _SENTENCE.split(entry.answer)
        if _SHORTEST <= len(sentence) <= _LONGEST and "{" not in sentence
    ]
    random.Random(_SEED).shuffle(found)
    return found[:limit]


def number_strings(limit: int = NUMBERS) -> list[str]:
    """Telephone numbers, and the digits of NPSN, NUPTK and the like, as Sapa reads them back."""
    source = random.Random(_SEED)

    def digits(count: int) -> str:
        return "".join(source.choice("0123456789") for _ in range(count))

    made = []
    for at in range(limit):
        if at % 2:
            made.append(f"08{digits(source.choice((8, 9, 10)))}")
        else:
            made.append(digits(source.choice((8, 10, 16))))
    return made


def human_readings(speech: Path, limit: int = HUMAN) -> list[tuple[str, Audio]]:
    """Sentences of the news read by a person, with their sound; ModelError when missing."""
    found = []
    for one in held_out(speech, "news", limit, _SEED):
        try:
            found.append((one.text, one.audio()))
        except ModelError:
            continue
    return found


def spoken(text: str) -> str:
    """A text in words alone, numbers and acronyms as they are said: what two texts are compared by.

    Whoever writes down what was heard may write 12, dua belas, NUPTK or en u pe te ka.
    """
    return " ".join(clause.text for clause in clauses(text))


def letters(text: str) -> str:
    """The same without spaces."""
    return spoken(text).replace(" ", "")
