"""How like the phrasings of each entry a question is as a text: its words and groups of letters.

TF-IDF with cosine over three kinds of features: the tokens of the matcher, groups of three and
four letters of these, and of the words as they were said. Groups of letters find what stems and
lists of synonyms miss ("perpanjang", "memperpanjangnya"), and words the recogniser half heard.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
        # Twice through the texts, one at a time: kept all at once, their features fill 100 MB.
        within: Counter[str] = Counter()
        for utterance in utterances:
            within.update(set(_features(utterance)))
        everywhere = max(_OFTEN_AT_LEAST, _OFTEN * len(utterances))
        self._ignored = frozenset(f for f, n in within.items() if n > everywhere and f[0] in "=-")
        kept = [feature for feature in within if feature not in self._ignored]
        self._place = {feature: at for at, feature in enumerate(kept)}
        top = len(utterances) + 1.0
        self._rarity = array("f", (log(top / (within[f] + 1.0)) + 1.0 for f in kept))
        self._unknown = log(top) + 1.0
        phrasings, wholes = _Rows(), _Rows()
        lengths = np.zeros(entries, dtype=np.float32)
        total: dict[int, float] = {}
        owner = -1
        for utterance, entry in zip(utterances, entry_of.tolist(), strict=True):
            if entry != owner:
                wholes.add(owner, total)
                owner, total = entry, {}
            row = self._unit(Counter(_features(utterance)))
            phrasings.add(phrasings.count, row)
            for place, value in row.items():
                total[place] = total.get(place, 0.0) + value
            lengths[entry] = _length(total)
        wholes.add(owner, total)
        self._lengths = lengths
        self._phrasings = _Postings(phrasings, len(kept))
        self._wholes = _Postings(wholes, len(kept))

    def __call__(self, utterance: Utterance, without: int | None = None) -> Likeness:
        """Compare a question; `without` leaves one phrasing of the book out."""
        wanted = self._unit(Counter(_features(utterance)))
        alike = self._phrasings.times(wanted, len(self._entry_of))
        whole = self._wholes.times(wanted, self._entries)
        lengths = self._lengths
        if without is not None:
            whole, lengths = self._rest(alike, whole, without)
            alike[without] = 0.0
        whole = (whole / np.maximum(lengths, 1e-6)).astype(np.float32)
        count = min(_LOOKED_AT, len(alike))
        best = np.argpartition(-alike, count - 1)[:count] if count else np.zeros(0, np.intp)
        best = best[np.argsort(-alike[best], kind="stable")]
        best = best[alike[best] > 0.0]
        return Likeness(self._near(alike, best), whole, best)

    def _near(self, alike: Floats, best: Places) -> Floats:
        near = np.zeros(self._entries, dtype=np.float32)
        seen = [0] * self._entries
        owners = self._entry_of[best].tolist()
        for entry, value in zip(owners, alike[best].tolist(), strict=True):
            if seen[entry] < _BEST:
                seen[entry] += 1
                near[entry] += value / _BEST
        return near

    def _rest(self, alike: Floats, whole: Floats, without: int) -> tuple[Floats, Floats]:
        """What is left of the phrasing's entry without it; the question is that phrasing."""
        entry = int(self._entry_of[without])
        whole, lengths = whole.copy(), self._lengths.copy()
        own, together = float(alike[without]), float(whole[entry])
        whole[entry] = together - own
        lengths[entry] = sqrt(max(float(lengths[entry]) ** 2 - 2.0 * together + own, 1e-6))
        return whole, lengths

    def _unit(self, counts: Counter[str]) -> dict[int, float]:
        """Weights of unit length by place of the feature; features the book lacks count too."""
        known: dict[int, float] = {}
        square = 0.0
        for feature, count in counts.items():
            if feature in self._ignored:
                continue
            place = self._place.get(feature)
            rarity = self._unknown if place is None else self._rarity[place]
            weight = (1.0 + log(count)) * rarity
            square += weight * weight
            if place is not None:
                known[place] = weight
        length = sqrt(square) or 1.0
        return {place: weight / length for place, weight in known.items()}


class _Rows:
    """Rows of weighted features as they come, without an object for each."""

    def __init__(self) -> None:
        self.owners, self.places, self.values = array("i"), array("i"), array("f")
        self.count = 0

    def add(self, owner: int, row: Mapping[int, float]) -> None:
        """A row; an empty one is none."""
        self.owners.extend([owner] * len(row))
        self.places.extend(row)
        self.values.extend(row.values())
        self.count += 1


class _Postings:
    """Rows of weighted features, stored by feature."""

    def __init__(self, rows: _Rows, features: int) -> None:
        places = np.array(rows.places, dtype=np.int32)
        order = np.argsort(places, kind="stable")
        self._owners = np.array(rows.owners, dtype=np.int32)[order]
        self._values = np.array(rows.values, dtype=np.float32)[order]
        self._starts = np.searchsorted(places[order], np.arange(features + 1))

    def times(self, wanted: dict[int, float], rows: int) -> Floats:
        """Inner product of a question with every row, shape [rows]."""
        if not wanted:
            return np.zeros(rows, dtype=np.float32)
        places = np.fromiter(wanted, dtype=np.intp, count=len(wanted))
        weights = np.fromiter(wanted.values(), dtype=np.float32, count=len(wanted))
        starts, ends = self._starts[places], self._starts[places + 1]
        parts = [slice(a, b) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
        owners = np.concatenate([self._owners[part] for part in parts])
        values = np.concatenate([self._values[part] for part in parts])
        values = values * np.repeat(weights, ends - starts)
        return np.bincount(owners, values, rows).astype(np.float32)


def _length(weights: dict[int, float]) -> float:
    return sqrt(sum(value * value for value in weights.values()))


def _features(utterance: Utterance) -> Iterator[str]:
    names = [token.text for token in utterance.tokens]
    yield from names
    yield from (f"={group}" for group in _letters(n for n in names if n[0] not in "?#"))
    yield from (f"-{group}" for group in _letters(utterance.words))


def _letters(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        closed = f"<{word}>"
        for size in _GROUPS:
            for at in range(len(closed) - size + 1):
                yield closed[at : at + size]
