"""Language models counted from few sentences are distributions."""

from __future__ import annotations

import pytest

from models.ngram import BEGIN, END, Ngram, count_model

SENTENCES = [("saya", "mau", "tanya"), ("saya", "mau", "lapor"), ("mau", "tanya")]


def total(model: Ngram, context: tuple[str, ...]) -> float:
    return sum(model.prob(context, word) for word in {*model.words, END})


@pytest.mark.parametrize("context", [(), ("saya",), (BEGIN,), (BEGIN, "saya"), ("saya", "mau")])
def test_probabilities_add_up(context: tuple[str, ...]) -> None:
    assert total(count_model(SENTENCES, 3), context) == pytest.approx(1.0)


def test_seen_order_is_likelier_than_unseen() -> None:
    model = count_model(SENTENCES, 3)
    assert model.prob(("saya",), "mau") > 4 * model.prob(("saya",), "tanya")
