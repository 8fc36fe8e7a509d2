"""Words of new phrasings that the built graph does not hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import ModelError
from models.vocabulary import unknown_words


def test_known_words_are_left_out_and_new_ones_come_once_and_in_order(graphs: Path) -> None:
    texts = ["Bagaimana cara mengurus NUPTK?", "apa itu wordwall", "Wordwall dan siwaluhkarya"]
    found = unknown_words(texts, graphs)
    assert [word.word for word in found] == ["wordwall", "siwaluhkarya"]
    assert all(word.said and not word.sure for word in found)


def test_new_acronym_is_said_letter_by_letter(graphs: Path) -> None:
    (found,) = unknown_words(["apa itu XQZB"], graphs)
    assert found.word == "xqzb"
    assert found.said == "e k s k i z e t b e"


def test_what_is_no_word_is_nothing_new(graphs: Path) -> None:
    assert unknown_words(["?! 123", ""], graphs) == []


def test_without_graphs_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="sapa model build"):
        unknown_words(["apa"], tmp_path)
