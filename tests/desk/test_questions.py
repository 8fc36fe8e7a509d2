"""What callers asked can be read back for a period, and reported where the answer was wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import text

from desk import CHOSEN, AskedQuestion, CallRecord, Desk, DeskError, SetClock, TicketActionKind
from desk.database import Database
from desk.migrations import VERSION_TABLE
from desk.migrations.upgrade import config
from desk.records import WrongAnswer


def ask(
    call: CallRecord,
    clock: SetClock,
    question: str,
    entry: str | None,
    decision: str,
    cause: str | None = None,
    rewords: bool = False,
) -> None:
    at = clock.advance(seconds=20)
    call.match(question, entry, 0.5, decision, at, cause, rewords)


def test_questions_of_a_period_with_the_tickets_they_led_to(desk: Desk, clock: SetClock) -> None:
    noon = clock.now()
    first = desk.start_call("file:a.wav")
    first.match("syarat nuptk", "nuptk-syarat", 0.9, "answer", noon, "matched")
    second = desk.start_call("file:b.wav")
    at = clock.advance(minutes=5)
    second.match("warna seragam", None, 0.1, "escalate", at, "outside")
    number = second.open_ticket("ult", "tidak ada jawaban", at, desk.due(at))
    clock.advance(minutes=55)
    asked = desk.questions(noon)
    assert [(q.call_id, q.ticket, q.question, q.entry_id, q.decision, q.cause) for q in asked] == [
        (first.id, None, "syarat nuptk", "nuptk-syarat", "answer", "matched"),
        (second.id, number, "warna seragam", None, "escalate", "outside"),
    ]
    assert [(q.score, q.at, q.answered_by) for q in asked] == [
        (0.9, noon, "nuptk-syarat"),
        (0.1, at, None),
    ]
    assert [q.question for q in desk.questions(noon, at)] == ["syarat nuptk"]
    assert desk.questions(noon + timedelta(minutes=6)) == []


def test_other_wordings_and_a_choice_belong_to_one_question(desk: Desk, clock: SetClock) -> None:
    call = desk.start_call("simulasi")
    ask(call, clock, "dana pip", "pip-besaran", "rephrase", "weak")
    ask(call, clock, "dana pip smp kapan", "pip-cair", "clarify", "close", rewords=True)
    ask(call, clock, CHOSEN, "pip-besaran", "answer", rewords=True)
    ask(call, clock, "warna seragam", None, "escalate", "outside")
    ask(call, clock, "seragam warnanya apa", None, "escalate", "outside", rewords=True)
    ask(call, clock, "nisn anak saya berapa", None, "escalate", "case")
    asked = desk.questions_of(call.id)
    assert [(q.matter, q.question, q.answered_by) for q in asked] == [
        (1, "dana pip", "pip-besaran"),
        (1, "dana pip smp kapan", "pip-besaran"),
        (2, "warna seragam", None),
        (2, "seragam warnanya apa", None),
        (3, "nisn anak saya berapa", None),
    ]
    with pytest.raises(DeskError, match="tidak ada"):
        desk.questions_of(call.id + 1)


def test_records_of_before_are_kept_and_read(url: str, clock: SetClock) -> None:
    with Desk.open(url, clock) as desk:
        call = desk.start_call("simulasi")
        ask(call, clock, "dana pip", "pip-besaran", "rephrase")
        ask(call, clock, "dana pip smp", "pip-besaran", "clarify")
        ask(call, clock, CHOSEN, "pip-besaran", "answer")
        ask(call, clock, "warna seragam", None, "escalate")
        ask(call, clock, "syarat nuptk", "nuptk-syarat", "answer")
    database = Database(url)
    with database.engine.begin() as connection:
        command.downgrade(config(connection), "0001")
        version = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
    database.close()
    assert version == "0001"
    with Desk.open(url, clock) as desk:
        asked = desk.questions_of(call.id)
        assert {q.cause for q in asked} == {None}
        assert [(q.matter, q.question, q.answered_by) for q in asked] == [
            (1, "dana pip", "pip-besaran"),
            (1, "dana pip smp", "pip-besaran"),
            (2, "warna seragam", None),
            (3, "syarat nuptk", "nuptk-syarat"),
        ]
        assert desk.report_wrong(asked[3], "Sari", none_fits=True).given_id == "nuptk-syarat"


def asked_in(desk: Desk, call: CallRecord) -> AskedQuestion:
    return desk.questions_of(call.id)[-1]


def test_a_wrong_answer_stays_on_the_call(desk: Desk, clock: SetClock) -> None:
    call = desk.start_call("simulasi")
    ask(call, clock, "cara ganti nama di nuptk", "nuptk-syarat", "answer", "matched")
    at = clock.advance(minutes=3)
    report = desk.report_wrong(asked_in(desk, call), "Sari", "nuptk-ubah", note=" dari berkas ")
    assert (report.given_id, report.right_id, report.none_fits) == (
        "nuptk-syarat",
        "nuptk-ubah",
        False,
    )
    assert (report.by, report.at, report.note) == ("Sari", at, "dari berkas")
    assert report.question == "cara ganti nama di nuptk"
    clock.advance(minutes=1)
    assert desk.report_wrong(asked_in(desk, call), "Togar", "nuptk-ubah") == report
    other = desk.report_wrong(asked_in(desk, call), "Togar", none_fits=True)
    assert desk.call(call.id).wrong_answers == (report, other)


def test_a_wrong_answer_is_an_action_on_the_ticket(
    desk: Desk, clock: SetClock, escalated: tuple[CallRecord, str]
) -> None:
    call, number = escalated
    desk.report_wrong(asked_in(desk, call), "Sari", "kode-lupa", note="mestinya dijawab")
    detail = desk.tickets.show(number)
    action = detail.actions[-1]
    assert (action.kind, action.by, action.old, action.new) == (
        TicketActionKind.WRONG_ANSWER,
        "Sari",
        None,
        "kode-lupa",
    )
    assert action.text is not None and "mestinya dijawab" in action.text
    assert "tidak dijawab, seharusnya dengan" in action.text
    assert detail.call.wrong_answers[0].right_id == "kode-lupa"


def test_what_cannot_be_a_report_is_refused(desk: Desk, clock: SetClock) -> None:
    call = desk.start_call("simulasi")
    ask(call, clock, "syarat nuptk", "nuptk-syarat", "answer", "matched")
    answered = asked_in(desk, call)
    ask(call, clock, "warna seragam", None, "escalate", "outside")
    passed_on = asked_in(desk, call)
    with pytest.raises(DeskError, match="memang menjawab"):
        desk.report_wrong(answered, "Sari", "nuptk-syarat")
    with pytest.raises(DeskError, match="Pilih satu"):
        desk.report_wrong(answered, "Sari", "pip-besaran", none_fits=True)
    with pytest.raises(DeskError, match="tidak dijawab"):
        desk.report_wrong(passed_on, "Sari", none_fits=True)
    with pytest.raises(DeskError, match="Nama petugas"):
        desk.report_wrong(answered, " ")
    assert desk.call(call.id).wrong_answers == ()


def test_a_report_is_never_changed(url: str, desk: Desk, clock: SetClock) -> None:
    call = desk.start_call("simulasi")
    ask(call, clock, "syarat nuptk", "nuptk-syarat", "answer", "matched")
    desk.report_wrong(asked_in(desk, call), "Sari")
    database = Database(url)
    with pytest.raises(DeskError, match="hanya boleh ditambah"), database.writing() as session:
        session.query(WrongAnswer).one().note = "lain"
    database.close()
