"""Questions without an answer become suggestions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from faq import Matcher
from faq.suggestions import Advice, grouped, suggest

TODAY = date(2026, 11, 23)
BEGAN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    call_id: int
    question: str
    at: datetime
    ticket: str | None = None


def calls(*questions: str) -> list[Asked]:
    return [
        Asked(number, text, BEGAN + timedelta(hours=number), f"ULT-2026-{number:06d}")
        for number, text in enumerate(questions, 1)
    ]


def test_alike_questions_come_together_with_their_calls(small: Matcher) -> None:
    asked = calls(
        "seragam batik sekolah warnanya apa",
        "warna seragam batik di sekolah apa ya",
        "bus sekolah lewat jalan mana",
        "warna batik seragam anak sekolah apa",
    )
    first, second = suggest(asked, small, TODAY)
    assert (first.calls, second.calls) == (3, 1)
    assert first.advice is Advice.WRITE and first.entry is None
    assert sorted(call for w in first.wordings for call in w.calls) == [1, 2, 4]
    assert first.wordings[0].tickets
    assert "3 penelepon minggu ini bertanya" in first.sentence("minggu ini")
    assert "tulis butir baru" in first.sentence("minggu ini")


def test_the_same_words_twice_in_one_call_are_one_caller(small: Matcher) -> None:
    one = calls("warna seragam batik apa")[0]
    (found,) = suggest([one, one], small, TODAY)
    assert found.calls == 1


def test_what_is_answered_now_or_is_a_personal_case_is_no_suggestion(small: Matcher) -> None:
    asked = calls("syarat nuptk apa saja", "sktp saya kenapa belum terbit", "nisn anak saya berapa")
    assert suggest(asked, small, TODAY) == []


def test_what_is_only_withheld_is_to_be_approved(small: Matcher) -> None:
    later = date(2027, 2, 1)
    (found,) = suggest(calls("dana pip smp berapa"), small, later)
    assert found.advice is Advice.APPROVE
    assert found.entry is not None and found.entry.id == "pip-besaran"


def test_nothing_asked_is_nothing_to_suggest(small: Matcher) -> None:
    assert suggest([], small, TODAY) == []
    assert grouped([]) == []
