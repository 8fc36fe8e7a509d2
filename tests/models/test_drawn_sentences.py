"""Sentences drawn from an n-gram model say what the model says, as often."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

from models.language import LARGE, general_model
from models.lm.words import from_ngram
from models.ngram import count_model
from models.training.drawn import DrawnSentences
from models.training.sentences import Sentences

SAID = [
    *[("saya", "mau", "tanya", "soal", "kip")] * 6,
    *[("saya", "mau", "lapor", "soal", "bos")] * 3,
    ("ibu", "guru", "sakit", "sejak", "kemarin", "pagi"),
]


def test_follows_what_the_model_has_seen() -> None:
    model = count_model(SAID, 3)
    drawn = list(islice(DrawnSentences(from_ngram(model), 1), 3000))
    begun = Counter(words[2] for words in drawn if words[:2] == ("saya", "mau"))
    for word in ("tanya", "lapor"):
        expected = model.prob(("saya", "mau"), word)
        assert abs(begun[word] / begun.total() - expected) < 0.04
    assert {word for words in drawn for word in words} == model.words


def test_has_four_to_thirteen_words_and_the_same_for_a_seed() -> None:
    model = general_model(LARGE)
    one, again, other = (list(islice(DrawnSentences(model, s), 50)) for s in (3, 3, 4))
    assert one == again != other
    assert {len(words) for words in one} <= set(range(4, 14))
    assert {word for words in one for word in words} <= model.vocabulary


def test_a_share_of_ordinary_sentences_is_drawn(tmp_path: Path) -> None:
    text = tmp_path / "kalimat.tsv"
    text.write_text("sumber\tkami sudah makan tadi pagi\n" * 5 + "sumber\tkami makan tadi pagi\n")

    def all_drawn(drawn: float) -> set[str]:
        sentences = Sentences(["apa itu kip"], [], text, seed=1, ordinary=1.0, drawn=drawn)
        said = {sentence.text for sentence in islice(sentences, 60)}
        return said - {"kami sudah makan tadi pagi", "kami makan tadi pagi"}

    carriers = all_drawn(0.0)
    assert len(all_drawn(1.0) - carriers) == 60
    assert 15 < len(all_drawn(0.5) - carriers) < 45
