"""The language model of each field, from word lists, FAQ phrasings and the general model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from models.fields import Field
from models.lm.files import read_model
from models.lm.words import WordModel, from_ngram
from models.ngram import count_model
from models.phrases import Phrases
from models.text import spoken_words

GENERAL: Final = Path(__file__).parent / "id" / "general.npz"
"""The general Indonesian model shipped with the package (made by models/lm/train.py)."""

LARGE: Final = Path(__file__).parent / "id" / "general-large.npz"
"""The same before pruning: the second pass weighs what it found with it."""

OFFICE_SHARE: Final = 0.7
"""Part of the answers to the open question that begin as people speak to this office."""

_ORDER: Final[dict[Field, int]] = {
    Field.YESNO: 3,
    Field.DIGITS: 2,
    Field.DISTRICT: 3,
    Field.NAME: 2,
    Field.INSTITUTION: 3,
    Field.QUESTION: 3,
}
_PRUNED_ONCE: Final = frozenset({Field.INSTITUTION, Field.QUESTION})


def closed_language(field: Field, phrases: Phrases) -> WordModel:
    """The language model of a field with few words: all but the open question."""
    return from_ngram(count_model(phrases.of(field), _ORDER[field], int(field in _PRUNED_ONCE)))


def office_language(phrases: Phrases, phrasings: Sequence[str]) -> WordModel:
    """What people ask this office.

    Args:
        phrases: the word lists.
        phrasings: the questions of the FAQ as written.
    """
    sentences = phrases.questions(list(spoken(phrasings)))
    field = Field.QUESTION
    return from_ngram(count_model(sentences, _ORDER[field], int(field in _PRUNED_ONCE)))


def spoken(phrasings: Iterable[str]) -> Iterable[tuple[str, ...]]:
    """Phrasings as word tuples; those without any word are dropped."""
    for phrasing in phrasings:
        words = tuple(spoken_words(phrasing))
        if words:
            yield words


def general_model(path: Path = GENERAL) -> WordModel:
    """The general model; ModelError when the file is missing or broken."""
    return read_model(path)
