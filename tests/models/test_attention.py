"""The attention decoder: its tokens, its tree, and what it thinks of real speech."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models import ModelError, Word
from models.attention import DECODER, EMBEDDINGS, Attention, Tree, is_there
from models.graphs import MODEL
from models.posteriors import PosteriorNetwork
from models.rescoring import Evidence, Reading, attended, weighed, within
from models.tokens import BEGIN, END, FILE, Tokens
from tests.models.conftest import Say

Floats = np.typing.NDArray[np.float32]
FOLDER = MODEL / "second-pass"
SAID = "bagaimana cara mengurus bantuan untuk sekolah kami"


@pytest.fixture(scope="module")
def attention() -> Attention:
    return Attention(FOLDER, 1)


@pytest.fixture(scope="module")
def features(say: Say) -> Floats:
    return PosteriorNetwork(FOLDER, 1).hear(say(SAID, "id+m3"))[1]


def test_pairs_of_lower_rank_are_joined_first() -> None:
    tokens = Tokens([*BEGIN, END, "▁", "a", "b", "n", "an", "ban", "▁b", "▁ban"])
    spelled = {number: token for token, number in tokens._number.items()}

    def read(word: str) -> list[str]:
        return [spelled[number] for number in tokens.of(word)]

    assert read("ban") == ["▁ban"]
    assert read("aban") == ["▁", "a", "ban"]
    assert read("bab") == ["▁b", "a", "b"]


def test_letters_without_a_token_are_left_out() -> None:
    tokens = Tokens.read(FOLDER / FILE)
    assert tokens.of("café2") == tokens.of("caf")
    assert len(tokens.of("untuk")) == 1
    assert tokens.of("") == tokens.of("2")


@pytest.mark.parametrize("content", ["a\nb\n", "\udcff"])
def test_a_broken_list_of_tokens_is_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(ModelError, match="pasang ulang"):
        Tokens.read(tmp_path / FILE)


def test_common_beginnings_stand_in_the_tree_once() -> None:
    tree = Tree([1, 2])
    assert tree.add([5, 6]) == [1, 2, 3]
    assert tree.add([5, 7]) == [1, 2, 4]
    assert tree.add([5, 6]) == [1, 2, 3]
    assert tree.tokens == [1, 2, 5, 6, 7]
    assert tree.depths == [0, 1, 2, 3, 3]
    seen = tree.mask() == 0.0
    assert seen.tolist() == [
        [True, False, False, False, False],
        [True, True, False, False, False],
        [True, True, True, False, False],
        [True, True, True, True, False],
        [True, True, True, False, True],
    ]


def test_what_was_said_is_likelier_than_what_sounds_like_it(
    attention: Attention, features: Floats
) -> None:
    others = [
        "bagaimana cara mengurus bantuan untuk sekolah kamu",
        "bagaimana cara menguras bantuan untuk sekolah kami",
        "bagai mana cara mengurus batuan untuk sekolah kami",
    ]
    found = attention.weigh(features, [text.split() for text in (SAID, *others)])
    likely = [sum(one.words) + one.ending for one in found]
    assert len(found) == 4
    assert likely[0] == max(likely)
    # The word that is wrong is the one it does not believe.
    assert found[2].words[2] < found[0].words[2] - 1.0
    assert [len(one.words) for one in found] == [7, 7, 7, 8]


def test_readings_weighed_together_are_weighed_as_each_alone(
    attention: Attention, features: Floats
) -> None:
    readings = [SAID.split(), SAID.split()[:4], ["selamat", "pagi"]]
    together = attention.weigh(features, readings)
    for one, reading in zip(together, readings, strict=True):
        (alone,) = attention.weigh(features, [reading])
        assert alone.tokens == one.tokens
        # Inputs are rounded to 8 bits, those of all nodes at once.
        assert one.words == pytest.approx(alone.words, abs=0.3)
        assert one.ending == pytest.approx(alone.ending, abs=0.3)


def test_chances_of_all_tokens_add_up_to_one(attention: Attention, features: Floats) -> None:
    tree = Tree(attention._tokens.begin)
    expected = attention._expected(tree, features)
    logits = expected @ attention._embeddings(range(len(attention._rows))).T
    chances = np.exp(logits - attention._normalisers(expected)[:, None])
    assert chances.sum(axis=1) == pytest.approx(1.0, abs=1e-3)


def test_too_many_and_too_long_readings_are_left_out(
    attention: Attention, features: Floats
) -> None:
    many = [[f"{chr(97 + a)}{chr(97 + b)}qxz"] * 5 for a in range(8) for b in range(8)]
    assert 1 <= len(attention.weigh(features, many)) < 64
    assert attention.weigh(features, [["panjang"] * 200, ["pendek"]]) == []
    assert attention.weigh(features, []) == []


@pytest.mark.parametrize("name", [DECODER, EMBEDDINGS, FILE])
def test_a_missing_or_broken_file_is_one_sentence(tmp_path: Path, name: str) -> None:
    for file in (DECODER, EMBEDDINGS, FILE):
        (tmp_path / file).symlink_to(FOLDER / file)
    assert is_there(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ModelError, match="pasang ulang"):
        Attention(tmp_path, 1)
    for content in (b"\xff\xfe", (FOLDER / name).read_bytes()[:9] + b"\xff"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ModelError, match="pasang ulang"):
            Attention(tmp_path, 1)


def test_search_and_decoder_choose_together() -> None:
    found = [Reading((1,), (), 10.0), Reading((2,), (), 11.0), Reading((3,), (), 30.0)]
    evidences = [Evidence((-9.0,), -1.0, 2), Evidence((-2.0,), -1.0, 2), Evidence((0.0,), 0.0, 2)]
    ordered, best = weighed(found, evidences)
    assert [reading.words for reading in ordered] == [(2,), (1,), (3,)]
    assert best == evidences[1]
    assert [one.cost for one in ordered] == sorted(one.cost for one in ordered)


def test_readings_that_were_not_weighed_do_not_count() -> None:
    found = [Reading((1,), (), 10.0), Reading((2,), (), 10.5)]
    ordered, best = weighed(found, [Evidence((-50.0,), -1.0, 1)])
    assert [reading.words for reading in ordered] == [(1,)]
    assert best is not None
    assert weighed(found, []) == (found, None)


def test_every_word_tells_what_the_decoder_thinks_of_it() -> None:
    words = [Word("dana", 0.9), Word("bos", 0.5)]
    evidence = Evidence((-0.1, -3.0), -0.5, 2)
    assert [word.attention for word in attended(words, evidence)] == [-0.1, -3.0]
    assert attended(words, None) == words
    assert attended(words[:1], evidence) == words[:1]


def test_readings_far_behind_the_likeliest_are_given_up() -> None:
    found = [Reading((n,), (), cost) for n, cost in enumerate((10.0, 13.9, 14.0, 30.0))]
    assert within(found, 4.0) == found[:2]
    assert within([], 4.0) == []
