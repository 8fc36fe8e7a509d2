"""`sapa ticket wrong`: staff say that an answer was wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from typer.testing import CliRunner, Result

from desk import CHOSEN, CallRecord, Desk, DeskError, SetClock, WrongAnswerView
from desk.cli import app


@dataclass
class Terminal:
    """A member of staff at the command line, beside a FAQ of three entries."""

    url: str
    clock: SetClock
    tests: list[WrongAnswerView] = field(default_factory=list)
    full: bool = False

    def open_desk(self) -> Desk:
        return Desk.open(self.url, self.clock)

    def staff_name(self) -> str:
        return "Sari"

    def require_entry(self, entry_id: str) -> None:
        if entry_id not in ("kode-lupa", "kode-arti", "sandi-lupa"):
            raise DeskError(f'Butir "{entry_id}" tidak ada.')

    def keep_as_test(self, report: WrongAnswerView) -> str:
        if self.full:
            raise DeskError("Disk penuh.")
        self.tests.append(report)
        return "Menjadi ujian."

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(app, ["wrong", *words], obj=self)

    def says(self, *words: str) -> str:
        result = self.run(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def refuses(self, *words: str) -> str:
        result = self.run(*words)
        assert result.exit_code == 1, result.output
        assert result.stderr.count("\n") == 1
        return result.stderr


@pytest.fixture
def terminal(url: str, clock: SetClock) -> Terminal:
    return Terminal(url, clock)


@pytest.fixture
def answered(desk: Desk, clock: SetClock) -> CallRecord:
    """A call without a ticket: one question answered after rewording, one passed over."""
    call = desk.start_call("simulasi")
    call.match("kode saya", "kode-lupa", 0.2, "rephrase", clock.now(), "weak")
    call.match("kode [nol] tiga", "kode-lupa", 0.5, "clarify", clock.now(), "close", True)
    call.match(CHOSEN, "kode-lupa", 1.0, "answer", clock.now(), rewords=True)
    call.match("warna seragam", None, 0.0, "escalate", clock.now(), "outside")
    call.end("answered", clock.now())
    return call


def test_a_call_without_a_ticket_by_its_number(
    terminal: Terminal, desk: Desk, answered: CallRecord
) -> None:
    said = terminal.says(str(answered.id), "--entry", "kode-arti", "--note", "kode nol tiga")
    assert f"Tercatat pada panggilan {answered.id}" in said
    assert '"kode [nol] tiga" dijawab dengan "kode-lupa", seharusnya dengan "kode-arti"' in said
    assert "Menjadi ujian." in said
    (report,) = desk.call(answered.id).wrong_answers
    assert terminal.tests == [report]
    assert (report.question, report.by, report.note) == ("kode [nol] tiga", "Sari", "kode nol tiga")


def test_a_ticket_by_its_number(
    terminal: Terminal, desk: Desk, escalated: tuple[CallRecord, str]
) -> None:
    _, number = escalated
    said = terminal.says(number, "--entry", "kode-lupa", "--by", "Togar")
    assert 'tidak dijawab, seharusnya dengan "kode-lupa"' in said
    assert desk.tickets.show(number).actions[-1].by == "Togar"
    page = CliRunner().invoke(app, ["show", number], obj=terminal).stdout
    assert "jawaban Sapa dilaporkan salah" in page


def test_the_question_meant_can_be_named(terminal: Terminal, answered: CallRecord) -> None:
    call = str(answered.id)
    terminal.says(call, "--question", "2", "--entry", "sandi-lupa")
    assert terminal.tests[0].question == "warna seragam"
    refusal = terminal.refuses(call, "--question", "3", "--none")
    assert '1 "kode [nol] tiga" (dijawab kode-lupa); 2 "warna seragam" (-)' in refusal


def test_none_fits_and_not_known(terminal: Terminal, answered: CallRecord) -> None:
    assert "padahal tidak ada butir" in terminal.says(str(answered.id), "--none")
    terminal.says(str(answered.id))
    assert [(t.right_id, t.none_fits) for t in terminal.tests] == [(None, True), (None, False)]


def test_what_cannot_be_reported_is_one_sentence_and_leaves_nothing(
    terminal: Terminal, desk: Desk, answered: CallRecord
) -> None:
    call = str(answered.id)
    assert 'Butir "lain" tidak ada' in terminal.refuses(call, "--entry", "lain")
    assert "Pilih satu" in terminal.refuses(call, "--entry", "kode-arti", "--none")
    assert "memang menjawab" in terminal.refuses(call, "--entry", "kode-lupa")
    assert "Panggilan nomor 999 tidak ada" in terminal.refuses("999", "--none")
    assert "ULT-2026-999999 tidak ada" in terminal.refuses("ULT-2026-999999", "--none")
    silent = desk.start_call("simulasi")
    assert "tidak ada pertanyaan" in terminal.refuses(str(silent.id), "--none")
    assert desk.call(answered.id).wrong_answers == ()
    assert terminal.tests == []


def test_a_report_whose_test_could_not_be_kept_is_made_whole_later(
    terminal: Terminal, desk: Desk, answered: CallRecord
) -> None:
    terminal.full = True
    assert "Disk penuh" in terminal.refuses(str(answered.id), "--none")
    assert len(desk.call(answered.id).wrong_answers) == 1
    terminal.full = False
    terminal.says(str(answered.id), "--none")
    assert len(desk.call(answered.id).wrong_answers) == len(terminal.tests) == 1
