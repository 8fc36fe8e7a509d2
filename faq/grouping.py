"""Putting questions together that ask for the same thing.

Two wordings are alike by the words they share: the matcher's tokens, so after slang, synonyms and
stems; a token the book does not know counts as the word that sounds like it. Their likeness is a
cosine in which each token's square counts with the matcher's weight, and what is asked of a matter
(how, where, how much) with twice that. Wordings that came nearest to the same entry are as much
more alike as the lesser of their two chances of it.

Groups are made bottom-up by average linkage (UPGMA), which neither chains nor wants every pair
alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from faq.match import Matcher
from faq.normalise import Kind, Utterance
from faq.sounds import sound_of

Likenesses = NDArray[np.float32]

ALIKE: Final = 0.575
"""Mean likeness from which two groups are one.

Chosen on every other fact of ``faq/eval/in_scope*.tsv``, whose four authors never saw one another's
wordings, among questions about other matters, precision counting twice as much as recall.
``tests/faq/test_grouping.py`` measures the other facts, pair by pair.
"""
_SAME_ENTRY: Final = 0.3
_ASKED: Final = 2.0
_AS_IN_BOOK: Final = 0.6
_SAME_SOUND: Final = 0.85
_SHORT: Final = 4


@dataclass(frozen=True, slots=True)
class Near:
    """The entry a wording came nearest to, "" for none, and the chance of it, 0..1."""

    entry: str = ""
    score: float = 0.0


def likenesses(wordings: Sequence[Utterance], near: Sequence[Near], matcher: Matcher) -> Likenesses:
    """How alike wordings are, 0..1, shape [n, n]; takes n² * 4 bytes.

    Args:
        wordings: understood by `matcher`.
        near: what each came nearest to.
        matcher: knows what words weigh.
    """
    rows = _features(wordings, matcher)
    like = np.zeros((len(rows), len(rows)), dtype=np.float32)
    for places, values in _postings(rows):
        like[np.ix_(places, places)] += np.outer(values, values)
    by_entry: dict[str, list[int]] = defaultdict(list)
    for at, nearest in enumerate(near):
        if nearest.entry:
            by_entry[nearest.entry].append(at)
    for found in by_entry.values():
        chance = np.array([near[at].score for at in found], dtype=np.float32)
        like[np.ix_(found, found)] += _SAME_ENTRY * np.minimum.outer(chance, chance)
    np.fill_diagonal(like, 1.0)
    return np.minimum(like, 1.0, out=like)


def groups(like: Likenesses, alike: float = ALIKE) -> list[list[int]]:
    """Places that belong together, each group in rising order, the groups by their first place.

    Args:
        like: likenesses 0..1, symmetric, shape [n, n]; it is used up.
        alike: mean likeness from which two groups are one.
    """
    # Nearest-neighbour chain: average linkage is reducible, so any two groups that are each
    # other's nearest may be joined at once, and a group that is like none will never be.
    np.fill_diagonal(like, -1.0)
    members: dict[int, list[int]] = {at: [at] for at in range(len(like))}
    left = set(members)
    chain: list[int] = []
    while left or chain:
        if not chain:
            chain.append(min(left))
        last = chain[-1]
        row = like[last]
        best = int(row.argmax())
        if row[best] < alike:
            # Whatever joins later cannot be more like it than its parts are.
            chain.pop()
            left.discard(last)
            like[last] = like[:, last] = -1.0
            continue
        before = chain[-2] if len(chain) > 1 else -1
        if before < 0 or row[before] < row[best]:
            chain.append(best)
            continue
        chain[-2:] = []
        keep, gone = sorted((last, before))
        sizes = len(members[keep]), len(members[gone])
        joined = (like[keep] * sizes[0] + like[gone] * sizes[1]) / sum(sizes)
        joined[like[keep] < 0.0] = -1.0
        joined[[keep, gone]] = -1.0
        like[keep] = like[:, keep] = joined
        like[gone] = like[:, gone] = -1.0
        members[keep] += members.pop(gone)
        left.discard(gone)
    return sorted(sorted(group) for group in members.values())


def _features(wordings: Sequence[Utterance], matcher: Matcher) -> list[dict[str, float]]:
    """Tokens with the roots of their weights, of unit length."""
    names = [[token.text for token in wording.tokens] for wording in wordings]
    known = _known_as(Counter(name for row in names for name in row), matcher)
    rows = []
    for wording in wordings:
        weights = matcher.scorer.weights(wording.tokens).tolist()
        row: dict[str, float] = {}
        for token, weight in zip(wording.tokens, weights, strict=True):
            name = known.get(token.text, token.text)
            asked = _ASKED if token.kind is Kind.QUESTION else 1.0
            row[name] = max(row.get(name, 0.0), sqrt(asked * weight))
        length = sqrt(sum(value * value for value in row.values())) or 1.0
        rows.append({name: value / length for name, value in row.items()})
    return rows


def _known_as(counts: Mapping[str, int], matcher: Matcher) -> dict[str, str]:
    """Tokens the book does not know, each with the word it is taken for.

    That is the book's word that sounds like it, else the most frequent unknown one that does.
    """
    sounds = matcher.index.sounds
    unknown = [name for name in counts if name[0] not in "?#" and sounds.index(name) is None]
    taken: dict[str, str] = {}
    heads: list[str] = []
    for name in sorted(unknown, key=lambda name: (-counts[name], name)):
        places, values = sounds.row(name, matcher.index.is_common(name))
        if places.size and values[0] >= _AS_IN_BOOK:
            taken[name] = sounds.vocabulary[int(places[0])]
        elif len(name) > _SHORT:
            head = _like_head(name, heads)
            if head is None:
                heads.append(name)
            else:
                taken[name] = head
    return taken


def _like_head(name: str, heads: Sequence[str]) -> str | None:
    """The head that is spelled and sounds like `name`."""
    spelled = process.extract(name, heads, scorer=fuzz.ratio, score_cutoff=70.0, limit=5)
    best, head = _SAME_SOUND, None
    for other, likeness, _ in spelled:
        heard = fuzz.ratio(sound_of(name), sound_of(other))
        both = (likeness + heard) / 200.0
        if both >= best:
            best, head = both, other
    return head


def _postings(
    rows: Iterable[Mapping[str, float]],
) -> Iterable[tuple[list[int], NDArray[np.float32]]]:
    """For each token the rows that hold it, and its value in them."""
    places: dict[str, list[int]] = defaultdict(list)
    values: dict[str, list[float]] = defaultdict(list)
    for at, row in enumerate(rows):
        for name, value in row.items():
            places[name].append(at)
            values[name].append(value)
    for name, found in places.items():
        yield found, np.array(values[name], dtype=np.float32)
