"""Language models are distributions, and mixing keeps them so."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import ModelError
from models.language import general_model
from models.ngram import BEGIN, END, Ngram, count_model, mix, read_arpa, write_arpa

ONE = [("saya", "mau", "tanya"), ("saya", "mau", "lapor"), ("mau", "tanya")]
TWO = [("saya", "guru"), ("guru", "mau", "tanya")]


def total(model: Ngram, context: tuple[str, ...]) -> float:
    return sum(model.prob(context, word) for word in {*model.words, END})


@pytest.mark.parametrize("context", [(), ("saya",), (BEGIN,), (BEGIN, "saya"), ("saya", "mau")])
def test_probabilities_add_up(context: tuple[str, ...]) -> None:
    one, two = count_model(ONE, 3), count_model(TWO, 3)
    assert total(one, context) == pytest.approx(1.0)
    assert total(mix(one, two, 0.3), context) == pytest.approx(1.0)


def test_mixing_gives_both_vocabularies_their_share() -> None:
    mixed = mix(count_model(ONE, 2), count_model(TWO, 2), 0.25)
    one, two = count_model(ONE, 2), count_model(TWO, 2)
    expected = 0.25 * one.prob(("saya",), "guru") + 0.75 * two.prob(("saya",), "guru")
    assert one.prob((), "guru") == 0.0
    assert mixed.prob(("saya",), "guru") == pytest.approx(expected)
    assert mixed.prob((), "lapor") > 0.0


def test_seen_order_is_likelier_than_unseen() -> None:
    model = count_model(ONE, 3)
    assert model.prob(("saya",), "mau") > 4 * model.prob(("saya",), "tanya")


def test_arpa_round_trip(tmp_path: Path) -> None:
    model = count_model(ONE, 3)
    write_arpa(model, tmp_path / "m.arpa.gz", "note")
    again = read_arpa(tmp_path / "m.arpa.gz")
    assert again.words == model.words
    assert again.prob(("saya", "mau"), "tanya") == pytest.approx(
        model.prob(("saya", "mau"), "tanya"), rel=0.01
    )


def test_broken_arpa_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.arpa.gz"
    path.write_bytes(b"not gzip")
    with pytest.raises(ModelError, match="tidak dapat dibaca"):
        read_arpa(path)


def test_general_model_is_large_and_indonesian() -> None:
    general = general_model()
    assert len(general.words) >= 17_000
    assert general.prob(("terima",), "kasih") > 0.1
