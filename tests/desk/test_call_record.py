from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from desk import CallRecord, Desk, DeskError, FormField, Outcome, SetClock, Speaker
from desk.database import Database
from desk.records import Turn


def test_everything_heard_is_read_back(desk: Desk, escalated: tuple[CallRecord, str]) -> None:
    call, number = escalated
    view = desk.call(call.id)
    assert (view.line, view.caller, view.recording) == (
        "file:penelepon.wav",
        "061-555-0100",
        "rekaman/1.wav",
    )
    assert view.outcome is Outcome.TICKET
    assert view.ticket == number
    assert [(t.speaker, t.confidence, t.step) for t in view.turns] == [
        (Speaker.SAPA, None, 1),
        (Speaker.CALLER, 0.8, 2),
    ]
    (match,) = view.matches
    assert (match.entry_id, match.score, match.decision) == ("dapodik-kode", 0.41, "escalate")


def test_corrections_keep_their_history(desk: Desk, escalated: tuple[CallRecord, str]) -> None:
    call, _ = escalated
    call.field(FormField.NAME, "", None)
    form = {entry.field: entry for entry in desk.call(call.id).form}
    assert form[FormField.NAME].value == ""
    assert form[FormField.NAME].earlier == ("Bu Di", "Budi")
    assert form[FormField.QUESTION].value == "kode registrasi [dapodik] saya hilang"
    assert form[FormField.QUESTION].confidence == 0.8


def test_steps_are_measured_against_their_standard(desk: Desk, clock: SetClock) -> None:
    call = desk.start_call("simulasi")
    call.step_started(1, clock.now())
    call.step_ended(1, clock.advance(minutes=1), "tidak dipakai")
    call.step_started(2, clock.now())
    call.step_started(2, clock.advance(minutes=1))  # goes on, not anew
    call.step_ended(2, clock.advance(minutes=2.5), "nomor telepon diulang")
    one, two = desk.call(call.id).steps
    assert (one.standard_s, one.duration_s, one.deviated, one.reason) == (60, 60, False, None)
    assert one.output == "Form Layanan"
    assert (two.standard_s, two.duration_s, two.deviated) == (180, 210, True)
    assert two.reason == "nomor telepon diulang"
    assert not two.at_desk


def test_a_step_that_does_not_run_cannot_end(desk: Desk, clock: SetClock) -> None:
    call = desk.start_call("simulasi")
    with pytest.raises(DeskError, match="Langkah 3 belum dimulai"):
        call.step_ended(3, clock.now())


def test_hanging_up_cuts_the_running_step_short(desk: Desk, clock: SetClock) -> None:
    call = desk.start_call("simulasi")
    call.step_started(2, clock.now())
    call.end(Outcome.ABANDONED, clock.advance(minutes=1))
    call.end(Outcome.FAILED, clock.advance(minutes=1))
    view = desk.call(call.id)
    assert view.outcome is Outcome.ABANDONED
    (step,) = view.steps
    assert step.duration_s == 60
    assert step.deviated is True
    assert step.reason == "Panggilan berakhir sebelum langkah selesai"


def test_a_call_has_one_ticket_with_all_reasons(
    desk: Desk, escalated: tuple[CallRecord, str], clock: SetClock
) -> None:
    call, number = escalated
    for _ in range(2):
        again = call.open_ticket("ult", "petugas diminta", clock.now(), clock.now())
        assert again == number
    detail = desk.tickets.show(number)
    assert detail.reason == "skor terlalu rendah; petugas diminta"
    assert detail.ticket.unit == "dapodik"
    assert [action.text for action in detail.actions] == [
        "Untuk Layanan Data Pokok Pendidikan: skor terlalu rendah",
        "Menyangkut juga ult",
    ]


def test_moments_are_utc_in_the_file_and_aware_in_the_program(
    sqlite_url: str, sqlite_file: Path, clock: SetClock
) -> None:
    with Desk.open(sqlite_url, clock) as desk:
        call = desk.start_call("simulasi")
        call.turn("caller", "halo", datetime(2026, 11, 23, 2, 30, tzinfo=UTC))
        said = desk.call(call.id).turns[0].at
    assert said.isoformat() == "2026-11-23T09:30:00+07:00"
    with sqlite3.connect(sqlite_file) as raw:
        (stored,) = raw.execute("SELECT at FROM turns").fetchone()
    assert stored.startswith("2026-11-23 02:30:00")


def test_a_moment_without_a_zone_is_a_mistake(desk: Desk) -> None:
    call = desk.start_call("simulasi")
    with pytest.raises((TypeError, StatementError)):
        call.turn("caller", "halo", datetime(2026, 11, 23, 9, 0))  # noqa: DTZ001
    assert desk.call(call.id).turns == ()


def test_unknown_words_are_refused(desk: Desk, clock: SetClock) -> None:
    call = desk.start_call("simulasi")
    with pytest.raises(ValueError, match="penelepon"):
        call.turn("penelepon", "halo", clock.now())
    with pytest.raises(ValueError, match="alamat"):
        call.field("alamat", "Jalan Bunga Raya")
    with pytest.raises(ValueError, match="selesai"):
        call.end("selesai", clock.now())


def test_the_recording_may_be_told_later(desk: Desk) -> None:
    call = desk.start_call("simulasi")
    call.recording(Path("rekaman/2.wav"))
    assert desk.call(call.id).recording == "rekaman/2.wav"


def test_an_unknown_call_is_a_sentence(desk: Desk) -> None:
    with pytest.raises(DeskError, match="Panggilan nomor 99 tidak ada"):
        desk.call(99)


def test_the_transcript_is_only_ever_added_to(sqlite_url: str, clock: SetClock) -> None:
    with Desk.open(sqlite_url, clock) as desk:
        call = desk.start_call("simulasi")
        call.turn("caller", "halo", clock.now())
        database = Database(sqlite_url)
        with pytest.raises(DeskError, match="hanya boleh ditambah"), database.writing() as session:
            session.scalars(select(Turn)).one().text = "lain"
        with pytest.raises(DeskError, match="hanya boleh ditambah"), database.writing() as session:
            session.delete(session.scalars(select(Turn)).one())
        database.close()
        assert [turn.text for turn in desk.call(call.id).turns] == ["halo"]


def test_a_call_may_bring_a_clock_of_its_own(desk: Desk, clock: SetClock) -> None:
    own = SetClock(datetime(2026, 11, 28, 22, 0, tzinfo=UTC))
    call = desk.start_call("simulasi", clock=own)
    own.advance(seconds=20)
    call.field("name", "Budi", 0.9)
    view = desk.call(call.id)
    assert view.started_at == datetime(2026, 11, 28, 22, 0, tzinfo=UTC)
    assert view.form[0].at == own.now() != clock.now()
