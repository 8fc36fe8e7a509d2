"""More texts for a model whose own texts are not at hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.lm.arrays import ArrayNgram, perplexity, widths
from models.lm.extend import main
from models.lm.files import read_model, write_model
from models.lm.train import divided
from models.lm.words import WordModel, from_ngram
from models.ngram import count_model

OFFICE = [
    ("saya", "mau", "tanya", "tentang", "pintu"),
    ("saya", "mau", "lapor", "tentang", "guru"),
    ("guru", "kucing", "duduk", "di", "atas", "pintu", "putih"),
]
ELSEWHERE = "Kucing putih duduk di atas pintu.\nKucing putih duduk di pintu.\n" * 30
HELD_OUT = "kucing putih duduk di atas guru"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.npz"
    write_model(from_ngram(count_model(OFFICE, 3)), path, "")
    return path


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    (tmp_path / "cats.txt").write_text(ELSEWHERE + f"{HELD_OUT.capitalize()}.\n" * 30)
    (tmp_path / "new.txt").write_text("Kucing putih duduk di atas.\nKucing duduk di pintu.\n" * 4)
    (tmp_path / "old.txt").write_text("Saya mau tanya.\nSaya mau lapor tentang guru.\n" * 4)
    (tmp_path / "manifest.tsv").write_text(
        f"corpus\tsplit\ttext\nnews\tdev\t{HELD_OUT}\nnews\ttrain\tsaya mau tanya\n"
    )
    listing = tmp_path / "texts.tsv"
    listing.write_text("cats\tcats.txt\ntest\tnew.txt\ntest\told.txt\n")
    return listing


def _extended(texts: Path, base: Path) -> tuple[WordModel, WordModel, WordModel]:
    folder = texts.parent
    small, large = folder / "small.npz", folder / "large.npz"
    main(texts, folder / "manifest.tsv", base, small, "1e-3,1e-3", large, "0,0")
    return read_model(base), read_model(small), read_model(large)


def _surprise(language: WordModel, sentence: str) -> float:
    number = {word: n for n, word in enumerate(language.words)}
    text = np.array([0, *(number[word] for word in sentence.split()), 1])
    return perplexity(language.model, text, 0)


def test_new_sentences_are_foreseen_and_old_ones_still(texts: Path, base: Path) -> None:
    before, small, large = _extended(texts, base)
    assert large.words == before.words
    new, old = "kucing putih duduk di pintu", "saya mau lapor tentang guru"
    assert _surprise(large, new) < 0.7 * _surprise(before, new)
    assert _surprise(large, old) < 1.5 * _surprise(before, old)
    assert sum(widths(small.model)) < sum(widths(large.model))
    assert _surprise(small, new) < _surprise(before, new)


def test_held_out_texts_are_not_learnt(texts: Path, base: Path) -> None:
    _, _, large = _extended(texts, base)
    assert _has(large, "kucing putih duduk")
    assert not _has(large, "di atas guru")


def test_new_words_are_taken_up(texts: Path, base: Path) -> None:
    folder = texts.parent
    with texts.open("a") as listing:
        listing.write("birds\tbirds.txt\n")
    (folder / "words.txt").write_text("Burung\tlist\nkucing\n")
    # A sentence counts once, so the word must be in several.
    more = "\n".join(f"Burung duduk di {place}." for place in ("atas", "pintu", "guru", "kucing"))
    (folder / "birds.txt").write_text(more + "\nBurng duduk di pintu.\n")
    small, large = folder / "small.npz", folder / "large.npz"
    manifest = folder / "manifest.tsv"
    main(texts, manifest, base, small, "1e-3,1e-3", large, "0,0", [folder / "words.txt"], 10)
    before, after = read_model(base), read_model(large)
    assert after.vocabulary == before.vocabulary | {"burung"}
    assert read_model(small).words == after.words
    assert _surprise(after, "burung duduk di pintu") < _surprise(after, "pintu burung di duduk")
    old = "saya mau lapor tentang guru"
    assert _surprise(after, old) < 2.0 * _surprise(before, old)


def _has(language: WordModel, words: str) -> bool:
    model: ArrayNgram = language.model
    numbers = np.array([[language.words.index(word) for word in words.split()]])
    return bool(model.entry(numbers)[0] >= 0)


def test_halves_share_no_sentence() -> None:
    text = np.array([0, 5, 1, 0, 6, 7, 1, 0, 8, 1])
    first, second = divided(text, 0, 2)
    assert second.tolist() == [0, 6, 7, 1]
    assert first.tolist() == [0, 5, 1, 0, 8, 1]
