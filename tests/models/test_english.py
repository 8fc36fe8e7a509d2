"""English words as Indonesians say them."""

from __future__ import annotations

import pytest

from models import pronounce
from models.lexicon import by_rules, default_lexicon, read_respellings
from models.training.english import english_words, ways
from models.wordlists import WORDS, read_table


@pytest.mark.parametrize(
    ("word", "sounds", "said"),
    [
        ("people", "P IY1 P AH0 L", ["pipel"]),
        ("friend", "F R EH1 N D", ["frend"]),
        ("meeting", "M IY1 T IH0 NG", ["miting"]),
        ("support", "S AH0 P AO1 R T", ["seport", "suport"]),
        ("vision", "V IH1 ZH AH0 N", ["fisyen"]),
        ("market", "M AA1 R K AH0 T", ["morket", "market"]),
        ("remote", "R IH0 M OW1 T", ["rimot"]),
        ("sky", "S K AY1", ["skai"]),
    ],
)
def test_english_sounds_become_indonesian_ones(word: str, sounds: str, said: list[str]) -> None:
    assert ways(word, [sounds.split()]) == said


def test_a_word_has_few_ways_and_each_once() -> None:
    sounds = [s.split() for s in ("AH0 K AW1 N T", "AH0 K AW1 N", "EY0 K AW1 N T")]
    found = ways("account", sounds)
    assert found == ["ekaunt", "akaunt", "ekaun", "akaun"]


def test_indonesian_words_stay_as_they_are() -> None:
    dictionary = {
        "alam": [["AE1", "L", "AH0", "M"]],
        "email": [["IY0", "M", "EY1", "L"]],
        "o'clock": [["AH0", "K", "L", "AA1", "K"]],
        "bus": [["B", "UH1", "S"]],
        "please": [["P", "L", "IY1", "Z"]],
        "taxi": [["T", "AE1", "K", "S", "IY0"]],
    }
    found = english_words([*dictionary, "sekolah"], dictionary, {"alam", "email"})
    assert found == {"please": ["pliz", "please"], "taxi": ["taxi", "teksi"]}


def test_listed_words_are_said_the_english_way_and_as_spelled() -> None:
    assert pronounce("because") == ["b", "i", "k", "o", "z"]
    assert by_rules("because") in default_lexicon().pronunciations("because")


def test_tables_written_by_hand_come_first() -> None:
    ours = read_respellings(english=False)
    both = read_respellings()
    assert len(both) > len(ours) + 8_000
    assert {word: both[word] for word in ours} == ours


def test_no_indonesian_word_of_the_lists_is_taken_for_english() -> None:
    english = {row.cells[0] for row in read_table(WORDS / "english.tsv", columns=2)}
    for name in ("districts.txt", "yesno.txt", "hesitations.txt", "courtesies.txt"):
        lines = (WORDS / name).read_text(encoding="utf-8").splitlines()
        plain = [line for line in lines if not line.startswith("#")]
        assert english.isdisjoint(" ".join(plain).replace("|", " ").split())
