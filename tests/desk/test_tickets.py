from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from desk import (
    CallbackResult,
    CallRecord,
    Desk,
    DeskError,
    DeviationUnaccountedError,
    SetClock,
    TicketActionKind,
    TicketStatus,
)
from desk.database import Database
from desk.records import TicketAction

Escalated = tuple[CallRecord, str]
REACHED = CallbackResult.REACHED
NO_ANSWER = CallbackResult.NO_ANSWER


def test_the_whole_life_of_a_ticket(desk: Desk, clock: SetClock, escalated: Escalated) -> None:
    _, number = escalated  # opened 09.05
    (new,) = desk.tickets.list()
    assert (new.number, new.status, new.late) == (number, TicketStatus.NEW, False)
    assert new.due_at - new.opened_at == timedelta(minutes=15)
    assert new.question == "kode registrasi [dapodik] saya hilang"

    clock.advance(minutes=1)
    desk.tickets.claim(number, "Sari")
    desk.tickets.note(number, "menunggu jawaban unit", "Togar")
    clock.advance(minutes=6)  # 09.12
    desk.tickets.callback(number, NO_ANSWER, "Sari", "tidak diangkat", timedelta(minutes=1))
    assert desk.tickets.show(number).ticket.status is TicketStatus.WAITING
    clock.advance(minutes=18)  # 09.30, due was 09.20
    assert [t.number for t in desk.tickets.list(late=True)] == [number]
    desk.tickets.callback(number, REACHED, "Sari", "dijelaskan", timedelta(minutes=3))
    assert desk.tickets.show(number).ticket.status is TicketStatus.CALLED_BACK
    clock.advance(minutes=1)
    with pytest.raises(DeviationUnaccountedError, match=r"langkah 6 .* 19,0 menit, standarnya 5"):
        desk.tickets.close(number, "kode dikirim ulang", "Sari")
    assert desk.tickets.show(number).ticket.status is TicketStatus.CALLED_BACK
    desk.tickets.close(number, "kode dikirim ulang", "Sari", "penelepon sedang mengajar")

    detail = desk.tickets.show(number)
    assert detail.ticket.status is TicketStatus.CLOSED
    assert detail.ticket.closed_at == clock.now()
    assert detail.ticket.late
    assert detail.answer == "kode dikirim ulang"
    at_desk = [s for s in detail.call.steps if s.at_desk]
    assert [(s.number, s.duration_s, s.standard_s, s.deviated) for s in at_desk] == [
        (5, 360, 600, False),
        (6, 1140, 300, True),
        (7, 60, 120, False),
    ]
    assert [s.reason for s in at_desk] == [None, "penelepon sedang mengajar", None]
    assert [(a.kind, a.by) for a in detail.actions] == [
        (TicketActionKind.OPENED, "Sapa"),
        (TicketActionKind.CLAIMED, "Sari"),
        (TicketActionKind.NOTED, "Togar"),
        (TicketActionKind.CALLED, "Sari"),
        (TicketActionKind.CALLED, "Sari"),
        (TicketActionKind.DEVIATION, "Sari"),
        (TicketActionKind.CLOSED, "Sari"),
    ]
    called = detail.actions[3]
    assert (called.old, called.new, called.result) == ("in_progress", "waiting", NO_ANSWER)
    assert called.at == clock.now() - timedelta(minutes=19)
    assert desk.tickets.list() == ()
    assert len(desk.tickets.list(frozenset(TicketStatus))) == 1


def test_a_ticket_in_time_closes_without_a_reason(
    desk: Desk, clock: SetClock, escalated: Escalated
) -> None:
    _, number = escalated
    desk.tickets.claim(number, "Sari")
    clock.advance(minutes=15)
    desk.tickets.callback(number, REACHED, "Sari", talked=timedelta(minutes=5))
    clock.advance(minutes=2)
    desk.tickets.close(number, "sudah dijawab", "Sari")
    detail = desk.tickets.show(number)
    assert not detail.ticket.late
    assert [s.deviated for s in detail.call.steps if s.at_desk] == [False, False, False]


def test_working_time_counts_at_the_desk(desk: Desk, clock: SetClock) -> None:
    clock.set(clock.now().replace(day=27, hour=15, minute=55))  # Friday
    call = desk.start_call("simulasi")
    number = call.open_ticket("ult", "petugas diminta", clock.now(), desk.due(clock.now()))
    due = desk.tickets.show(number).ticket.due_at
    assert f"{due:%A %H.%M}" == "Monday 08.10"
    clock.set(due)
    assert not desk.tickets.show(number).ticket.late
    desk.tickets.claim(number, "Sari")
    desk.tickets.callback(number, REACHED, "Sari", talked=timedelta(minutes=5))
    desk.tickets.close(number, "sudah dijawab", "Sari")
    steps = [s for s in desk.tickets.show(number).call.steps if s.at_desk]
    assert [(s.number, s.duration_s) for s in steps] == [(5, 600), (6, 300), (7, 0)]


def test_closing_without_ever_reaching_the_caller_is_a_deviation(
    desk: Desk, clock: SetClock, escalated: Escalated
) -> None:
    _, number = escalated
    desk.tickets.claim(number, "Sari")
    clock.advance(minutes=1)
    with pytest.raises(DeviationUnaccountedError, match=r"langkah 5 .* tanpa keluaran"):
        desk.tickets.close(number, "tidak ada nomor telepon", "Sari")
    desk.tickets.callback(number, CallbackResult.WRONG_NUMBER, "Sari")
    with pytest.raises(DeviationUnaccountedError, match=r"langkah 6 .* tanpa keluaran"):
        desk.tickets.close(number, "nomor salah", "Sari", "  ")
    desk.tickets.close(number, "nomor salah", "Sari", "nomor yang dicatat keliru")
    steps = [s for s in desk.tickets.show(number).call.steps if s.at_desk]
    assert [(s.number, s.deviated) for s in steps] == [(5, False), (6, True), (7, False)]


def test_calling_again_after_the_caller_was_reached(
    desk: Desk, clock: SetClock, escalated: Escalated
) -> None:
    _, number = escalated
    desk.tickets.claim(number, "Sari")
    clock.advance(minutes=6)
    desk.tickets.callback(number, REACHED, "Sari", talked=timedelta(minutes=2))
    first = clock.now()
    clock.advance(minutes=30)
    desk.tickets.callback(number, CallbackResult.BUSY, "Sari")
    clock.advance(minutes=30)
    desk.tickets.callback(number, REACHED, "Sari", talked=timedelta(minutes=4))
    clock.advance(minutes=1)
    desk.tickets.close(number, "dijawab dua kali", "Sari")
    detail = desk.tickets.show(number)
    assert detail.ticket.reached_at == first
    steps = sorted((s.number, s.duration_s) for s in detail.call.steps if s.at_desk)
    assert steps == [(5, 240), (6, 120), (6, 240), (7, 60)]


def test_reopening_starts_anew(desk: Desk, clock: SetClock, escalated: Escalated) -> None:
    _, number = escalated
    desk.tickets.claim(number, "Sari")
    desk.tickets.callback(number, REACHED, "Sari")
    desk.tickets.close(number, "sudah dijawab", "Sari")
    clock.advance(minutes=60)
    desk.tickets.reopen(number, "penelepon bertanya lagi", "Togar")
    detail = desk.tickets.show(number)
    ticket = detail.ticket
    assert (ticket.status, ticket.assignee) == (TicketStatus.IN_PROGRESS, "Togar")
    assert ticket.due_at - clock.now() == timedelta(minutes=15)
    assert (ticket.reached_at, ticket.closed_at, detail.answer) == (None, None, None)
    assert not ticket.late
    assert "sudah dijawab" in [action.text for action in detail.actions]
    clock.advance(minutes=3)
    desk.tickets.callback(number, REACHED, "Togar", talked=timedelta(minutes=1))
    desk.tickets.close(number, "dijawab lagi", "Togar")
    steps = [s.number for s in desk.tickets.show(number).call.steps if s.at_desk]
    assert steps == [5, 6, 7, 5, 6, 7]


def test_handing_over_needs_a_reason_and_stays_on_record(desk: Desk, escalated: Escalated) -> None:
    _, number = escalated
    desk.tickets.claim(number, "Sari")
    with pytest.raises(DeskError, match="sudah diambil Sari"):
        desk.tickets.claim(number, "Togar")
    with pytest.raises(DeskError, match="alasan pengalihan"):
        desk.tickets.claim(number, "Togar", handover=" ")
    desk.tickets.claim(number, "Togar", handover="surat tugas 12")
    last = desk.tickets.show(number).actions[-1]
    assert last.kind is TicketActionKind.HANDED_OVER
    assert (last.old, last.new, last.by, last.text) == ("Sari", "Togar", "Togar", "surat tugas 12")
    with pytest.raises(DeskError, match="sedang ditangani Togar"):
        desk.tickets.callback(number, REACHED, "Sari")
    with pytest.raises(DeskError, match="sudah Anda tangani"):
        desk.tickets.claim(number, "Togar", handover="lagi")


def test_impossible_moves_are_refused_and_leave_no_trace(
    desk: Desk, clock: SetClock, escalated: Escalated
) -> None:
    _, number = escalated
    tickets = desk.tickets

    def refused(sentence: str, *moves: object) -> None:
        before = tickets.show(number)
        for move in moves:
            assert callable(move)
            with pytest.raises(DeskError, match=sentence):
                move()
        assert tickets.show(number) == before

    refused(
        "masih baru",
        lambda: tickets.callback(number, REACHED, "Sari"),
        lambda: tickets.close(number, "jawaban", "Sari"),
    )
    refused("belum selesai", lambda: tickets.reopen(number, "lagi", "Sari"))
    tickets.claim(number, "Sari")
    refused("sudah Anda tangani", lambda: tickets.claim(number, "Sari"))
    refused("masih kosong", lambda: tickets.note(number, "  ", "Sari"))
    refused("Tulis jawaban", lambda: tickets.close(number, "", "Sari"))
    refused("Nama petugas", lambda: tickets.note(number, "halo", ""))
    refused(
        "terlalu panjang",
        lambda: tickets.callback(number, REACHED, "Sari", talked=timedelta(hours=1)),
    )
    refused(
        "kurang dari nol",
        lambda: tickets.callback(number, REACHED, "Sari", talked=timedelta(minutes=-1)),
    )
    tickets.callback(number, REACHED, "Sari")
    tickets.close(number, "sudah dijawab", "Sari")
    refused(
        "sudah selesai",
        lambda: tickets.claim(number, "Togar"),
        lambda: tickets.callback(number, REACHED, "Sari"),
        lambda: tickets.close(number, "jawaban", "Sari"),
    )
    refused("alasan membuka", lambda: tickets.reopen(number, "", "Sari"))


@pytest.mark.parametrize("number", ["ULT-2026-999999", "123", ""])
def test_unknown_tickets_are_a_sentence(desk: Desk, number: str) -> None:
    with pytest.raises(DeskError, match=f"Tiket {number} tidak ada"):
        desk.tickets.show(number)
    with pytest.raises(DeskError, match="tidak ada"):
        desk.tickets.claim(number, "Sari")


def test_numbers_may_be_typed_carelessly(desk: Desk, escalated: Escalated) -> None:
    _, number = escalated
    assert desk.tickets.show(f" {number.lower()} ").ticket.number == number


def test_the_list_is_filtered_and_sorted_by_due_time(desk: Desk, clock: SetClock) -> None:
    numbers = []
    for unit, minutes in (("gtk", 30), ("dapodik", 10), ("gtk", 20)):
        call = desk.start_call("simulasi")
        due = clock.now() + timedelta(minutes=minutes)
        numbers.append(call.open_ticket(unit, "petugas diminta", clock.now(), due))
    assert [t.number for t in desk.tickets.list()] == [numbers[1], numbers[2], numbers[0]]
    assert [t.number for t in desk.tickets.list(unit="gtk")] == [numbers[2], numbers[0]]
    desk.tickets.claim(numbers[0], "Sari")
    assert [t.number for t in desk.tickets.list(assignee="Sari")] == [numbers[0]]
    assert [t.number for t in desk.tickets.list({TicketStatus.NEW}, "gtk")] == [numbers[2]]
    clock.advance(minutes=15)
    assert [t.number for t in desk.tickets.list(late=True)] == [numbers[1]]


def test_of_two_people_claiming_at_once_one_wins(
    url: str, desk: Desk, clock: SetClock, escalated: Escalated
) -> None:
    _, number = escalated
    people = [f"Petugas {n}" for n in range(6)]
    together = threading.Barrier(len(people))
    refusals: list[str] = []

    def claim(person: str) -> None:
        with Desk.open(url, clock) as own:
            together.wait()
            try:
                own.tickets.claim(number, person)
            except DeskError as error:
                refusals.append(str(error))

    threads = [threading.Thread(target=claim, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = desk.tickets.show(number).ticket.assignee
    assert winner in people
    assert len(refusals) == len(people) - 1
    assert all(f"sudah diambil {winner}" in refusal for refusal in refusals)


def test_actions_are_only_ever_added(url: str, desk: Desk, escalated: Escalated) -> None:
    database = Database(url)
    with pytest.raises(DeskError, match="hanya boleh ditambah"), database.writing() as session:
        session.scalars(select(TicketAction)).one().by = "orang lain"
    with pytest.raises(DeskError, match="hanya boleh ditambah"), database.writing() as session:
        session.delete(session.scalars(select(TicketAction)).one())
    database.close()
    assert [action.by for action in desk.tickets.show(escalated[1]).actions] == ["Sapa"]
