"""The front end: a table of what is written and what is said, then texts nobody should write."""

import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import SupportsIndex

import pytest

from voice.speech import Tone, clauses
from voice.speech.clause import (
    GROUP_PAUSE_MS,
    LONGEST_CLAUSE,
    PARAGRAPH_PAUSE_MS,
    SENTENCE_PAUSE_MS,
)

_TABLE = Path(__file__).with_name("spoken.tsv")
_ESCAPES = {r"\n": "\n", r"\t": "\t", r"\0": "\0", r"\a": "\a", r"\u200b": "\u200b"}


def _cases() -> Iterator[tuple[str, str]]:
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            written, said = line.split("\t")
            for escape, char in _ESCAPES.items():
                written = written.replace(escape, char)
            yield written, said


def _shown(text: str) -> str:
    marks = {GROUP_PAUSE_MS: " /", PARAGRAPH_PAUSE_MS: " ¶"}
    return " ".join(c.text + marks.get(c.pause_ms, c.tone.value) for c in clauses(text))


def test_the_table_is_long_enough() -> None:
    assert len(set(_cases())) >= 300


@pytest.mark.parametrize(("written", "said"), list(_cases()))
def test_written_is_said(written: str, said: str) -> None:
    assert _shown(written) == said


def test_a_question_rises_and_hands_over_at_once() -> None:
    *_, last = clauses("Baik. Ada yang bisa dibantu?")
    assert last.tone is Tone.RISE
    assert last.pause_ms == 0


def test_a_statement_falls_and_leaves_a_pause_before_whatever_follows() -> None:
    first, last = clauses("Mohon tunggu. Terima kasih.")
    assert (first.tone, first.pause_ms) == (Tone.FALL, SENTENCE_PAUSE_MS)
    assert last.tone is Tone.FALL
    assert 0 < last.pause_ms < SENTENCE_PAUSE_MS


def test_a_sentence_without_punctuation_is_cut_where_one_breathes() -> None:
    sentence = "sekolah mengirim data guru dan data siswa kepada dinas pendidikan karena " * 20
    found = list(clauses(sentence))
    assert " ".join(c.text for c in found) == sentence.strip()
    assert max(len(c.text) for c in found) <= LONGEST_CLAUSE
    starts = [c.text.split()[0] for c in found[1:]]
    assert set(starts) <= {"dan", "karena"}


_WILD = {
    "prose": "Nomor NPSN 10203040, tanggal 2/3/2023, di SMP Negeri III (Medan). " * 920,
    "one word": "a" * 60_000,
    "digits": "1" * 60_000,
    "script tags": "<script>" * 7_500,
    "angle brackets": "<" * 60_000,
    "round brackets": "(" * 60_000,
    "entities": "&lt;b" * 12_000,
    "capitals": "AB/" * 20_000,
    "hyphens": "1-" * 30_000,
    "Roman numbers": "kelas " + "I, " * 20_000,
    "phone numbers": "08 " * 20_000,
    "addresses": "a@a." * 15_000,
    "degrees": "S.P." * 15_000,
    "list": "\n- " * 20_000,
    "emoji": "😀" * 60_000,
    "spaces": " " * 60_000,
    "control characters": "\0\a\x1b" * 20_000,
    "terminal colours": "\x1b[31m" * 12_000,
    "other scripts": "你好 " * 20_000,
    "one sign that stands for many": "\ufdfa" * 60_000,
    "accents upon accents": "a\u0301\u0302" * 20_000,
    "half characters": "halo \ud800 " * 8_000,
    "SSML": '<speak><prosody rate="x-slow">Halo.</prosody></speak>' * 1_200,
    "a script in prose": "Baik. <script>" + "alert(1); " * 6_000 + "</script> Halo.",
    "entities of tags": "&lt;speak&gt;" * 5_000,
    "figures in words": "5 (lima ratus " * 4_000,
    "titles": "Dr." * 20_000,
    "labels": "NIP 1 1 1 " * 6_000,
    "country codes": "+62 " * 15_000,
    "lists of letters": "ayat (1), " * 6_000,
}


@pytest.mark.parametrize("text", _WILD.values(), ids=_WILD)
def test_sixty_thousand_characters_of_anything(text: str) -> None:
    started = time.process_time()
    found = list(clauses(text))
    assert time.process_time() - started < 20.0
    assert all(0 < len(c.text) <= LONGEST_CLAUSE for c in found)


class _Read(str):
    """A text that remembers how far pieces were taken from it."""

    furthest = 0

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        if isinstance(key, slice) and key.stop is not None:
            self.furthest = max(self.furthest, key.stop)
        return super().__getitem__(key)


def test_the_first_clause_of_a_long_text_does_not_wait_for_the_rest() -> None:
    text = _Read(_WILD["prose"])
    assert len(text) > 60_000
    saying = clauses(text)
    assert next(saying).text.startswith("nomor en pe es en")
    assert 0 < text.furthest < 3_000
    list(saying)
    assert text.furthest > 60_000


@pytest.mark.parametrize(
    "text",
    [
        *("", " \n\t", "\0\a\x1b", "... ?! --", "😀👍🏽", "你好，世界。", "Привет", "مرحبا"),
        *("<speak></speak>", "<script>alert(1)</script>", "<script>alert(1)", "<!-- halo -->"),
    ],
)
def test_what_has_no_word_gives_no_clause(text: str) -> None:
    assert list(clauses(text)) == []


@pytest.mark.parametrize("name", ["SSML", "a script in prose"])
def test_markup_of_any_length_is_left_out_and_the_words_around_it_are_said(name: str) -> None:
    assert {clause.text for clause in clauses(_WILD[name])} <= {"baik", "halo"}
    assert [clause.text for clause in clauses(_WILD[name])][-1] == "halo"


def test_a_tag_is_never_cut_in_two() -> None:
    for length in range(1_440, 1_510, 3):
        text = "a" * 30 + " b" * ((length - 30) // 2) + ' <break time="3s"/> selesai ' + "b " * 600
        words = " ".join(clause.text for clause in clauses(text)).split()
        assert set(words) == {"a" * 30, "be", "selesai"}


def test_nothing_but_words_ever_reaches_a_voice() -> None:
    chance = random.Random(7)
    signs = "aAbIVX 0159.,;:/-–+&%<>[](){}@#$^*_=~'\"\\|\n\t\0é²½中ж😀€°"
    for _ in range(2_000):
        text = "".join(chance.choice(signs) for _ in range(chance.randint(1, 60)))
        for clause in clauses(text):
            assert re.fullmatch(r"[a-z]+(?: [a-z]+)*", clause.text), text
