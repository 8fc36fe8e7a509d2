"""The dialogue by the written word: whatever the caller does, it ends well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest

from desk import Outcome, load_procedure
from faq import Cause, FaqBook, Matcher
from models import Word
from voice.dialogue import (
    CallerHungUp,
    CallTooLong,
    Question,
    Service,
    Surroundings,
    Words,
)
from voice.dialogue.review import likely, offers
from voice.errors import VoiceError
from voice.hearing import NOTHING, Heard

MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
HANG_UP = "<menutup telepon>"
TOO_LONG = "<terlalu lama>"
UNPLUGGED = "<perangkat terputus>"
SILENCE = ""


@cache
def matcher() -> Matcher:
    return Matcher(FaqBook.load())


class Typed:
    """A conversation whose caller types. Answers by key, in order; silence when none is left."""

    def __init__(self, answers: dict[str, Sequence[str]], confidence: float = 0.9) -> None:
        self.slow = False
        self.said: list[str] = []
        self.asked: list[str] = []
        self._answers = {key: list(lines) for key, lines in answers.items()}
        self._confidence = confidence

    def now(self) -> datetime:
        return MORNING

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, question: Question) -> Heard:
        self.said.append(question.text)
        if question.on_spoken is not None:
            question.on_spoken()
        return self.wait_for_answer(question)

    def wait_for_answer(self, question: Question) -> Heard:
        self.asked.append(question.key)
        lines = self._answers.get(question.key, [])
        line = lines.pop(0) if lines else SILENCE
        if line == TOO_LONG:
            raise CallTooLong
        if line == UNPLUGGED:
            raise VoiceError("Perangkat suara terputus.")
        if line.endswith(HANG_UP):
            raise CallerHungUp(question.key, self._heard(line.removesuffix(HANG_UP)))
        return self._heard(line)

    def _heard(self, line: str) -> Heard:
        if not line:
            return NOTHING
        words = tuple(Word(w, self._confidence) for w in line.split())
        return Heard(words, spoke=True)


class Paper:
    """Notes kept in memory."""

    def __init__(self) -> None:
        self.form: dict[str, str] = {}
        self.steps: list[tuple[int, str]] = []
        self.tickets: list[tuple[str, str]] = []
        self.matches: list[tuple[str, str | None, str, str | None, bool]] = []

    def step(self, number: int) -> _Step:
        return _Step(self, number)

    def value(self, name: str, value: str, confidence: float | None) -> None:
        self.form[name] = value

    def match(
        self,
        question: str,
        entry: str | None,
        score: float,
        decision: str,
        cause: str | None = None,
        rewords: bool = False,
    ) -> None:
        self.matches.append((question, entry, decision, cause, rewords))

    def ticket(self, unit: str, reason: str) -> str:
        self.tickets.append((unit, reason))
        return "ULT-2026-000001"


class _Step:
    def __init__(self, paper: Paper, number: int) -> None:
        self._paper, self._number = paper, number

    def __enter__(self) -> _Step:
        self._paper.steps.append((self._number, "begin"))
        return self

    def __exit__(self, *details: object) -> None:
        self._paper.steps.append((self._number, "end"))


IDENTITY = {
    "name": ["nama saya rina siregar"],
    "institution": ["smp negeri dua medan"],
    "district": ["kota medan"],
    "phone": ["nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol"],
    "phone_check": ["iya benar"],
    "supporting": ["tidak ada"],
}
ANSWERABLE = {
    "question": ["saya lupa kode registrasi dapodik"],
    "satisfied": ["sudah"],
    "more": ["tidak ada terima kasih"],
}


def run(
    answers: dict[str, Sequence[str]], is_open: bool = True, confidence: float = 0.9
) -> tuple[Outcome, Typed, Paper]:
    conversation, paper = Typed(answers, confidence), Paper()
    return service(conversation, paper, is_open).run(), conversation, paper


def service(conversation: Typed, paper: Paper, is_open: bool = True) -> Service:
    return Service(
        load_procedure(),
        conversation,
        paper,
        matcher(),
        Surroundings(
            Words("Unit Layanan Terpadu BPMP Provinsi Sumatera Utara", "Sapa", "Direkam."),
            lambda key: f"unit {key}",
            lambda at: is_open,
            lambda question, match: None,
        ),
        "ult",
    )


def test_the_greeting_and_the_closing_are_the_procedure_s_own_words() -> None:
    _, conversation, _ = run({**ANSWERABLE, **IDENTITY})
    assert conversation.said[0] == (
        "Selamat Pagi, Unit Layanan Terpadu BPMP Provinsi Sumatera Utara, dengan petugas Sapa, "
        "ada yang bisa dibantu? Direkam."
    )
    assert conversation.said[-1] == (
        "Terimakasih sudah menghubungi BPMP Sumatera Utara, Selamat Pagi Bapak/Ibu."
    )


def test_an_answered_call_takes_the_form_and_makes_no_ticket() -> None:
    outcome, conversation, paper = run({**ANSWERABLE, **IDENTITY})
    assert outcome is Outcome.ANSWERED
    assert paper.form["name"] == "Rina Siregar"
    assert paper.form["phone"] == "081234567890"
    assert paper.form["supporting"] == ""
    assert any("0812-3456-7890" in said for said in conversation.said)
    assert not paper.tickets
    assert [n for n, what in paper.steps if what == "begin"] == [1, 2, 3, 7]


def test_an_unsatisfied_caller_gets_a_ticket_in_the_entry_s_unit() -> None:
    outcome, conversation, paper = run({**ANSWERABLE, **IDENTITY, "satisfied": ["belum"]})
    assert outcome is Outcome.TICKET
    assert paper.tickets[0][0] == "dapodik"
    assert any("ULT-2026-000001" in said for said in conversation.said)


def test_a_misheard_number_is_asked_again() -> None:
    right = "nol delapan satu dua tiga empat lima enam tujuh delapan sembilan satu"
    _, _, paper = run(
        {
            **ANSWERABLE,
            **IDENTITY,
            "phone": [*IDENTITY["phone"], right],
            "phone_check": ["bukan salah", "betul"],
        }
    )
    assert paper.form["phone"] == "081234567891"


def test_two_attempts_with_gaps_are_pieced_together() -> None:
    """0821-6789-0123 over a noisy line: a digit is lost in each attempt, another one each time."""
    _, conversation, paper = run(
        {
            **ANSWERABLE,
            **IDENTITY,
            "phone": [
                "nol delapan dua satu enam tujuh delapan sembilan nol satu dua",
                "nol delapan dua enam tujuh delapan sembilan nol satu dua tiga",
            ],
            "phone_check": ["bukan", "benar"],
        }
    )
    assert paper.form["phone"] == "082167890123"
    assert any("0821-6789-0123" in said for said in conversation.said)


def test_every_value_may_be_declined() -> None:
    values = ("name", "institution", "district", "phone", "supporting")
    no: dict[str, Sequence[str]] = {key: ["tidak mau"] for key in values}
    outcome, _, paper = run({**ANSWERABLE, **no})
    assert outcome is Outcome.ANSWERED
    assert all(paper.form[name] == "" for name in no)


def test_silence_from_the_start_closes_politely_without_a_ticket() -> None:
    outcome, conversation, paper = run({})
    assert outcome is Outcome.SILENT
    assert not paper.tickets
    assert conversation.said[-1].startswith("Terimakasih sudah menghubungi")
    assert len(conversation.asked) == 3


def test_silence_later_on_leaves_a_ticket() -> None:
    outcome, _, paper = run({"question": ["saya lupa kode registrasi dapodik"]})
    assert outcome is Outcome.TICKET
    assert len(paper.tickets) == 1


@pytest.mark.parametrize(
    "key", ["question", "name", "institution", "district", "phone", "satisfied", "more"]
)
def test_an_officer_may_be_asked_for_at_any_time(key: str) -> None:
    answers: dict[str, Sequence[str]] = {**ANSWERABLE, **IDENTITY}
    answers[key] = ["saya mau bicara dengan petugas", *answers[key]]
    outcome, _, paper = run(answers)
    assert outcome is Outcome.TICKET
    assert paper.tickets[0][1] == "Penelepon meminta petugas."


def test_nothing_matches_rephrase_then_ticket() -> None:
    outcome, conversation, paper = run(
        {
            **IDENTITY,
            "question": ["bagaimana menyewa gedung olahraga"],
            "rephrase": ["mau sewa gedung untuk pesta"],
            "clarify": ["bukan keduanya"],
            "more": ["tidak ada"],
        }
    )
    assert outcome is Outcome.TICKET
    assert conversation.asked.count("rephrase") == 1
    first, second = paper.matches
    assert (first[0], first[4]) == ("bagaimana menyewa gedung olahraga", False)
    assert (second[0], second[4]) == ("mau sewa gedung untuk pesta", True)
    assert {first[3], second[3]} <= {"weak", "outside"}


def test_hanging_up_in_the_number_keeps_the_digits() -> None:
    outcome, _, paper = run(
        {**ANSWERABLE, **IDENTITY, "phone": [f"nol delapan satu dua {HANG_UP}"]}
    )
    assert outcome is Outcome.ABANDONED
    assert paper.form["phone"] == "0812 (belum lengkap)"
    assert len(paper.tickets) == 1


def test_hanging_up_after_the_answer_is_an_answered_call() -> None:
    outcome, _, paper = run({**ANSWERABLE, **IDENTITY, "more": [HANG_UP]})
    assert outcome is Outcome.ANSWERED
    assert not paper.tickets


def test_repeat_and_slower_do_not_count_as_answers() -> None:
    _, conversation, paper = run(
        {**ANSWERABLE, **IDENTITY, "name": ["ulangi", "pelan pelan", *IDENTITY["name"]]}
    )
    assert conversation.slow
    assert conversation.asked.count("name") == 3
    assert paper.form["name"] == "Rina Siregar"


def test_a_call_cannot_be_held_in_a_loop() -> None:
    outcome, conversation, _ = run(
        {**ANSWERABLE, **IDENTITY, "name": ["ulangi"] * 500, "more": ["ada"] * 500}
    )
    assert outcome in (Outcome.ANSWERED, Outcome.TICKET)
    assert len(conversation.asked) < 80


def test_a_call_that_lasts_too_long_ends_with_a_ticket() -> None:
    outcome, conversation, paper = run({**ANSWERABLE, **IDENTITY, "district": [TOO_LONG]})
    assert outcome is Outcome.TICKET
    assert len(paper.tickets) == 1
    assert conversation.said[-1].startswith("Terimakasih")


def test_a_line_that_fails_leaves_a_ticket_for_the_open_question() -> None:
    answers: dict[str, Sequence[str]] = {**ANSWERABLE, **IDENTITY, "district": [UNPLUGGED]}
    paper = Paper()
    with pytest.raises(VoiceError):
        service(Typed(answers), paper).run()
    assert len(paper.tickets) == 1


def test_closed_office_calls_back_later() -> None:
    _, conversation, _ = run({**ANSWERABLE, **IDENTITY, "satisfied": ["belum"]}, is_open=False)
    assert any("jam kerja berikutnya" in said for said in conversation.said)


def test_a_second_question_is_answered_too() -> None:
    outcome, _, paper = run(
        {
            **IDENTITY,
            "question": ["apa itu pip"],
            "satisfied": ["sudah", "sudah"],
            "more": ["ada bagaimana cara cek penerima pip", "tidak ada"],
        }
    )
    assert outcome is Outcome.ANSWERED
    assert paper.form["question"] == "apa itu pip / ada bagaimana cara cek penerima pip"


def test_two_questions_in_one_breath_are_answered_in_turn() -> None:
    outcome, conversation, paper = run(
        {
            **IDENTITY,
            "question": ["apa itu pip dan bagaimana cara cek penerima pip"],
            "satisfied": ["sudah", "sudah"],
            "more": ["tidak ada"],
        }
    )
    assert outcome is Outcome.ANSWERED
    assert conversation.asked.count("satisfied") == 2
    assert conversation.asked.count("more") == 1
    assert [n for n, what in paper.steps if what == "begin"] == [1, 2, 3, 3, 7]


def test_a_doubtful_name_is_read_back() -> None:
    _, conversation, paper = run(
        {
            **ANSWERABLE,
            **IDENTITY,
            "name": ["rita siregar", "rina siregar"],
            "name_check": ["salah", "benar"],
            "institution_check": ["iya"],
            "district_check": ["iya"],
        },
        confidence=0.3,
    )
    assert paper.form["name"] == "Rina Siregar"
    assert "name_check" in conversation.asked


WEAK = "guru baru mau punya nuptk ketentuannya apa aja"


def test_a_likely_entry_is_offered_before_another_wording_is_asked_for() -> None:
    assert matcher().match(WEAK, MORNING.date()).cause is Cause.WEAK
    answers = {**IDENTITY, "question": [WEAK], "clarify": ["iya betul"], "satisfied": ["sudah"]}
    outcome, conversation, paper = run({**answers, "more": ["tidak ada"]})
    assert outcome is Outcome.ANSWERED
    assert "rephrase" not in conversation.asked
    assert paper.matches[-1][1] == "nuptk-syarat"


def test_a_declined_entry_is_not_offered_again() -> None:
    answers: dict[str, Sequence[str]] = {
        **IDENTITY,
        "question": [WEAK],
        "clarify": ["bukan", "bukan"],
        "rephrase": [WEAK],
        "more": ["tidak ada"],
    }
    outcome, conversation, _ = run(answers)
    assert outcome is Outcome.TICKET
    assert conversation.asked.count("rephrase") == 1
    offered = [text for text in conversation.said if text.startswith("Apakah Bapak/Ibu menanyakan")]
    title = next(entry for entry in FaqBook.load() if entry.id == "nuptk-syarat").title
    assert [title in text for text in offered].count(True) == 1


def test_a_third_entry_takes_the_place_of_a_declined_one() -> None:
    match = matcher().match(WEAK, MORNING.date())
    three = tuple(replace(one, score=0.6) for one in match.candidates[:3])
    match = replace(match, candidates=three)
    assert offers(match, MORNING.date()) == list(three[:2])
    assert offers(match, MORNING.date(), likely(match, MORNING.date())) == list(three[1:])
