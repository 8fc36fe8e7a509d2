"""Words and groups of letters as evidence."""

from __future__ import annotations

import numpy as np
import pytest

from faq.likeness import TextIndex, largest
from faq.normalise import Normaliser

PHRASINGS = (
    ("cara memperpanjang akreditasi sekolah", 0),
    ("akreditasi sekolah sudah habis masa berlakunya", 0),
    ("cara mengurus ijazah yang hilang", 1),
    ("ijazah tercecer di jalan", 1),
)


@pytest.fixture(scope="module")
def normaliser() -> Normaliser:
    return Normaliser()


@pytest.fixture(scope="module")
def index(normaliser: Normaliser) -> TextIndex:
    owners = np.array([entry for _, entry in PHRASINGS], dtype=np.intp)
    return TextIndex([normaliser(text) for text, _ in PHRASINGS], owners, 2)


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("akreditasinya diperpanjang gimana", 0),
        ("ijasahku kececer", 1),  # neither word is in the book
        ("ijazah ilang", 1),
    ],
)
def test_letters_find_what_words_do_not(
    normaliser: Normaliser, index: TextIndex, question: str, entry: int
) -> None:
    found = index(normaliser(question))
    assert found.near.argmax() == found.whole.argmax() == entry
    assert dict(enumerate(e for _, e in PHRASINGS))[int(found.best[0])] == entry


def test_the_same_text_is_wholly_alike(normaliser: Normaliser, index: TextIndex) -> None:
    for at, (text, _) in enumerate(PHRASINGS):
        assert int(index(normaliser(text)).best[0]) == at


def test_a_phrasing_left_out_counts_nowhere(normaliser: Normaliser, index: TextIndex) -> None:
    text, entry = PHRASINGS[3]
    whole, rest = index(normaliser(text)), index(normaliser(text), without=3)
    assert 3 in whole.best.tolist() and 3 not in rest.best.tolist()
    assert rest.near[entry] < whole.near[entry]
    assert rest.whole[entry] < whole.whole[entry]
    assert np.array_equal(rest.whole[:1], whole.whole[:1])


@pytest.mark.parametrize("question", ["", "xyzzy qwrtp", "?"])
def test_what_shares_nothing_is_like_nothing(
    normaliser: Normaliser, index: TextIndex, question: str
) -> None:
    found = index(normaliser(question))
    assert not found.near.any() and not found.whole.any() and not found.best.size


@pytest.mark.parametrize("size", [0, 5, 300, 10_000])
def test_the_largest_come_first_and_nothing_that_is_not_positive(size: int) -> None:
    values = np.round(np.random.default_rng(size).normal(size=size), 2).astype(np.float32)
    order = sorted(range(size), key=lambda at: (-values[at], at))
    assert largest(values, 48).tolist() == [at for at in order if values[at] > 0.0][:48]
    few = np.where(np.arange(size) % 997 == 1, np.abs(values) + 1, 0.0).astype(np.float32)
    assert set(largest(few, 48).tolist()) == set(np.flatnonzero(few).tolist())


@pytest.mark.parametrize("question", ["ijazahku hilang cara mengurusnya", "zzz", "akreditasi"])
def test_long_lists_are_added_one_by_one_with_the_same_result(
    normaliser: Normaliser, index: TextIndex, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = index(normaliser(question))
    monkeypatch.setattr("faq.likeness._AT_ONCE", 0)
    one_by_one = index(normaliser(question))
    np.testing.assert_allclose(at_once.near, one_by_one.near, atol=1e-6)
    np.testing.assert_allclose(at_once.whole, one_by_one.whole, atol=1e-6)
