"""`sapa faq suggestions` and `sapa faq wrong`: what calls teach about the answers."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Final, Protocol, cast

import typer
from rich.console import Console
from rich.markup import escape

from faq.errors import FaqError, Problem
from faq.reported import report_wrong
from faq.shelf import Shelf
from faq.suggestions import Advice, Asked, Suggestion, suggest

_SHOWN: Final = 3
_PERIODS: Final = {1: "hari ini", 7: "minggu ini", 30: "bulan ini"}


class AskedMatch(Asked, Protocol):
    """A question of a call with what was made of it."""

    @property
    def entry_id(self) -> str | None: ...
    @property
    def decision(self) -> str: ...


class LearningContext(Protocol):
    """What the commands need from the program around them (`typer.Context.obj`)."""

    @property
    def faq_folder(self) -> Path | None: ...
    def today(self) -> date: ...
    def shelf(self) -> Shelf: ...
    def asked(self, since: date) -> Sequence[AskedMatch]: ...
    def asked_for_ticket(self, number: str) -> Sequence[AskedMatch]: ...
    def note_on_ticket(self, number: str, text: str) -> None: ...


def show_suggestions(
    ctx: typer.Context,
    days: Annotated[int, typer.Option("--hari", min=1, max=366, help="berapa hari terakhir")] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="satu objek JSON per saran")] = False,
) -> None:
    """Pertanyaan penelepon yang belum terjawab, dikelompokkan menjadi saran."""
    obj = cast(LearningContext, ctx.obj)
    today = obj.today()
    matcher = obj.shelf().current().matcher
    found = suggest(obj.asked(today - timedelta(days=days - 1)), matcher, today)
    if as_json:
        for one in found:
            typer.echo(json.dumps(as_dict(one), ensure_ascii=False))
        return
    out = Console(soft_wrap=True, highlight=False)
    if not found:
        out.print("Tidak ada pertanyaan yang belum terjawab.")
    for one in found:
        _show(out, one, _PERIODS.get(days, f"dalam {days} hari"))


def as_dict(one: Suggestion) -> dict[str, object]:
    """A suggestion as plain data."""
    return {
        "advice": one.advice.value,
        "entry": one.entry.id if one.entry else None,
        "calls": one.calls,
        "last": one.last.isoformat(),
        "wordings": [
            {"text": w.text, "calls": list(w.calls), "tickets": list(w.tickets)}
            for w in one.wordings
        ],
    }


def _show(out: Console, one: Suggestion, period: str) -> None:
    out.print(escape(one.sentence(period)), style="bold")
    for wording in one.wordings[:_SHOWN]:
        calls = ", ".join(map(str, wording.calls))
        tickets = f"; tiket {', '.join(wording.tickets)}" if wording.tickets else ""
        out.print(escape(f'   "{wording.text}" (panggilan {calls}{tickets})'))
    if len(one.wordings) > _SHOWN:
        out.print(f"   dan {len(one.wordings) - _SHOWN} ucapan lain")
    asked = " ".join(f"--ucapan {shlex.quote(w.text)}" for w in one.wordings[:_SHOWN])
    if one.entry is None:
        out.print(escape(f"   sapa faq new {asked}"))
    elif one.advice is Advice.APPROVE:
        out.print(escape(f"   sapa faq verify {one.entry.id} --oleh NAMA"))
    else:
        more = asked.replace("--ucapan", "--tambah-ucapan")
        out.print(escape(f"   sapa faq edit {one.entry.id} {more}"))


def report(
    ctx: typer.Context,
    ticket: Annotated[str, typer.Argument(metavar="TIKET", help="nomor tiket")],
    entry: Annotated[
        str | None, typer.Option("--butir", metavar="ID", help="butir yang seharusnya dijawab")
    ] = None,
    none: Annotated[
        bool, typer.Option("--tidak-ada", help="tidak ada butir yang menjawabnya")
    ] = False,
) -> None:
    """Laporkan jawaban yang salah; jadi ujian yang diulang oleh: sapa faq check."""
    obj = cast(LearningContext, ctx.obj)
    if (entry is None) == (not none):
        raise FaqError([Problem(ticket, 0, "sebutkan --butir ID, atau --tidak-ada")])
    answered = [one for one in obj.asked_for_ticket(ticket) if one.decision == "answer"]
    wrong = [one for one in answered if one.entry_id is not None and one.entry_id != entry]
    if not wrong:
        raise FaqError([Problem(ticket, 0, "dalam panggilan itu tidak ada jawaban yang salah")])
    for one in wrong:
        assert one.entry_id is not None
        done = report_wrong(obj.faq_folder, one.question, entry, one.entry_id, obj.today())
        should = f'seharusnya "{entry}"' if entry else "seharusnya ke petugas"
        text = f'Jawaban salah: "{done.question}" dijawab dengan "{done.wrong}", {should}.'
        obj.note_on_ticket(ticket, text)
        typer.echo(text)
    typer.echo("Tersimpan sebagai ujian. Lihat hasilnya dengan: sapa faq check")
