"""`sapa faq stats`: the state of the FAQ in figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from faq.cli_around import around, book_of
from faq.entry import FaqEntry
from faq.stats import Stats, Usage, stats

_PERIOD = timedelta(days=30)
_SHOWN = 10


def show_stats(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="satu objek JSON")] = False,
) -> None:
    """Angka-angka: berapa butir, mana yang menunggu pengesahan, segera habis, atau terpanjang."""
    obj = around(ctx)
    today = obj.today()
    found = stats(book_of(obj), today, obj.usage(today - _PERIOD))
    if as_json:
        typer.echo(json.dumps(_as_dict(found), ensure_ascii=False, indent=2))
        return
    out = Console(highlight=False)
    table = Table("Topik", "Butir", "Boleh diucapkan", "Ucapan")
    for topic in found.topics:
        speakable = f"{topic.speakable}"
        table.add_row(escape(topic.name), f"{topic.entries}", speakable, f"{topic.phrasings}")
    table.add_section()
    sums = [(t.entries, t.speakable, t.phrasings) for t in found.topics]
    table.add_row("Semua", *(str(sum(column)) for column in zip(*sums, strict=True)))
    out.print(table)
    out.print("Keadaan: " + ", ".join(f"{n} {name}" for name, n in _states(found).items()) + ".")
    ages = ", ".join(f"{n} {age.label}" for age, n in sorted(found.freshness.items()))
    out.print(f"Umur fakta: {ages}.")
    least, middle, most = found.phrasings
    out.print(f"Ucapan per butir: {least} sampai {most}, biasanya {middle:g}.")
    _listed(out, "Habis masa berlakunya dalam 30 hari", found.expiring, _until)
    _listed(out, "Menunggu pengesahan", found.waiting, _title)
    seconds = {entry.id: lasts for entry, lasts in found.longest}
    longest = [entry for entry, _ in found.longest]
    _listed(out, "Jawaban terpanjang", longest, lambda e: f"{seconds[e.id]:.0f} detik")
    if found.usage is not None:
        _used(out, found, found.usage)


def _used(out: Console, found: Stats, usage: Usage) -> None:
    out.print(
        f"Sejak {usage.since:%d-%m-%Y}: {usage.questions} pertanyaan, "
        f"{usage.nothing_found} tidak menemukan jawaban."
    )
    often = sorted(usage.answered.items(), key=lambda pair: (-pair[1], pair[0]))[:_SHOWN]
    if often:
        out.print("Paling sering dijawab:")
    for entry_id, times in often:
        out.print(escape(f"  {times:4d}  {entry_id}"))
    if usage.questions:
        _listed(out, "Belum pernah dijawab dalam masa itu", found.unused, _title)


def _listed(
    out: Console, what: str, entries: Sequence[FaqEntry], note: Callable[[FaqEntry], str]
) -> None:
    if not entries:
        return
    out.print(f"{what} ({len(entries)}):")
    for entry in entries[:_SHOWN]:
        out.print(escape(f"  {entry.id}: {note(entry)}"))
    if len(entries) > _SHOWN:
        out.print(f"  dan {len(entries) - _SHOWN} lagi; semuanya: sapa faq stats --json")


def _title(entry: FaqEntry) -> str:
    return entry.title


def _until(entry: FaqEntry) -> str:
    return f"{entry.valid_until:%d-%m-%Y}"


def _states(found: Stats) -> dict[str, int]:
    return {
        "boleh diucapkan" if silence is None else silence.label: count
        for silence, count in found.states.items()
    }


def _as_dict(found: Stats) -> dict[str, object]:
    usage = found.usage
    least, middle, most = found.phrasings
    return {
        "topics": [
            {
                "topic": topic.name,
                "entries": topic.entries,
                "speakable": topic.speakable,
                "phrasings": topic.phrasings,
            }
            for topic in found.topics
        ],
        "states": {
            "speakable" if silence is None else silence.value: count
            for silence, count in found.states.items()
        },
        "freshness": {age.value: count for age, count in found.freshness.items()},
        "phrasings": {"least": least, "median": middle, "most": most},
        "expiring": [{"entry": e.id, "valid_until": _day(e.valid_until)} for e in found.expiring],
        "unverified": [entry.id for entry in found.waiting],
        "longest": [{"entry": e.id, "seconds": round(s, 1)} for e, s in found.longest],
        "calls": usage
        and {
            "since": _day(usage.since),
            "questions": usage.questions,
            "nothing_found": usage.nothing_found,
            "answered": dict(usage.answered),
            "unused": [entry.id for entry in found.unused],
        },
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
