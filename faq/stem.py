"""Light Indonesian stemming, guided by a list of words that exist.

A word is cut back only to a word the list knows, so that "penerimaan", "diterima" and "menerima"
meet in "terima" while "merdeka" stays whole. Rule-only stemmers cut blindly, and the dictionary
ones at hand are no longer kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

_ENDINGS: Final = ("nya", "lah", "kah", "pun", "ku", "mu")
_SUFFIXES: Final = ("kan", "an", "in", "i", "")
# Prefix, and the first letters of the root it may have swallowed.
_PREFIXES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("memper", ("",)),
    ("diper", ("",)),
    ("pember", ("",)),
    ("keter", ("",)),
    ("keber", ("",)),
    ("menge", ("",)),
    ("penge", ("",)),
    ("meng", ("", "k")),
    ("peng", ("", "k")),
    ("meny", ("s",)),
    ("peny", ("s",)),
    ("mem", ("", "p")),
    ("pem", ("", "p")),
    ("men", ("", "t")),
    ("pen", ("", "t")),
    ("ber", ("",)),
    ("ter", ("",)),
    ("per", ("",)),
    ("nge", ("",)),
    ("me", ("",)),
    ("pe", ("",)),
    ("di", ("",)),
    ("ke", ("",)),
    ("se", ("",)),
    ("be", ("",)),
    ("ng", ("", "k")),
    ("ny", ("s", "c")),
    ("", ("",)),
)
_SHORT: Final = 4
_OWN_LIFE: Final = 8


def strip_ending(word: str) -> str:
    """Without one particle or possessive ending, when enough is left."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def stem(word: str, ranks: Mapping[str, int], roots: Collection[str]) -> str:
    """Root of `word`.

    Args:
        word: lower case.
        ranks: known words with their place by frequency, 1 the most frequent.
        roots: words that are roots whatever their frequency.
    """
    if len(word) <= _SHORT or word in roots:
        return word
    bare = word
    stripped = strip_ending(word)
    if stripped != word and (word not in ranks or stripped in ranks or stripped in roots):
        bare = stripped
        if bare in roots or len(bare) <= _SHORT:
            return bare
    best, best_rank = bare, ranks.get(bare, 1_000_000) * _OWN_LIFE
    sure = False
    for root in _cut(bare):
        if root in roots:
            if not sure or len(root) > len(best):
                best, sure = root, True
        elif not sure and len(root) >= _SHORT and root in ranks and ranks[root] < best_rank:
            best, best_rank = root, ranks[root]
    return best


def _cut(word: str) -> list[str]:
    found = []
    for suffix in _SUFFIXES:
        if suffix and not word.endswith(suffix):
            continue
        middle = word[: len(word) - len(suffix)]
        for prefix, swallowed in _PREFIXES:
            if not (prefix or suffix) or not middle.startswith(prefix):
                continue
            rest = middle[len(prefix) :]
            if len(rest) >= 2:
                found += [first + rest for first in swallowed]
    return [root for root in found if len(root) >= 3]
