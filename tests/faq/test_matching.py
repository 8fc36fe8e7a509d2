"""What the matcher decides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from faq import Cause, Decision, FaqBook, FaqError, Matcher
from faq.evidence import Calibration

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ("syarat en u pe te ka apa aja ya", "nuptk-syarat"),
        ("en u pe te ka diurus ke mana", "nuptk-tempat"),
        ("kode registrasi dapo dik lupa", "kode-lupa"),
        ("kode regestrasi dapodik hilang", "kode-lupa"),
        ("passwordnya belajar titik id lupa pak", "sandi-lupa"),
        ("info ge te ka kode satu tiga", "infogtk-tiga-belas"),
        ("kode nol tiga info gtk", "infogtk-tiga"),
        ("berapa bantuan pip smp", "pip-besaran"),
    ],
)
def test_it_answers_what_it_understands(small: Matcher, said: str, entry: str) -> None:
    match = small.match(said, TODAY)
    assert (match.decision, match.entry and match.entry.id) == (Decision.ANSWER, entry), match.why
    assert match.candidates[0].entry is match.entry
    assert 0.0 < match.score <= 1.0


@pytest.mark.parametrize(
    "said",
    [
        "beasiswa lpdp daftarnya di mana",
        "gaji ke tiga belas kapan cair",
        "cuaca hari ini bagaimana",
        "syarat membuat paspor apa saja",
        "lupa kata sandi facebook",
        "kode pos medan berapa",
        "dapodik",
        "berapa",
        "syarat",
    ],
)
def test_it_never_answers_what_is_not_in_the_book(small: Matcher, said: str) -> None:
    assert small.match(said, TODAY).decision is not Decision.ANSWER


def test_it_asks_which_of_two_is_meant(small: Matcher) -> None:
    match = small.match("mau tanya NUPTK", TODAY)
    assert match.decision is Decision.CLARIFY, match.why
    assert {c.entry.id for c in match.candidates[:2]} == {"nuptk-syarat", "nuptk-tempat"}
    assert match.entry is None


@pytest.mark.parametrize("said", ["", "   ", "halo pak", "eh anu", "....", "selamat pagi bu"])
def test_nothing_said_is_asked_again(small: Matcher, said: str) -> None:
    match = small.match(said, TODAY)
    assert (match.decision, match.cause) == (Decision.REPHRASE, Cause.EMPTY)
    assert match.candidates == ()


def test_an_expired_answer_goes_to_people_with_its_desk(small: Matcher) -> None:
    fresh = small.match("dana PIP SMP berapa", date(2026, 12, 31))
    assert fresh.decision is Decision.ANSWER
    late = small.match("dana PIP SMP berapa", date(2027, 1, 1))
    assert (late.decision, late.cause) == (Decision.ESCALATE, Cause.UNSPEAKABLE)
    assert late.entry is not None
    assert late.entry.id == "pip-besaran"
    assert late.unit == "pip"
    assert "musiman" in late.reason


@pytest.mark.parametrize(
    "said",
    [
        "kenapa sktp saya belum terbit",
        "nisn anak saya berapa",
        "tolong cekkan nuptk saya",
        "tunjangan saya kok belum masuk ya bu",
        "saya mau melaporkan kepala sekolah saya",
        "guru anak saya memukul murid",
        "ada pungli di sekolah",
        "kapan tpg saya cair",
        "sktp saya belum terbit",
    ],
)
def test_personal_matters_are_for_people(small: Matcher, said: str) -> None:
    match = small.match(said, TODAY)
    assert (match.decision, match.cause) == (Decision.ESCALATE, Cause.CASE), match.why


@pytest.mark.parametrize(
    "said",
    [
        "saya mau bikin NUPTK syaratnya apa",
        "anak saya dapat PIP SMP berapa rupiah ya",
        "kami lupa kode registrasi dapodik sekolah kami",
    ],
)
def test_saying_saya_alone_is_not_a_personal_matter(small: Matcher, said: str) -> None:
    assert small.match(said, TODAY).decision is Decision.ANSWER


def test_a_case_the_book_speaks_of_itself_is_answered(packaged: Matcher) -> None:
    match = packaged.match("kenapa nuptk saya belum terbit", TODAY)
    assert match.entry is not None
    assert "E8" in match.entry.facts
    assert match.decision is Decision.ANSWER


def test_small_talk_around_the_question_does_not_drown_it(small: Matcher) -> None:
    said = (
        "assalamualaikum pak begini saya ini operator baru di sekolah kami kemarin komputer lama "
        "kami rusak terus dipasang ulang nah ternyata kami lupa kode registrasi dapodik itu "
        "bagaimana ya pak kami bingung sekali sudah tanya teman tidak ada yang tahu"
    )
    match = small.match(said, TODAY)
    assert match.candidates[0].entry.id == "kode-lupa"
    assert match.decision in (Decision.ANSWER, Decision.REPHRASE), match.why
    short = small.match("di mana ada jual nasi goreng enak dekat sini yang buka malam", TODAY)
    assert short.decision is Decision.ESCALATE


def test_doubtful_words_count_less(small: Matcher) -> None:
    text = "zebra syarat nuptk"
    sure = small.match(text, TODAY, [("zebra", 0.95), ("syarat", 0.95), ("nuptk", 0.95)])
    doubt = small.match(text, TODAY, [("zebra", 0.05), ("syarat", 0.95), ("nuptk", 0.95)])
    assert doubt.score > sure.score


def test_it_explains_itself(small: Matcher) -> None:
    match = small.match("syarat nuptk dan zebra", TODAY)
    text = "\n".join(match.why)
    assert "nuptk-syarat" in text
    assert "tidak terjelaskan: zebra" in text


@pytest.mark.parametrize(
    "said", ["\x00\x01", "😀 😀", "a" * 50_000, "syarat " * 3000, "12345678901234567890123", "ñ́"]
)
def test_odd_input_is_survived(small: Matcher, said: str) -> None:
    assert small.match(said, TODAY).decision is not Decision.ANSWER


def test_two_questions_in_one_breath(small: Matcher) -> None:
    said = "syarat nuptk apa saja terus kode registrasi dapodik lupa"
    assert small.split_compound(said) == ["syarat nuptk apa saja", "kode registrasi dapodik lupa"]
    assert small.split_compound("syarat dan berkas nuptk") == ["syarat dan berkas nuptk"]


def test_a_weights_file_that_lacks_a_weight_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bobot.yaml"
    path.write_text("bias: 1.0\nraw: banyak\n", encoding="utf-8")
    with pytest.raises(FaqError, match='bobot "raw" belum ada'):
        Calibration.load(path)


def test_one_entry_alone_is_enough(small: Matcher) -> None:
    only = FaqBook(small.book.entries[:1], small.book.units)
    match = Matcher(only).match("syarat NUPTK apa saja", TODAY)
    assert match.candidates[0].entry.id == "nuptk-syarat"


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("yang pertama", 0),
        ("pertama pak", 0),
        ("yang kedua", 1),
        ("a", 0),
        ("be", 1),
        ("yang b ya bu", 1),
        ("bukan yang pertama", 1),
        ("bukan yang kedua tapi yang pertama", 0),
        ("syaratnya", 0),
        ("tempat mengurusnya", 1),
        ("yang satu lagi", None),
        ("keduanya", None),
        ("dua duanya", None),
        ("bukan", None),
        ("tidak dua dua", None),
        ("nuptk", None),
        ("ya", None),
        ("", None),
        ("kode registrasi", None),
    ],
)
def test_choosing_between_two(small: Matcher, said: str, place: int | None) -> None:
    offered = [
        c
        for name in ("nuptk-syarat", "nuptk-tempat")
        for c in small.match(name.replace("-", " "), TODAY).candidates
        if c.entry.id == name
    ]
    assert [c.entry.id for c in offered] == ["nuptk-syarat", "nuptk-tempat"]
    assert small.choose(said, offered) == place


WEAK = "guru baru mau punya nuptk ketentuannya apa aja"


def test_another_reading_confirms_a_weak_match(packaged: Matcher) -> None:
    assert packaged.match(WEAK, TODAY).cause is Cause.WEAK
    clear = "syarat nuptk apa saja"
    match = packaged.match(WEAK, TODAY, others=[clear, "apa saja syarat punya nuptk"])
    assert (match.decision, match.entry and match.entry.id) == (Decision.ANSWER, "nuptk-syarat")
    assert clear in match.reason


@pytest.mark.parametrize(
    "others", [["pip sd berapa"], ["syarat nuptk apa saja", "zzz"], ["zzz"], [""]]
)
def test_readings_that_do_not_all_agree_decide_nothing(
    packaged: Matcher, others: list[str]
) -> None:
    match = packaged.match(WEAK, TODAY, others=others)
    assert match.cause is Cause.WEAK
    sure = packaged.match("pip sd berapa", TODAY, others=["syarat nuptk apa saja"])
    assert sure.entry is not None and sure.entry.id == "pip-besaran"
