"""Array models: distributions that survive mixing, pruning, filing and looking up."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from models import ModelError
from models.language import LARGE, general_model, spelling_model
from models.lm.arrays import ArrayNgram, expected_shares, perplexity, pruned, widths
from models.lm.corpus import sentences_of, without
from models.lm.counts import counted
from models.lm.files import read_model, write_model
from models.lm.lookup import Lookup, write_lookup
from models.lm.scores import Mixture
from models.lm.spelling import Spelling
from models.lm.words import WordModel, from_ngram, with_same_words, without_words
from models.ngram import BEGIN, END, count_model

ONE = [("saya", "mau", "tanya"), ("saya", "mau", "lapor"), ("mau", "tanya")]
TWO = [("saya", "guru"), ("guru", "mau", "tanya")]

TEXT = "a b c a b d a b c b a d c a b c d a a b b c a d b a c".split()
WITH_A_SCRAP = [("saya", "mau", "ke", "kota"), ("saya", "mau", "cur"), ("cur", "ke", "kota")]
NAMES = ["<s>", "</s>", "a", "b", "c", "d", "never", "nowhere"]


def prob(language: WordModel, context: tuple[str, ...], word: str) -> float:
    at = language.words.index
    history = np.array([[at(w) for w in context]], np.int64).reshape(1, len(context))
    return float(np.exp(language.model.logprob(history, np.array([at(word)]))[0]))


def names(*syllables: str, others: Sequence[str] = ()) -> WordModel:
    """A model that knows all words of three of the syllables, and others."""
    words = ["".join(parts) for parts in itertools.product(syllables, repeat=3)]
    return from_ngram(count_model([(word,) for word in (*words, *others)], 1))


def total(language: WordModel, context: tuple[str, ...]) -> float:
    return sum(prob(language, context, word) for word in {*language.vocabulary, END})


def text() -> npt.NDArray[np.int64]:
    """Sentences of seven words, with marks."""
    numbers = [NAMES.index(word) for word in TEXT]
    sentences = [numbers[at : at + 7] for at in range(0, len(numbers), 7)]
    return np.array([n for s in sentences for n in (0, *s, 1)])


@pytest.fixture(params=[True, False])
def model(request: pytest.FixtureRequest) -> ArrayNgram:
    return counted(text(), len(NAMES), 3, 0, 1, continuation=request.param)


@pytest.mark.parametrize("history", list(itertools.product([-1, 0, 2, 3, 4], [2, 3, 4, 5])))
def test_counted_probabilities_add_up(model: ArrayNgram, history: tuple[int, int]) -> None:
    words = np.arange(len(NAMES))
    chances = np.exp(model.logprob(np.tile(history, (len(words), 1)), words))
    assert chances.sum() == pytest.approx(1.0, abs=1e-6)


def test_pruning_keeps_a_distribution_and_the_more_telling(model: ArrayNgram) -> None:
    small = pruned(model, [0.005, 0.005])
    assert widths(small)[1] < widths(model)[1]
    assert widths(small)[2] < widths(model)[2]
    words = np.arange(len(NAMES))
    for history in itertools.product([2, 3, 4], repeat=2):
        chances = np.exp(small.logprob(np.tile(history, (len(words), 1)), words))
        assert chances.sum() == pytest.approx(1.0, abs=1e-6)
    assert perplexity(model, text(), 0) < perplexity(small, text(), 0) < len(NAMES)


def test_shares_of_a_model_without_its_texts_are_near_those_of_the_texts() -> None:
    draw = np.random.default_rng(3)
    chain = draw.dirichlet(np.full(4, 0.5), 4)
    spoken: list[int] = []
    for _ in range(400):
        word = 0
        spoken += [0]
        for _ in range(draw.integers(3, 9)):
            word = int(draw.choice(4, p=chain[word]))
            spoken += [word + 2]
        spoken += [1]
    counts = counted(np.array(spoken), len(NAMES), 3, 0, 1, continuation=False)
    guessed = expected_shares(counts, 0, 1)
    for k in (1, 2):
        found, wanted = guessed.levels[k].share, counts.levels[k].share
        assert np.corrcoef(found, wanted)[0, 1] > 0.95
        assert 0.5 < found.sum() <= 1.01


def test_unknown_words_are_in_no_ngram() -> None:
    marked = np.array([0, 2, -1, 3, 1, 0, 2, 3, 1])
    model = counted(marked, len(NAMES), 3, 0, 1, continuation=False)
    assert all((level.word < len(NAMES)).all() for level in model.levels)


def test_models_over_the_same_words_say_what_they_said() -> None:
    ngrams = [count_model(ONE, 3), count_model(TWO, 3)]
    grown = with_same_words(*map(from_ngram, ngrams))
    assert grown[0].words == grown[1].words
    assert grown[0].vocabulary == ngrams[0].words | ngrams[1].words
    for ngram, language in zip(ngrams, grown, strict=True):
        for context in [(), ("saya",), (BEGIN,), (BEGIN, "saya"), ("saya", "mau")]:
            assert total(language, context) == pytest.approx(1.0, abs=1e-6)
            for word in language.vocabulary:
                expected = ngram.prob(ngram.known_context(context), word)
                assert prob(language, context, word) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("context", [(), ("saya",), ("ke",), ("saya", "mau"), ("mau", "ke")])
def test_what_a_word_was_worth_goes_to_the_others(context: tuple[str, ...]) -> None:
    whole = from_ngram(count_model(WITH_A_SCRAP, 3))
    left = without_words(whole, {"cur", "nowhere"})
    assert left.vocabulary == whole.vocabulary - {"cur"}
    assert total(left, context) == pytest.approx(1.0)
    assert all(prob(left, context, w) >= prob(whole, context, w) for w in left.vocabulary)


def test_sentence_marks_stay() -> None:
    whole = from_ngram(count_model(WITH_A_SCRAP, 3))
    assert without_words(whole, set(whole.words)).words == whole.words[:2]


def test_filed_model_is_nearly_the_same(tmp_path: Path) -> None:
    language = from_ngram(count_model(ONE, 3))
    write_model(language, tmp_path / "m.npz", "note")
    again = read_model(tmp_path / "m.npz")
    assert again.words == language.words
    for context in [(), ("saya",), ("saya", "mau")]:
        exact = prob(language, context, "tanya")
        assert prob(again, context, "tanya") == pytest.approx(exact, rel=0.1)


@pytest.mark.parametrize("content", [b"", b"not an archive"])
def test_broken_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m.npz"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="tidak dapat dibaca"):
        read_model(path)


def test_lookup_answers_as_the_model_does(tmp_path: Path) -> None:
    language = from_ngram(count_model(ONE, 3))
    write_lookup(language, tmp_path / "large")
    lookup = Lookup(tmp_path / "large")
    at = language.words.index
    for context in [(), ("saya",), (BEGIN, "saya"), ("saya", "mau"), ("tanya", "mau")]:
        for word in ("mau", "tanya", END):
            found = lookup.logprob(tuple(at(w) for w in context), at(word))
            assert found == pytest.approx(math.log(prob(language, context, word)), abs=0.01)


def test_mixture_scores_labels_of_a_graph(tmp_path: Path) -> None:
    one, two = count_model(ONE, 3), count_model(TWO, 3)
    for name, ngram in (("one", one), ("two", two)):
        write_lookup(from_ngram(ngram), tmp_path / name)
    models = [Lookup(tmp_path / "one"), Lookup(tmp_path / "two")]
    words = ["<eps>", "guru", "lapor", "mau", "saya"]
    mixture = Mixture(models, [0.5, 0.5], words)
    first = [model.prob((BEGIN,), "saya") for model in (one, two)]
    cost, state = mixture.after(mixture.start, 4)
    assert cost == pytest.approx(-math.log(sum(first) / 2.0), abs=0.01)
    # After its first word a sentence is believed to be that model's which foresaw it.
    shares = [0.95 * chance / sum(first) + 0.05 * 0.5 for chance in first]
    assert state.shares == pytest.approx(shares, abs=0.01)
    second = [model.prob((BEGIN, "saya"), "mau") for model in (one, two)]
    chance = sum(share * chance for share, chance in zip(shares, second, strict=True))
    assert mixture.after(state, 3)[0] == pytest.approx(-math.log(chance), abs=0.01)
    mixture.forget()
    assert mixture.after(state, 3)[0] == pytest.approx(-math.log(chance), abs=0.01)


def test_mixture_follows_the_subject(tmp_path: Path) -> None:
    for name, text in (("one", [("a", "b", "a", "b")]), ("two", [("c", "d", "c", "d")])):
        write_lookup(from_ngram(count_model(text, 2)), tmp_path / name)
    words = ["<eps>", "a", "b", "c", "d", "siapa"]
    mixture = Mixture([Lookup(tmp_path / "one"), Lookup(tmp_path / "two")], [0.5, 0.5], words)
    state = mixture.start
    costs = []
    for label in (3, 4, 3, 4):
        cost, state = mixture.after(state, label)
        costs.append(cost)
    assert costs[2] < costs[0]
    assert state.shares[1] > 0.9
    assert sum(state.shares) == pytest.approx(1.0)
    # A word that neither knows changes nothing about whom to believe, and is not impossible.
    cost, after = mixture.after(state, 5)
    assert math.isfinite(cost) and after.shares == state.shares
    for label in (1, 2, 1):
        _, after = mixture.after(after, label)
    assert after.shares[0] > 0.9


def test_mixture_spells_what_no_model_knows(tmp_path: Path) -> None:
    one, two = count_model(ONE, 3), count_model(TWO, 3)
    spelled = spelling_model(names("lo", "bi", "na"), order=3)
    for name, language in (("one", one), ("two", two), ("spelled", spelled)):
        model = language if isinstance(language, WordModel) else from_ngram(language)
        write_lookup(model, tmp_path / name)
    models = [Lookup(tmp_path / "one"), Lookup(tmp_path / "two")]
    words = ["<eps>", "_lo", "saya", "~bi", "~na"]
    chances = (0.001, 0.02)
    spelling = Spelling(Lookup(tmp_path / "spelled"), chances, words)
    mixture = Mixture(models, [0.5, 0.5], words, spelling)
    first = math.log(prob(spelled, (BEGIN,), "_lo"))
    cost, state = mixture.after(mixture.start, 1)
    assert cost == pytest.approx(-math.log(0.0105) - first, abs=0.01)
    # The model that rather holds words it does not know is believed more from here on.
    assert state.shares[1] > 0.9
    cost, within = mixture.after(state, 3)
    assert cost == pytest.approx(-math.log(prob(spelled, (BEGIN, "_lo"), "~bi")), abs=0.01)
    assert within.shares == state.shares and within.labels == state.labels
    _, whole = mixture.after(within, 4)
    # Its end is paid with the next word, or with the end of the sentence.
    end = -math.log(prob(spelled, ("~bi", "~na"), END))
    for label in (2, 0, 1):
        without, _ = mixture.after(whole._replace(within=()), label)
        cost, after = mixture.after(whole, label)
        assert cost == pytest.approx(without + end, abs=0.01)
        assert bool(after.within) == (label == 1)
    mixture.forget()
    assert mixture.after(mixture.start, 1)[1] == state


def test_short_and_rare_words_teach_no_spelling() -> None:
    known = names("lo", "bi", "na", others=["dia", "bir", "xilobi"])
    syllables = {mark + part for mark in "_~" for part in ("lo", "bi", "na")}
    assert spelling_model(known, order=2).vocabulary == syllables


def test_missing_lookup_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="sapa model build"):
        Lookup(tmp_path)


def test_text_becomes_sentences(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text(
        'Ia berkata (pelan): "Saya punya 2 rumah, ya?" Lihat www.contoh.id!\nada 12.500 nya\n'
    )
    assert list(sentences_of(path)) == [
        ("ia", "berkata"),
        ("saya", "punya", "dua", "rumah", "ya"),
    ]


def test_held_out_sentences_leave_the_text() -> None:
    text = [("a", "b", "cc", "d"), ("b", "cc"), ("a", "b", "d", "cc")]
    assert without(text, {("b", "cc", "d"), ("b", "cc")}) == text[1:]


@pytest.mark.parametrize("path", [None, LARGE])
def test_general_model_is_large_and_indonesian(path: Path | None) -> None:
    general = general_model(path) if path else general_model()
    assert len(general.vocabulary) >= 25_000
    assert prob(general, ("terima",), "kasih") > 0.1
    assert {"nggak", "gimana", "udah", "kalian", "dengerin"} <= general.vocabulary
