"""Tickets for the terminal (rich) and for programs (JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from desk.views import (
    ActionView,
    CallView,
    FormEntry,
    StepView,
    TicketDetail,
    TicketSummary,
)

_EXCERPT = 60
_NONE = "-"
_DECISIONS = {
    "answer": "dijawab",
    "clarify": "diperjelas",
    "rephrase": "minta diulang",
    "escalate": "diteruskan",
}


def as_json(value: TicketDetail | Sequence[TicketSummary]) -> str:
    """Indented JSON; moments are ISO 8601 with the office's offset."""
    plain = asdict(value) if isinstance(value, TicketDetail) else [asdict(one) for one in value]
    return json.dumps(plain, ensure_ascii=False, indent=2, default=_iso)


def ticket_list(tickets: Sequence[TicketSummary]) -> RenderableType:
    """One line a ticket, those not called back in time marked."""
    if not tickets:
        return Text("Tidak ada tiket.")
    table = _table("Nomor", "Unit", "Status", "Petugas", "Tenggat", "Pertanyaan")
    table.columns[0].no_wrap = True
    for ticket in tickets:
        table.add_row(
            ticket.number,
            Text(ticket.unit_name),
            ticket.status.label,
            Text(ticket.assignee or _NONE),
            _due(ticket),
            Text(_excerpt(ticket.question)),
        )
    return table


def ticket_page(detail: TicketDetail) -> RenderableType:
    """Everything about one ticket, top to bottom."""
    call = detail.call
    return Group(
        *_headed(f"Tiket {detail.ticket.number}", _facts(detail)),
        *_headed("Formulir layanan", _form(call.form)),
        *_headed("Transkrip", _transcript(call)),
        *_headed("Langkah POS", _steps(call.steps)),
        *_headed("Pencocokan tanya-jawab", _matches(call)),
        *_headed("Tindakan", _actions(detail.actions)),
        *_headed("Rekaman", Text(call.recording or "Tidak ada rekaman.", overflow="fold")),
    )


def _facts(detail: TicketDetail) -> Table:
    ticket, call = detail.ticket, detail.call
    table = Table.grid(padding=(0, 2))
    rows: tuple[tuple[str, str | Text], ...] = (
        ("Unit", f"{ticket.unit_name} ({ticket.unit})"),
        ("Status", ticket.status.label),
        ("Petugas", ticket.assignee or _NONE),
        ("Alasan diteruskan", detail.reason),
        ("Dibuka", _moment(ticket.opened_at)),
        ("Tenggat", _due(ticket)),
        ("Terhubung", _moment(ticket.reached_at)),
        ("Selesai", _moment(ticket.closed_at)),
        ("Jawaban", detail.answer or _NONE),
        ("Panggilan", f"{call.id}, saluran {call.line}, mulai {_moment(call.started_at)}"),
        ("Nomor penelepon", call.caller or _NONE),
        ("Hasil panggilan", call.outcome.label if call.outcome else "masih berlangsung"),
    )
    for name, value in rows:
        table.add_row(name, value if isinstance(value, Text) else Text(value))
    return table


def _form(entries: Sequence[FormEntry]) -> RenderableType:
    if not entries:
        return Text("Tidak ada isian.")
    table = _table("Isian", "Nilai", "Keyakinan", "Sebelumnya")
    for entry in entries:
        table.add_row(
            entry.field.label,
            Text(entry.value or "(tidak disebutkan)"),
            _percent(entry.confidence),
            Text(" | ".join(old or "(kosong)" for old in entry.earlier)),
        )
    return table


def _transcript(call: CallView) -> RenderableType:
    if not call.turns:
        return Text("Tidak ada percakapan.")
    table = Table.grid(padding=(0, 2))
    for turn in call.turns:
        table.add_row(
            f"{turn.at:%H.%M.%S}", turn.speaker.label, Text(turn.text), _percent(turn.confidence)
        )
    return table


def _steps(steps: Sequence[StepView]) -> RenderableType:
    if not steps:
        return Text("Tidak ada langkah.")
    table = _table("No", "Langkah", "Mulai", "Selesai", "Lama", "Standar", "Keluaran", "Mutu")
    for step in steps:
        table.add_row(
            str(step.number),
            Text(step.title),
            _moment(step.started_at),
            _moment(step.ended_at),
            _minutes(step.duration_s),
            _minutes(step.standard_s),
            Text(step.output),
            _quality(step),
        )
    return table


def _matches(call: CallView) -> RenderableType:
    if not call.matches:
        return Text("Tidak ada pencarian.")
    table = _table("Pertanyaan", "Tanya-jawab terdekat", "Skor", "Keputusan")
    for match in call.matches:
        table.add_row(
            Text(match.question),
            Text(match.entry_id or _NONE),
            f"{match.score:.2f}".replace(".", ","),
            Text(_DECISIONS.get(match.decision, match.decision)),
        )
    return table


def _actions(actions: Sequence[ActionView]) -> Table:
    table = _table("Waktu", "Oleh", "Tindakan", "Keterangan")
    for action in actions:
        what = action.kind.label
        if action.result is not None:
            what = f"{what}: {action.result.label}"
        table.add_row(
            _moment(action.at), Text(action.by), what, Text(action.text or action.new or "")
        )
    return table


def _headed(title: str, body: RenderableType) -> Iterator[RenderableType]:
    yield Text(f"\n{title}", style="bold")
    yield body


def _table(*headings: str) -> Table:
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _due(ticket: TicketSummary) -> Text:
    text = Text(_moment(ticket.due_at))
    if ticket.late:
        text.append(" terlambat", style="bold red")
    return text


def _quality(step: StepView) -> Text:
    if step.deviated is None:
        return Text("berjalan")
    if not step.deviated:
        return Text("sesuai")
    return Text(f"menyimpang: {step.reason or 'belum ada alasan'}", style="red")


def _excerpt(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1].rstrip()}…"


def _moment(at: datetime | None) -> str:
    return f"{at:%d-%m-%Y %H.%M}" if at else _NONE


def _minutes(seconds: float | None) -> str:
    if seconds is None:
        return _NONE
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _percent(confidence: float | None) -> str:
    return "" if confidence is None else f"{confidence:.0%}"


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
