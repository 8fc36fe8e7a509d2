"""Caller speech and written entries become the same tokens."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq import FaqError
from faq.normalise import Normaliser
from faq.spoken_numbers import read_number
from faq.word_table import WordTable


@pytest.fixture(scope="module")
def normalise() -> Normaliser:
    return Normaliser(acronyms=["nuptk", "npsn", "anbk"])


def texts(normalise: Normaliser, said: str) -> list[str]:
    return [token.text for token in normalise(said).tokens]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("en u pe te ka", "NUPTK"),
        ("n u p t k", "nuptk"),
        ("nu pe te ka", "nuptk"),
        ("a en be ka", "ANBK"),
        ("gimana cara ngurusnya", "bagaimana cara mengurusnya"),
        ("lupa password belajar id", "lupa kata sandi belajar.id"),
        ("halo pak selamat pagi saya mau tanya syarat nuptk ya", "syarat NUPTK"),
        ("persyaratannya", "syarat"),
        ("kode nol dua", "kode 02"),
        ("kode satu tiga", "kode tiga belas"),
        ("kode kosong tujuh", "kode nol tujuh"),
        ("duit pip udah cair", "uang pip sudah dicairkan"),
        ("macam mana npsn nya", "bagaimana npsn"),
        ("pencairan", "dicairkan"),
        ("penerimaan", "diterima"),
    ],
)
def test_two_ways_of_saying_it_are_one(normalise: Normaliser, one: str, other: str) -> None:
    assert texts(normalise, one) == texts(normalise, other) != []


def test_what_must_not_fall_together(normalise: Normaliser) -> None:
    assert texts(normalise, "kode tiga") != texts(normalise, "kode tiga belas")
    assert texts(normalise, "npsn") != texts(normalise, "nisn")
    assert texts(normalise, "akun belajar id") != texts(normalise, "mengajar")
    assert texts(normalise, "bisa dibuka") != texts(normalise, "tidak bisa dibuka")


def test_question_words_are_kinds_of_question(normalise: Normaliser) -> None:
    assert normalise("syaratnya apa").questions == {"syarat"}
    assert normalise("kapan cair").questions == {"waktu"}
    assert normalise("nuptk itu apa").questions == {"definisi"}
    assert normalise("berapa lama diproses").questions == {"durasi"}


def test_a_closing_tidak_is_no_negation(normalise: Normaliser) -> None:
    assert not normalise("pip bisa diwakilkan nggak").negated
    assert normalise("nisn tidak muncul").negated


def test_small_talk_leaves_nothing(normalise: Normaliser) -> None:
    for said in ("halo", "assalamualaikum pak", "eh anu ya", "", "  ", "?!"):
        assert normalise(said).tokens == ()


def test_word_confidences_travel_with_the_words(normalise: Normaliser) -> None:
    heard = [("syarat", 0.9), ("en", 0.8), ("u", 0.3), ("pe", 0.9), ("te", 0.9), ("ka", 0.9)]
    spoken = normalise("syarat en u pe te ka", heard)
    assert [(t.text, t.confidence) for t in spoken.tokens] == [("?syarat", 0.9), ("nuptk", 0.3)]
    assert normalise("syarat nuptk", heard).tokens[1].confidence == 1.0


def test_a_very_long_utterance_is_cut(normalise: Normaliser) -> None:
    assert len(normalise("dapodik sekolah " * 5000).words) <= 400


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("dua puluh lima", 25),
        ("seratus lima", 105),
        ("dua ribu dua puluh enam", 2026),
        ("sembilan sembilan", 99),
        ("sembilan puluh sembilan", 99),
        ("empat nol tiga", 403),
        ("sebelas", 11),
        ("seribu", 1000),
        ("satu juta", 1_000_000),
        ("empat ratus lima puluh ribu", 450_000),
    ],
)
def test_number_words(words: str, value: int) -> None:
    assert read_number(words.split(), 0) == (value, len(words.split()))


def test_words_that_are_no_numbers() -> None:
    assert read_number(["kosong"], 0) is None
    assert read_number(["satu", "sekolah"], 0) is None
    assert read_number(["puluh"], 0) is None


def test_a_mistake_in_the_word_table_is_named(tmp_path: Path) -> None:
    path = tmp_path / "kata.yaml"
    path.write_text("slang:\n  tidak: [gak]\nfiler: [eh]\n", encoding="utf-8")
    with pytest.raises(FaqError, match=r'kata\.yaml:3: kunci "filer".*"fillers"'):
        WordTable.load(path)


def test_people_can_teach_a_new_word(tmp_path: Path) -> None:
    path = tmp_path / "kata.yaml"
    path.write_text("synonyms:\n  ijazah: [surat tamat]\n", encoding="utf-8")
    normalise = Normaliser(WordTable.load(path))
    assert texts(normalise, "surat tamat hilang") == ["ijazah", "hilang"]
