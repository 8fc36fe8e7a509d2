"""Which words of a vocabulary a half heard word may be."""

from __future__ import annotations

import random

import pytest
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from faq.common_words import common_ranks
from faq.sounds import SoundTable, sound_of

ACRONYMS = frozenset({"dapodik", "nuptk", "pip"})


@pytest.fixture(scope="module")
def table() -> SoundTable:
    return SoundTable([*sorted(common_ranks())[::4], "?cara", "#3", *sorted(ACRONYMS)], ACRONYMS)


def misheard(table: SoundTable) -> list[str]:
    """Words of the vocabulary, each with a letter gone and another one changed."""
    source = random.Random(1)
    words = source.sample([word for word in table.vocabulary if len(word) > 4], 200)
    made = []
    for word in [*words, *ACRONYMS]:
        letters = list(word)
        del letters[source.randrange(len(letters))]
        letters[source.randrange(len(letters))] = source.choice("abdegikmnoprstu")
        made.append("".join(letters))
    return made


def likeness(word: str, other: str) -> float:
    spelled, heard = fuzz.ratio(word, other), fuzz.ratio(sound_of(word), sound_of(other))
    return (0.35 * spelled + 0.35 * heard) / 100 + 0.3 * JaroWinkler.similarity(word, other)


@pytest.mark.parametrize("real", [True, False])
def test_no_word_that_is_alike_is_overlooked(table: SoundTable, real: bool) -> None:
    """The letters two words share are counted first; what that leaves out cannot be alike."""
    floor = 0.86 if real else 0.78
    some = 0
    for word in misheard(table):
        if table.index(word) is not None:
            continue
        others = [o for o in table.vocabulary if len(o) > 4 and o not in ACRONYMS]
        alike = {o for o in others if len(word) > 4 and likeness(word, o) >= floor + 1e-6}
        found = {table.vocabulary[at] for at in table.row(word, real)[0]}
        # Six at most are kept.
        assert alike <= found or (len(found) == 6 and found - ACRONYMS <= alike | sounding(word))
        some += len(alike)
    assert some > 20


def sounding(word: str) -> set[str]:
    return {other for other in common_ranks() if sound_of(other) == sound_of(word)}


def test_an_acronym_is_another_word_only_when_no_real_word_was_said(table: SoundTable) -> None:
    def found(word: str, real: bool) -> list[str]:
        return [table.vocabulary[at] for at in table.row(word, real)[0]]

    assert found("dapodig", False)[0] == "dapodik" and "dapodik" not in found("dapodig", True)
    assert found("fip", False) == ["pip"] and found("fip", True) == []
    assert found("#3", True) == ["#3"] and found("#4", False) == found("?apa", False) == []
