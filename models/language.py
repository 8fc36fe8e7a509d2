"""The language model of each field, from word lists, FAQ phrasings and the general model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from models.fields import Field
from models.ngram import Ngram, count_model, mix, read_arpa
from models.phrases import Phrases
from models.text import spoken_words

GENERAL: Final = Path(__file__).parent / "id" / "general.arpa.gz"
"""The general Indonesian model shipped with the package (made by models/train_language.py)."""

OFFICE_SHARE: Final = 0.5
"""Weight of the office's own sentences against general Indonesian in the open question."""

_ORDER: Final[dict[Field, int]] = {
    Field.YESNO: 3,
    Field.DIGITS: 2,
    Field.DISTRICT: 3,
    Field.NAME: 2,
    Field.INSTITUTION: 3,
    Field.QUESTION: 3,
}
_PRUNED_ONCE: Final = frozenset({Field.INSTITUTION, Field.QUESTION})


def language_of(
    field: Field, phrases: Phrases, phrasings: Sequence[str], general: Ngram | None = None
) -> Ngram:
    """The language model of one field.

    Args:
        field: the field.
        phrases: the word lists.
        phrasings: the questions of the FAQ as written; used by the open question only.
        general: the general model, which the open question needs.
    """
    order, prune = _ORDER[field], int(field in _PRUNED_ONCE)
    if field is not Field.QUESTION:
        return count_model(phrases.of(field), order, prune)
    if general is None:
        raise ValueError("the open question needs the general model")
    office = count_model(phrases.questions(list(spoken(phrasings))), order, prune)
    return mix(office, general, OFFICE_SHARE)


def spoken(phrasings: Iterable[str]) -> Iterable[tuple[str, ...]]:
    """Phrasings as word tuples; those without any word are dropped."""
    for phrasing in phrasings:
        words = tuple(spoken_words(phrasing))
        if words:
            yield words


def general_model(path: Path = GENERAL) -> Ngram:
    """The general model; ModelError when the file is missing or broken."""
    return read_arpa(path)
