"""`sapa faq suggestions`: what calls teach about the answers."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Final, Protocol, cast

import typer
from rich.console import Console
from rich.markup import escape

from faq.shelf import Shelf
from faq.suggestions import Advice, Asked, Suggestion, Wording, suggest

_SHOWN: Final = 3
_CALLS: Final = 12
_PERIODS: Final = {1: "hari ini", 7: "minggu ini", 30: "bulan ini"}


class LearningContext(Protocol):
    """What the commands need from the program around them (`typer.Context.obj`)."""

    def today(self) -> date: ...

    def shelf(self) -> Shelf: ...

    def asked(self, since: date) -> Sequence[Asked]:
        """What callers asked from the beginning of a day."""
        ...


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
    period = period_of(days)
    if not found:
        out.print(f"Tidak ada pertanyaan yang belum terjawab {period}.")
    for one in found:
        _show(out, one, period)


def period_of(days: int) -> str:
    """The last days, today among them, as people call them."""
    return _PERIODS.get(days, f"dalam {days} hari terakhir")


def as_dict(one: Suggestion) -> dict[str, object]:
    """A suggestion as plain data."""
    return {
        "advice": one.advice.value,
        "entry": one.entry.id if one.entry else None,
        "score": round(one.score, 4),
        "silence": one.silence.value if one.silence else None,
        "calls": one.calls,
        "last": one.last.isoformat(),
        "commands": list(commands(one)),
        "wordings": [
            {
                "text": wording.text,
                "calls": list(wording.calls),
                "tickets": list(wording.tickets),
                "times": [at.isoformat() for at in wording.times],
            }
            for wording in one.wordings
        ],
    }


def commands(one: Suggestion) -> tuple[str, ...]:
    """What to type next; where there are two, the likelier first."""
    texts = [shlex.quote(wording.text) for wording in one.wordings[:_SHOWN]]
    new = "sapa faq new " + " ".join(f"--ucapan {text}" for text in texts)
    if one.entry is None:
        return (new,)
    if one.advice is Advice.APPROVE:
        return (f"sapa faq edit {one.entry.id}", f"sapa faq verify {one.entry.id} --oleh NAMA")
    more = " ".join(f"--tambah-ucapan {text}" for text in texts)
    return (f"sapa faq edit {one.entry.id} {more}", new)


def _show(out: Console, one: Suggestion, period: str) -> None:
    out.print(escape(one.sentence(period)), style="bold")
    for wording in one.wordings[:_SHOWN]:
        out.print(escape(f'   "{wording.text}" ({_calls(wording)})'))
    if len(one.wordings) > _SHOWN:
        rest = one.wordings[_SHOWN:]
        calls = {call for wording in rest for call in wording.calls}
        out.print(f"   dan {len(rest)} ucapan lain dalam {len(calls)} panggilan")
    for command in commands(one):
        out.print(escape(f"   $ {command}"))


def _calls(wording: Wording) -> str:
    numbers = ", ".join(map(str, wording.calls[:_CALLS]))
    more = len(wording.calls) - _CALLS
    calls = f"panggilan {numbers}" + (f", dan {more} lagi" if more > 0 else "")
    tickets = ", ".join(wording.tickets[:_CALLS])
    return f"{calls}; tiket {tickets}" if tickets else calls
