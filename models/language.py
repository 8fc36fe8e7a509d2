"""The language model of each field, from word lists, FAQ phrasings and the general model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from models.fields import Field
from models.lm.files import read_model
from models.lm.words import NEVER, WordModel, from_ngram
from models.ngram import count_model
from models.phrases import Phrases
from models.sounds import START, by_sound
from models.text import spoken_words

GENERAL: Final = Path(__file__).parent / "id" / "general.npz"
"""The general Indonesian model shipped with the package (made by models/lm/train.py)."""

LARGE: Final = Path(__file__).parent / "id" / "general-large.npz"
"""The same before pruning: the second pass weighs what it found with it."""

OFFICE_SHARE: Final = 0.7
"""Part of the answers to the open question that begin as people speak to this office."""

UNKNOWN_COSTS: Final = (8.0, 5.0)
"""Of a word unknown to the office's model, and to the general one: natural logarithms, well above
what such words are worth by their number, since a listed word that is nearly as good must win."""

_ORDER: Final[dict[Field, int]] = {
    Field.YESNO: 3,
    Field.DIGITS: 2,
    Field.DISTRICT: 3,
    Field.NAME: 2,
    Field.INSTITUTION: 3,
    Field.QUESTION: 3,
}
_SPELLED: Final = 4
"""Letters of the shortest words from which syllables are learned."""
_USUAL: Final = 3
"""Words in which a syllable must be found, if any syllable is in so many."""
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


def spelling_model(known: WordModel, order: int) -> WordModel:
    """How syllables follow one another in words, for words that no list knows.

    Every known word counts once: new words are like the many rare ones. What it produces begins
    with a syllable that begins a word, and goes on with others.

    Args:
        known: the general model.
        order: longest run of syllables that is looked at.
    """
    spelled = [by_sound(word) for word in known.words[2:] if len(word) >= _SPELLED]
    times = Counter(part for word in spelled for part in word)
    usual = [word for word in spelled if word and all(times[p] >= _USUAL for p in word)]
    model = from_ngram(count_model(usual or spelled, order))
    syllables = model.model.levels[0]
    begins = np.array([word.startswith(START) for word in model.words])
    syllables.logp = np.where(begins, NEVER, syllables.logp)
    syllables.backoff[model.begin] = NEVER
    return model


def spoken(phrasings: Iterable[str]) -> Iterable[tuple[str, ...]]:
    """Phrasings as word tuples; those without any word are dropped."""
    for phrasing in phrasings:
        words = tuple(spoken_words(phrasing))
        if words:
            yield words


def general_model(path: Path = GENERAL) -> WordModel:
    """The general model; ModelError when the file is missing or broken."""
    return read_model(path)
