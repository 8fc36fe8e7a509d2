"""Rare words of a few letters leave the general model."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from models.language import GENERAL, LARGE, general_model
from models.lexicon import Lexicon
from models.lm.files import read_model, write_model
from models.lm.scraps import main, scraps
from models.lm.words import WordModel, from_ngram
from models.ngram import count_model

OFTEN = [("saya", "mau", "ke", "kota"), ("saya", "mau", "cur"), ("cur", "ke", "kota")]


def _language(rare: tuple[str, ...]) -> WordModel:
    """A model in which some words are rare, and ``saya`` and ``ke`` are not."""
    language = from_ngram(count_model([("saya", "ke", word) for word in rare], 1))
    level = language.model.levels[0]
    level.logp = np.array([-13.0 if word in rare else -2.0 for word in language.words])
    return language


def test_rare_short_words_are_scraps() -> None:
    language = _language(("cur", "juz", "kota", "fgh", "lap"))
    lexicon = Lexicon({"fgh": ("ef ge ha",)})
    assert scraps(language, lexicon, {"lap"}) == {"cur", "juz"}


def test_both_models_lose_them(tmp_path: Path) -> None:
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "one.yaml").write_text("question: Ke mana Lap itu?\n")
    small, large = tmp_path / "small.npz", tmp_path / "large.npz"
    write_model(_language(("cur", "juz", "lap", "hoq")), small, "")
    write_model(from_ngram(count_model([*OFTEN, ("lap", "hoq", "juz")], 3)), large, "")
    main([tmp_path / "faq"], small, large)
    assert read_model(small).vocabulary == {"saya", "ke", "juz", "lap"}
    assert read_model(large).vocabulary == {"saya", "mau", "ke", "kota", "lap", "juz"}


def test_the_shipped_models_know_the_same_words_and_no_scraps() -> None:
    words = general_model(GENERAL).vocabulary
    assert words == general_model(LARGE).vocabulary
    assert {"dik", "juz", "pak", "bu", "ya"} <= words
    assert words.isdisjoint({"cur", "aho", "ilc", "laf"})
