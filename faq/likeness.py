"""How like the phrasings of each entry a question is as a text: its words and groups of letters.

TF-IDF with cosine over three kinds of features: the tokens of the matcher, groups of three and
four letters of these, and of the words as they were said. Groups of letters find what stems and
lists of synonyms miss ("perpanjang", "memperpanjangnya"), and words the recogniser half heard.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from faq.normalise import Utterance

Floats = NDArray[np.float32]
Places = NDArray[np.intp]

_GROUPS: Final = (3, 4)
_BEST: Final = 3
_OFTEN: Final = 0.06
"""Share of the phrasings; groups of letters that more of them hold tell little and cost much."""
_OFTEN_AT_LEAST: Final = 20
_LOOKED_AT: Final = 256
_TOGETHER: Final = 4096
"""Texts whose features are counted at once: those of a large book all at once fill memory."""
_BLOCKS: Final = 1024
_AT_ONCE: Final = 50_000
"""Places in lists of features that are worth copying into one list."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A question against every entry, each figure 0..1.

    Attributes:
        near: mean cosine with the three most alike phrasings of each entry, shape [E].
        whole: cosine with all phrasings of each entry together, shape [E].
        best: the most alike phrasings of the book, best first.
    """

    near: Floats
    whole: Floats
    best: Places


class TextIndex:
    """The phrasings of a book as weighted features.

    Args:
        utterances: the phrasings.
        entry_of: entry of each phrasing, shape [P]; those of one entry follow each other.
        entries: how many entries there are.
    """

    def __init__(self, utterances: Sequence[Utterance], entry_of: Places, entries: int) -> None:
        self._entry_of = entry_of
        self._entries = entries
        counted = _Counted(utterances)
        within = np.bincount(counted.places, minlength=len(counted.place))
        everywhere = max(_OFTEN_AT_LEAST, _OFTEN * len(utterances))
        top = len(utterances) + 1.0
        self._unknown = log(top) + 1.0
        self._place = counted.place
        rarity = (np.log(top / (within + 1.0)) + 1.0).astype(np.float32)
        for feature, place in counted.place.items():
            if feature[0] in "=-" and within[place] > everywhere:
                rarity[place] = 0.0
        self._rarity = rarity
        values = (1.0 + np.log(counted.counts)) * rarity[counted.places]
        square = np.bincount(counted.owners, values * values, len(utterances))
        lengths = np.sqrt(np.where(square > 0.0, square, 1.0))
        values = (values / lengths[counted.owners]).astype(np.float32)
        self._starts = np.flatnonzero(np.diff(entry_of, prepend=-1))
        self._owning = entry_of[self._starts]
        self._lengths = np.zeros(entries, dtype=np.float32)
        edges = np.searchsorted(counted.owners, [*self._starts.tolist(), len(utterances)])
        for entry, (start, end) in zip(self._owning.tolist(), pairwise(edges), strict=True):
            _, back = np.unique(counted.places[start:end], return_inverse=True)
            total = np.bincount(back, values[start:end])
            self._lengths[entry] = sqrt(float(total @ total))
        self._phrasings = _Postings(counted, values)
        # A book's words are far more than those of the questions that come after it.
        _letters.cache_clear()

    def __call__(self, utterance: Utterance, without: int | None = None) -> Likeness:
        """Compare a question; `without` leaves one phrasing of the book out."""
        wanted = self._unit(Counter(_features(utterance)))
        alike = self._phrasings.times(wanted, len(self._entry_of))
        whole = np.zeros(self._entries, dtype=np.float32)
        if len(alike):
            whole[self._owning] = np.add.reduceat(alike, self._starts)
        lengths = self._lengths
        if without is not None:
            whole, lengths = self._rest(alike, whole, without)
            alike[without] = 0.0
        best = largest(alike, _LOOKED_AT)
        whole = (whole / np.maximum(lengths, 1e-6)).astype(np.float32)
        return Likeness(self._near(alike, best), whole, best)

    def _near(self, alike: Floats, best: Places) -> Floats:
        owners = self._entry_of[best]
        order = np.argsort(owners, kind="stable")
        grouped = owners[order]
        first = np.searchsorted(grouped, grouped)
        counted = order[np.arange(len(order)) - first < _BEST]
        near = np.zeros(self._entries, dtype=np.float32)
        np.add.at(near, owners[counted], alike[best[counted]] / _BEST)
        return near

    def _rest(self, alike: Floats, whole: Floats, without: int) -> tuple[Floats, Floats]:
        """What is left of the phrasing's entry without it; the question is that phrasing."""
        entry = int(self._entry_of[without])
        lengths = self._lengths.copy()
        own, together = float(alike[without]), float(whole[entry])
        whole[entry] = together - own
        lengths[entry] = sqrt(max(float(lengths[entry]) ** 2 - 2.0 * together + own, 1e-6))
        return whole, lengths

    def _unit(self, counts: Counter[str]) -> dict[int, float]:
        """Weights of unit length by place of the feature; features the book lacks count too."""
        known: dict[int, float] = {}
        square = 0.0
        for feature, count in counts.items():
            place = self._place.get(feature)
            rarity = self._unknown if place is None else float(self._rarity[place])
            weight = rarity if count == 1 else (1.0 + log(count)) * rarity
            square += weight * weight
            if place is not None and weight:
                known[place] = weight
        length = sqrt(square) or 1.0
        return {place: weight / length for place, weight in known.items()}


def largest(values: Floats, count: int) -> Places:
    """Places of the `count` largest positive values, largest first, equal ones by place."""
    if len(values) > 2 * _BLOCKS > 2 * count:
        # So many blocks hold a value as large as that: what is smaller than all of these is none.
        whole = len(values) // _BLOCKS * _BLOCKS
        tops = values[:whole].reshape(-1, _BLOCKS).max(axis=0)
        least = np.partition(tops, _BLOCKS - count)[_BLOCKS - count]
        found = np.flatnonzero(values >= least) if least > 0.0 else np.flatnonzero(values > 0.0)
    else:
        found = np.flatnonzero(values > 0.0)
    return found[np.argsort(-values[found], kind="stable")[:count]]


class _Counted:
    """How often each text holds each feature.

    Attributes:
        place: place of each feature.
        owners: texts, in order; shape [N].
        places: features of the same.
        counts: how often.
    """

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        self.place: dict[str, int] = {}
        found = [
            self._counted(utterances[at : at + _TOGETHER], at)
            for at in range(0, len(utterances), _TOGETHER)
        ] or [self._counted((), 0)]
        owners, places, counts = zip(*found, strict=True)
        self.owners = np.concatenate(owners)
        self.places = np.concatenate(places)
        self.counts = np.concatenate(counts)

    def _counted(
        self, utterances: Sequence[Utterance], at: int
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint16]]:
        known = self.place
        flat, sizes = array("q"), []
        for utterance in utterances:
            before = len(flat)
            flat.extend([known.setdefault(name, len(known)) for name in _features(utterance)])
            sizes.append(len(flat) - before)
        rows = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
        keys, counts = np.unique(rows << 32 | np.array(flat, dtype=np.int64), return_counts=True)
        owners = ((keys >> 32) + at).astype(np.int32)
        return owners, (keys & 0xFFFFFFFF).astype(np.int32), counts.astype(np.uint16)


class _Postings:
    """Rows of weighted features, stored by feature."""

    def __init__(self, counted: _Counted, values: Floats) -> None:
        order = np.argsort(counted.places, kind="stable")
        self._owners = counted.owners[order]
        self._values = values[order]
        features = np.arange(len(counted.place) + 1)
        self._starts = array("q", np.searchsorted(counted.places[order], features).tolist())

    def times(self, wanted: dict[int, float], rows: int) -> Floats:
        """Inner product of a question with every row, shape [rows]."""
        starts = self._starts
        parts = [slice(starts[place], starts[place + 1]) for place in wanted]
        weights = np.array(list(wanted.values()), dtype=np.float32)
        sizes = [part.stop - part.start for part in parts]
        # Numpy adds at places of its own width several times as fast as at others.
        if sum(sizes) > _AT_ONCE or not parts:
            found = np.zeros(rows, dtype=np.float32)
            for part, weight in zip(parts, weights, strict=True):
                owners = self._owners[part].astype(np.intp)
                np.add.at(found, owners, self._values[part] * weight)
            return found
        # Gathering short lists costs less than a call for each of them.
        owners = np.concatenate([self._owners[part] for part in parts], dtype=np.intp)
        values = np.concatenate([self._values[part] for part in parts])
        values *= np.repeat(weights, sizes)
        return np.bincount(owners, values, rows).astype(np.float32)


def _features(utterance: Utterance) -> Iterator[str]:
    for token in utterance.tokens:
        yield token.text
        if token.text[0] not in "?#":
            yield from _letters("=", token.text)
    for word in utterance.words:
        yield from _letters("-", word)


@lru_cache(maxsize=5_000)
def _letters(mark: str, word: str) -> tuple[str, ...]:
    """The groups of letters of a word, each behind a mark."""
    closed = f"<{word}>"
    return tuple(
        mark + closed[at : at + size] for size in _GROUPS for at in range(len(closed) - size + 1)
    )
