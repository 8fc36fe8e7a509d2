"""Questions without an answer become suggestions."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from faq import FaqBook, Matcher, Silence
from faq.suggestions import Advice, Suggestion, answered_counts, suggest
from tests.faq.asked import Asked

TODAY = date(2026, 11, 23)
BEGAN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def calls(*questions: str) -> list[Asked]:
    """One call each, an hour apart."""
    return [
        Asked(number, text, BEGAN + timedelta(hours=number), f"ULT-2026-{number:06d}")
        for number, text in enumerate(questions, 1)
    ]


SERAGAM = (
    "seragam batik sekolah warnanya apa",
    "warna seragam batik di sekolah apa ya",
    "warna batik seragam anak sekolah apa",
)


def test_alike_questions_come_together_with_their_calls(small: Matcher) -> None:
    first, second = suggest(calls(*SERAGAM, "bus sekolah lewat jalan mana"), small, TODAY)
    assert (first.calls, second.calls) == (3, 1)
    assert (first.advice, first.entry, first.score) == (Advice.WRITE, None, 0.0)
    assert {w.text: (w.calls, w.tickets) for w in first.wordings} == {
        text: ((number,), (f"ULT-2026-{number:06d}",)) for number, text in enumerate(SERAGAM, 1)
    }
    assert second.text == "bus sekolah lewat jalan mana"
    sentence = first.sentence("minggu ini")
    assert sentence == f'3 penelepon minggu ini bertanya "{first.text}": tulis butir baru.'


def test_the_typical_wording_stands_for_the_group(small: Matcher) -> None:
    odd = "anak saya tanya seragam batik warnanya apa begitu"
    (found,) = suggest(calls(odd, SERAGAM[1], SERAGAM[1], SERAGAM[2]), small, TODAY)
    assert found.text == SERAGAM[1]
    assert found.wordings[0].calls == (3, 2)
    assert found.wordings[0].times == (BEGAN + timedelta(hours=3), BEGAN + timedelta(hours=2))
    assert found.calls == 4


def test_what_comes_near_an_entry_is_to_be_added_to_it(small: Matcher) -> None:
    said = "nuptk syaratnya zebra"
    match = small.match(said, TODAY)
    assert match.decision != "answer" and match.candidates[0].score >= 0.3
    (found,) = suggest(calls(said), small, TODAY)
    assert found.advice is Advice.ADD
    assert found.entry is not None and found.entry.id == "nuptk-syarat"
    assert found.score == pytest.approx(match.candidates[0].score)
    assert found.sentence("hari ini").endswith(
        ': tambahkan ke butir "Syarat NUPTK", atau tulis butir baru.'
    )


def test_other_wordings_in_a_call_are_one_caller(small: Matcher) -> None:
    first, second, third = calls(*SERAGAM)
    again = [replace(second, call_id=1), replace(third, call_id=1)]
    (found,) = suggest([first, *again], small, TODAY)
    assert found.calls == 1 and len(found.wordings) == 3
    # Even when the caller comes to it by quite another sentence.
    detour = replace(first, question="jadwal bus sekolah lewat mana")
    (found,) = suggest([detour, *again, *calls(*SERAGAM)[1:]], small, TODAY)
    assert found.calls == 3


def test_what_was_answered_in_the_end_is_no_suggestion(small: Matcher) -> None:
    asked = [replace(one, answered_by="kode-lupa") for one in calls(*SERAGAM)]
    assert suggest(asked, small, TODAY) == []


def test_what_is_answered_now_is_no_suggestion(small: Matcher) -> None:
    assert suggest(calls("syarat nuptk apa saja", "lupa kode registrasi"), small, TODAY) == []


def test_a_group_loses_what_is_answered_now(small: Matcher) -> None:
    asked = calls("syarat NUPTK apa saja", "syarat nuptk itu apa saja", "syarat nuptk apa zebra ya")
    left = [q for q in asked if small.match(q.question, TODAY).decision != "answer"]
    found = suggest(asked, small, TODAY)
    assert sum(one.calls for one in found) == len(left) < len(asked)


def test_personal_cases_are_never_suggestions(small: Matcher) -> None:
    # Once by the record, once by the matcher of today; old records do not say.
    asked = [replace(one, cause="case") for one in calls(*SERAGAM)]
    asked += [replace(one, cause=None) for one in calls("sktp saya kenapa belum terbit")]
    asked += calls("nisn anak saya berapa")
    assert suggest(asked, small, TODAY) == []


def test_words_without_a_question_are_no_suggestion(small: Matcher) -> None:
    silent = [replace(one, cause="empty") for one in calls("halo halo", "")]
    assert suggest([*silent, *calls("iya halo bu")], small, TODAY) == []


LATER = date(2027, 2, 1)


def test_what_is_only_withheld_is_to_be_approved(small: Matcher) -> None:
    first, second, third = calls(
        "dana pip smp berapa", "pip sd dapat berapa rupiah", "berapa ya besar bantuan pip"
    )
    recorded = [replace(q, cause="unspeakable", entry_id="pip-besaran") for q in (first, second)]
    (found,) = suggest([*recorded, third], small, LATER)
    assert found.advice is Advice.APPROVE and found.silence is Silence.EXPIRED
    assert found.entry is not None and found.entry.id == "pip-besaran"
    assert found.calls == 3
    assert found.sentence("minggu ini").endswith(': perbarui lalu sahkan butir "Besaran dana PIP".')
    assert suggest(recorded, small, TODAY) == [], "it may be spoken by now"


def test_an_entry_that_is_gone_cannot_be_approved(small: Matcher) -> None:
    asked = [replace(q, cause="unspeakable", entry_id="seragam") for q in calls(*SERAGAM)]
    (found,) = suggest(asked, small, TODAY)
    assert found.advice is Advice.WRITE


def test_most_callers_come_first_then_the_latest(small: Matcher) -> None:
    asked = calls("bus sekolah lewat jalan mana", *SERAGAM[:2], "kantin buka jam berapa")
    found = suggest(asked, small, TODAY)
    assert [one.calls for one in found] == [2, 1, 1]
    assert [one.text for one in found[1:]] == [asked[3].question, asked[0].question]
    assert suggest(list(reversed(asked)), small, TODAY) == found
    assert suggest(asked, small, TODAY, most=1) == found[:1]


def test_nothing_asked_is_nothing_to_suggest(small: Matcher) -> None:
    assert suggest([], small, TODAY) == []


HEARD = {
    "makan bergizi": [
        "kapan program makan bergizi gratis masuk ke sekolah kami",
        "makan bergizi gratis di sekolah mulai kapan ya bu",
        "program makan bergisi gratis kapan mulai di sekolah",
        "emm makan gratis bergizi itu kapan mulainya di sekolah sd",
    ],
    "tes kemampuan akademik": [
        "tes kemampuan akademik wajib tidak untuk siswa sma",
        "apakah tes kemampuan akademik itu wajib bu",
        "te ka a itu wajib atau tidak ya tes kemampuan akademik",
    ],
    "papan tulis": [
        "bantuan papan tulis interaktif cara mengajukannya bagaimana",
        "cara mengajukan papan tulis interaktif untuk sekolah",
    ],
}
"""As recognisers hear callers; matters that are in no test entry."""


def test_what_recognisers_hear_comes_together(small: Matcher) -> None:
    asked = calls(*(text for texts in zip(*map(padded, HEARD.values()), strict=True)
                    for text in texts if text))  # fmt: skip
    found = suggest(asked, small, TODAY)
    assert [{w.text for w in one.wordings} for one in found] == [set(t) for t in HEARD.values()]
    assert [one.calls for one in found] == [4, 3, 2]


def padded(texts: list[str]) -> list[str]:
    return texts + [""] * (4 - len(texts))


def test_of_thousands_a_hundred_are_told_at_the_most(packaged: Matcher) -> None:
    """How long that takes: ``python -m bench.matching``."""
    chance = random.Random(3)
    said = [ask.lower() for ask in packaged.book.phrasings()]
    asked = []
    for number in range(3000):
        words = chance.choice(said).split() + chance.choice(said).split()
        chance.shuffle(words)
        text = " ".join(words[:7])
        asked.append(Asked(number, text, BEGAN + timedelta(minutes=number)))
    found = suggest(asked, packaged, TODAY)
    assert 0 < len(found) <= 100


def test_the_shipped_book_gives_the_same_twice(packaged: Matcher) -> None:
    asked = calls(*(text for texts in HEARD.values() for text in texts))

    def told(found: list[Suggestion]) -> list[tuple[str, str, int]]:
        return [(one.text, one.advice.value, one.calls) for one in found]

    first = suggest(asked, packaged, TODAY)
    assert told(first) == told(suggest(asked, Matcher(FaqBook.load()), TODAY))


def test_answers_are_counted_once_a_question() -> None:
    first, second, third = calls(*SERAGAM)
    asked = [
        replace(first, answered_by="a"),
        replace(first, question="lain", answered_by="a"),
        replace(first, matter=2, answered_by="a"),
        replace(second, answered_by="b"),
        third,
    ]
    assert answered_counts(asked) == {"a": 2, "b": 1}
