"""Counting errors: what was heard against what was said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def greedy(posteriors: Floats) -> list[int]:
    """The likeliest phone of each frame, repeats and blanks taken out."""
    return [int(phone) for phone, _ in groupby(posteriors.argmax(axis=1)) if phone]


def edits(one: Sequence[object], two: Sequence[object]) -> int:
    """Insertions, deletions and substitutions between two sequences."""
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(two, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


def phone_errors(
    heard: Iterable[tuple[str, Sequence[int], Sequence[int]]],
) -> dict[str, float]:
    """Percent of phones wrong by corpus.

    Args:
        heard: corpus, phones heard and phones said, of each utterance.
    """
    wrong: dict[str, int] = {}
    phones: dict[str, int] = {}
    for corpus, found, said in heard:
        wrong[corpus] = wrong.get(corpus, 0) + edits(found, said)
        phones[corpus] = phones.get(corpus, 0) + len(said)
    return {corpus: 100 * wrong[corpus] / max(1, phones[corpus]) for corpus in wrong}
