"""`sapa faq`: look at the entries, write and check them, and try questions on them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from faq import cli_edit, cli_learning, cli_stats, cli_try
from faq.book import FaqBook
from faq.check import Level, check_folder, spoken_seconds
from faq.cli_around import around, book_of, console, entry_of, fail, written
from faq.entry import FaqEntry, Silence

app = typer.Typer(no_args_is_help=True, help="Lihat, tulis, periksa, dan coba basis tanya-jawab.")

_SPEAKABLE = "boleh diucapkan"


@app.command("list")
def list_entries(
    ctx: typer.Context,
    topic: Annotated[str | None, typer.Option("--topik", help="hanya topik ini")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="hanya unit ini")] = None,
) -> None:
    """Daftar semua butir tanya-jawab."""
    obj = around(ctx)
    book = book_of(obj)
    chosen = [e for e in book if topic in (None, e.topic) and unit in (None, e.unit)]
    if not chosen:
        fail("Tidak ada butir yang sesuai. Lihat semuanya dengan: sapa faq list")
    table = Table()
    table.add_column("Id", no_wrap=True)
    for name in ("Judul", "Topik", "Unit", "Umur", "Keadaan"):
        table.add_column(name, overflow="fold")
    for entry in chosen:
        state = _state(entry.silence(obj.today()))
        title = escape(entry.title)
        table.add_row(entry.id, title, entry.topic, entry.unit, entry.freshness.label, state)
    out = Console()
    out.print(table)
    out.print(f"{len(chosen)} butir.")


@app.command("show")
def show_entry(ctx: typer.Context, entry_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Tampilkan satu butir selengkapnya."""
    obj = around(ctx)
    entry = entry_of(obj, written(entry_id))
    table = Table(show_header=False)
    for name, value in _rows(entry, book_of(obj), obj.today()):
        table.add_row(name, escape(value))
    Console().print(table)


@app.command("check")
def check(ctx: typer.Context) -> None:
    """Periksa semua butir: kesalahan, butir yang mirip, fakta kedaluwarsa, jawaban kepanjangan."""
    obj = around(ctx)
    unspeakable = obj.senses().unspeakable
    findings = check_folder(obj.faq_folder, obj.today(), unspeakable=unspeakable)
    out = console()
    for finding in findings:
        out.print(escape(str(finding)), style="red" if finding.level is Level.ERROR else None)
    errors = sum(finding.level is Level.ERROR for finding in findings)
    out.print(f"{errors} galat, {len(findings) - errors} peringatan.")
    if errors:
        raise typer.Exit(1)


app.command("new")(cli_edit.new)
app.command("edit")(cli_edit.edit)
app.command("verify")(cli_edit.verify)
app.command("remove")(cli_edit.remove)
app.command("undo")(cli_edit.take_back)
app.command("match")(cli_try.match)
app.command("try")(cli_try.try_out)
app.command("say")(cli_try.say_answer)
app.command("stats")(cli_stats.show_stats)
app.command("suggestions")(cli_learning.show_suggestions)


def _state(silence: Silence | None) -> str:
    return _SPEAKABLE if silence is None else silence.label


def _rows(entry: FaqEntry, book: FaqBook, today: date) -> list[tuple[str, str]]:
    verified = "belum"
    if entry.verified_by and entry.verified_on:
        verified = f"{entry.verified_by}, {entry.verified_on:%d-%m-%Y}"
    until = f"{entry.valid_until:%d-%m-%Y}" if entry.valid_until else "tanpa batas"
    return [
        ("Id", entry.id),
        ("Judul", entry.title),
        ("Ucapan", "\n".join(entry.ask)),
        ("Jawaban", entry.answer),
        ("Lama diucapkan", f"kira-kira {spoken_seconds(entry.answer):.0f} detik"),
        ("Unit", book.units.get(entry.unit, entry.unit)),
        ("Fakta", ", ".join(entry.facts) or "-"),
        ("Umur fakta", f"{entry.freshness.value} ({entry.freshness.label})"),
        ("Sumber", "\n".join(entry.source) or "-"),
        ("Disahkan", verified),
        ("Berlaku sampai", until),
        ("Keadaan", _state(entry.silence(today))),
        ("Berkas", f"{entry.origin.file}:{entry.origin.line}"),
    ]
