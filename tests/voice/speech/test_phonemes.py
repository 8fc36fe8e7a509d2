"""Indonesian words as the phonemes that the neural voices read."""

import pytest

from voice.speech import Clause, Tone, clauses
from voice.speech.phonemes import SYMBOLS, clause_phonemes, phonemes


@pytest.mark.parametrize(
    ("words", "sounds"),
    [
        ("selamat pagi", "səlˈamat pˈaɡi"),
        ("sekolah", "səkˈolah"),
        ("dengan syarat khusus", "dəŋan ʃˈarat hˈusus"),
        ("nyanyi bunga tunggu", "ɲˈaɲi bˈuŋa tˈuŋɡu"),
        ("saat maaf", "sˈaat mˈaaf"),
        ("pegawai kalau", "pəɡˈawai kˈalau"),
        ("en u pe te ka", "ˈɛn ˈu pˈe tˈe kˈa"),
        ("video qurban xenia", "fidˈeo kˈurban ksenˈia"),
        ("komputer semester", "kɔmpˈutər səmˈɛstər"),
        ("update website", "ˈapdɛt wɛbsˈait"),
        ("empat enam sebelas", "əmpˈat ənˈam səbəlˈas"),
        ("sihombing zebua gunungsitoli", "sihˈɔmbiŋ zebˈua ɡunuŋsitˈoli"),
        ("di ke dari yang", "di kə dari jaŋ"),
    ],
)
def test_words(words: str, sounds: str) -> None:
    assert phonemes(words) == sounds


def test_a_clause_ends_with_its_melody() -> None:
    for tone in Tone:
        assert clause_phonemes(Clause("apa", 0, tone)) == f"ˈapa{tone.value}"


def test_every_letter_sequence_has_known_symbols_only() -> None:
    text = "qwxyz bcdfg hjklm nptv xx q ng ny sy kh eee ooo aeiou " + "zyx" * 20
    for clause in [*clauses(text), Clause(text.strip(), 0, Tone.FALL)]:
        assert set(clause_phonemes(clause)) <= set(SYMBOLS)
