"""What the word lists make callers say, and what happens to a broken weight."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from models import Field, ModelError
from models.lexicon import default_lexicon
from models.number_phrases import number_answer
from models.phones import PHONES
from models.phrases import Phrases, Sentence
from models.sounds import is_sound
from models.wordlists import WORDS, read_weighted


@pytest.fixture(scope="module")
def drawn() -> dict[Field, list[Sentence]]:
    phrases = Phrases()
    return {field: phrases.of(field) for field in Field}


def test_every_word_can_be_said(drawn: dict[Field, list[Sentence]]) -> None:
    words = {word for said in drawn.values() for s in said for word in s if not is_sound(word)}
    assert len(words) > 3500
    lexicon = default_lexicon()
    for word in words:
        for way in lexicon.pronunciations(word):
            assert set(way) <= set(PHONES[1:]), word


def test_the_same_lists_give_the_same_sentences(drawn: dict[Field, list[Sentence]]) -> None:
    again = Phrases()
    assert [again.of(field) for field in Field] == list(drawn.values())


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (Field.NAME, "rumahorbo"),
        (Field.NAME, "telaumbanua"),
        (Field.NAME, "simamora"),
        (Field.INSTITUTION, "pergetteng getteng sengkut"),
        (Field.INSTITUTION, "percut sei tuan"),
        (Field.INSTITUTION, "al washliyah"),
        (Field.DISTRICT, "labusel"),
        (Field.YESNO, "oke makasih"),
        (Field.YESNO, "nggak jadi"),
    ],
)
def test_chance_leaves_no_entry_out(
    drawn: dict[Field, list[Sentence]], field: Field, said: str
) -> None:
    assert tuple(said.split()) in drawn[field]


def test_answers_are_given_as_people_give_them(drawn: dict[Field, list[Sentence]]) -> None:
    names = drawn[Field.NAME]
    assert any(s[0] == "eee" for s in names)
    assert any(s[n : n + 2] == ("eh", "bukan") for s in names for n in range(len(s)))
    assert any(s[-1] == "kak" for s in names)
    plain = sum("eee" not in s and "em" not in s and "anu" not in s for s in names)
    assert plain > 0.93 * len(names)


def test_common_names_are_drawn_more_often(drawn: dict[Field, list[Sentence]]) -> None:
    count = Counter(word for s in drawn[Field.NAME] for word in s)
    assert count["siregar"] > 2 * count["sinurat"]
    assert count["siti"] > 2 * count["sabarina"]


def test_numbers_are_said_in_groups_and_doubled() -> None:
    source = random.Random(7)
    said = [" ".join(number_answer(source)) for _ in range(3000)]
    for part in ("belas", "puluh", "kali nol", "dobel", "double", "tripel", "dua kali"):
        assert any(part in s for s in said), part
    mobile = sum(s.startswith("nol delapan") for s in said)
    assert mobile > 0.15 * len(said)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("togar\t0\n", "bobot '0' harus angka di atas nol"),
        ("togar\tsering\n", "bobot 'sering' harus angka"),
        ("togar\t-1\n", "bobot '-1' harus angka"),
        ("togar\t2\t3\n", "paling banyak 2 kolom"),
        ("togar | \t2\n", "ada pilihan kosong"),
        ("togar 2\n", "tulis angka dengan kata"),
    ],
)
def test_broken_weight_is_named_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    shutil.copytree(WORDS, tmp_path / "words")
    path = tmp_path / "words" / "given-names.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + line, encoding="utf-8")
    with pytest.raises(ModelError) as error:
        Phrases(tmp_path / "words")
    number = text.count("\n") + 1
    assert str(error.value).startswith(f"given-names.txt:{number}: ")
    assert told in str(error.value)


def test_weights_decide_what_is_drawn(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("a | b\t3\nc\t0.5\nd\n", encoding="utf-8")
    entries = read_weighted(path)
    assert dict(zip(entries.ways, entries.weights, strict=True)) == {
        ("a",): 3.0, ("b",): 3.0, ("c",): 0.5, ("d",): 1.0,
    }  # fmt: skip
    source = random.Random(1)
    count = Counter(entries.draw(source)[0] for _ in range(7500))
    assert count["a"] > 2 * count["d"] > 2 * count["c"]
