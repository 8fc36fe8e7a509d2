"""How words are said, and what happens to a broken word list."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from models import ModelError, build_graphs, pronounce
from models.lexicon import Lexicon, default_lexicon
from models.phones import PHONES
from models.phrases import Phrases
from models.wordlists import WORDS


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("sekolah", "s e k o l a h"),
        ("mengajar", "m e ng a j a r"),
        ("menyanyi", "m e ny a ny i"),
        ("syarat", "sy a r a t"),
        ("khusus", "k u s u s"),
        ("verifikasi", "f e r i f i k a s i"),
        ("maaf", "m a a f"),
        ("massal", "m a s a l"),
        ("quran", "k u r a n"),
        ("taxi", "t a k s i"),
        ("José", "j o s e"),
        ("nuptk", "e n u p e t e k a"),
        ("NPSN", "e n p e e s e n"),
        ("pppk", "p e t i g a k a"),
        ("nik", "n i k"),
        ("email", "i m e l"),
        ("ppdb", "p e p e d e b e"),
        ("hgqrz", "h a g e k i e r z e t"),
        ("QWOP", "k i w e o p e"),
        ("simpatika", "s i m p a t i k a"),
        ("ng", "e n g e"),
        ("nyanyian", "ny a ny i a n"),
        ("syarat-syarat", "sy a r a t sy a r a t"),
        ("khas", "k a s"),
        ("pakai", "p a k a i"),
        ("bosp", "b o s p e"),
        ("gtk", "g e t e k a"),
        ("anbk", "a e n b e k a"),
        ("bgp", "b e g e p e"),
        ("lpmp", "e l p e e m p e"),
        ("sktp", "e s k a t e p e"),
        ("dprd", "d e p e e r d e"),
        ("online", "o n l a i n"),
        ("download", "d a u n l o t"),
        ("password", "p a s w o r t"),
        ("michelle", "m i s e l"),
        ("hutabarat", "h u t a b a r a t"),
        ("boangmanalu", "b o a ng m a n a l u"),
        ("ahmad", "a h m a d"),
        ("filenya", "f a i l ny a"),
        ("nisnnya", "e n i e s e n ny a"),
        ("bukunya", "b u k u ny a"),
        ("tanya", "t a ny a"),
    ],
)
def test_pronunciation(word: str, phones: str) -> None:
    assert pronounce(word) == phones.split()


def test_acronyms_have_several_ways() -> None:
    ways = {" ".join(way) for way in default_lexicon().pronunciations("nik")}
    assert ways == {"n i k", "e n i k a"}
    assert "b o s" in {" ".join(way) for way in default_lexicon().pronunciations("bos")}


@pytest.mark.parametrize(
    ("word", "way"),
    [
        ("pakai", "p a k e"),
        ("sampai", "s a m p e"),
        ("kalau", "k a l o"),
        ("ahmad", "a h m a t"),
        ("zulkifli", "j u l k i f l i"),
        ("provinsi", "p r o p i n s i"),
        ("double", "d o b e l"),
        ("ijazah", "i j a s a h"),
    ],
)
def test_everyday_speech_is_a_variant(word: str, way: str) -> None:
    ways = [" ".join(said) for said in default_lexicon().pronunciations(word)]
    assert way in ways[1:]


def test_word_without_letters_is_refused() -> None:
    with pytest.raises(ValueError, match="no letters"):
        pronounce("123")


def test_every_listed_word_has_only_known_phones() -> None:
    phrases = Phrases()
    lexicon = default_lexicon()
    lists = (phrases.commands, phrases.yesno, phrases.districts, phrases.conversation)
    words = {word for entries in lists for entry in entries for word in entry}
    assert len(words) > 300
    for word in words:
        for way in lexicon.pronunciations(word):
            assert way
            assert set(way) <= set(PHONES[1:])


@pytest.mark.parametrize(
    ("name", "line", "told"),
    [
        ("acronyms.tsv", b"nuptk tanpa tab\n", "2 kolom"),
        ("acronyms.tsv", b"nisn\ten 1 es en\n", "tulis angka dengan kata"),
        ("acronyms.tsv", b"nuptk\ten u pe te ka\n", "sudah ada"),
        ("exceptions.tsv", b"berkas\t|\n", "lafal kata 'berkas' kosong"),
        ("exceptions.tsv", b"\xff\xfe\tx\n", "bukan UTF-8"),
    ],
)
def test_broken_table_is_named_with_its_line(
    tmp_path: Path, name: str, line: bytes, told: str
) -> None:
    shutil.copytree(WORDS, tmp_path / "words")
    table = tmp_path / "words" / name
    lines = table.read_bytes().count(b"\n")
    table.write_bytes(table.read_bytes() + line)
    with pytest.raises(ModelError) as error:
        Lexicon.load(tmp_path / "words")
    assert str(error.value).startswith(f"{name}:{lines + 1}: ")
    assert told in str(error.value)


def test_broken_word_list_stops_the_build(tmp_path: Path) -> None:
    shutil.copytree(WORDS, tmp_path / "words")
    districts = tmp_path / "words" / "districts.txt"
    districts.write_text(districts.read_text() + "kabupaten baru | | baru\n")
    with pytest.raises(ModelError, match=r"districts\.txt:\d+: ada pilihan kosong"):
        build_graphs(tmp_path / "graphs", [], words=tmp_path / "words")
    assert not (tmp_path / "graphs" / "current").exists()
