"""`sapa faq`: look at the entries, check them, and try questions on them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn, Protocol, cast

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from faq.book import FaqBook
from faq.check import Level, check_folder, spoken_seconds
from faq.decision import Decision
from faq.entry import FaqEntry, Silence
from faq.errors import FaqError
from faq.match import Match, Matcher

app = typer.Typer(no_args_is_help=True, help="Lihat, periksa, dan coba basis tanya-jawab.")


class FaqContext(Protocol):
    """What the commands need from the program around them (`typer.Context.obj`)."""

    faq_folder: Path

    def today(self) -> date: ...


_STATE = {
    None: "boleh diucapkan",
    Silence.PLACEHOLDER: "belum diisi kantor",
    Silence.UNVERIFIED: "belum disahkan",
    Silence.UNDATED: "belum bertanggal",
    Silence.EXPIRED: "kedaluwarsa",
}
_DECISIONS = {
    Decision.ANSWER: "dijawab",
    Decision.CLARIFY: "ditanya balik",
    Decision.REPHRASE: "minta diulang",
    Decision.ESCALATE: "ke petugas",
}


@app.command("list")
def list_entries(
    ctx: typer.Context,
    topic: Annotated[str | None, typer.Option("--topik", help="hanya topik ini")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="hanya unit ini")] = None,
) -> None:
    """Daftar semua butir tanya-jawab."""
    obj = _context(ctx)
    book = _load(obj)
    chosen = [e for e in book if topic in (None, e.topic) and unit in (None, e.unit)]
    if not chosen:
        _fail("Tidak ada butir yang sesuai. Lihat semuanya dengan: sapa faq list")
    table = Table()
    table.add_column("Id", no_wrap=True)
    for name in ("Judul", "Topik", "Unit", "Umur", "Keadaan"):
        table.add_column(name, overflow="fold")
    for entry in chosen:
        state = _STATE[entry.silence(obj.today())]
        table.add_row(entry.id, entry.title, entry.topic, entry.unit, entry.freshness.label, state)
    console = Console()
    console.print(table)
    console.print(f"{len(chosen)} butir.")


@app.command("show")
def show_entry(ctx: typer.Context, entry_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Tampilkan satu butir selengkapnya."""
    obj = _context(ctx)
    book = _load(obj)
    entry = book.get(entry_id)
    if entry is None:
        _fail(f'Butir "{entry_id}" tidak ada. Lihat daftarnya dengan: sapa faq list')
    table = Table(show_header=False)
    for name, value in _rows(entry, book, obj.today()):
        table.add_row(name, escape(value))
    Console().print(table)


@app.command("check")
def check(ctx: typer.Context) -> None:
    """Periksa semua butir: kesalahan, butir yang mirip, fakta kedaluwarsa, jawaban kepanjangan."""
    obj = _context(ctx)
    findings = check_folder(obj.faq_folder, obj.today())
    console = Console(soft_wrap=True, highlight=False)
    for finding in findings:
        console.print(escape(str(finding)), style="red" if finding.level is Level.ERROR else None)
    errors = sum(finding.level is Level.ERROR for finding in findings)
    console.print(f"{errors} galat, {len(findings) - errors} peringatan.")
    if errors:
        raise typer.Exit(1)


@app.command("match")
def match(
    ctx: typer.Context,
    text: Annotated[
        str | None, typer.Argument(help="pertanyaan; bila kosong dibaca dari masukan")
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="jelaskan alasannya")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="satu objek JSON per pertanyaan")] = False,
) -> None:
    """Coba satu pertanyaan, atau banyak pertanyaan dari masukan, satu per baris."""
    obj = _context(ctx)
    try:
        matcher = Matcher(_load(obj))
    except FaqError as exc:
        _fail(str(exc))
    questions: Iterable[str] = [text] if text is not None else _lines()
    console = Console(soft_wrap=True, highlight=False)
    for question in questions:
        found = matcher.match(question, obj.today())
        if as_json:
            sys.stdout.write(json.dumps(as_dict(found, why), ensure_ascii=False) + "\n")
            sys.stdout.flush()
        else:
            _show(console, question, found, why)


def as_dict(found: Match, why: bool = False) -> dict[str, object]:
    """A match as plain data: decision, entry, facts, score, candidates, reason."""
    entry = found.entry
    data: dict[str, object] = {
        "decision": found.decision.value,
        "entry": entry.id if entry else None,
        "facts": list(entry.facts) if entry else [],
        "score": round(found.score, 4),
        "candidates": [
            {"entry": c.entry.id, "facts": list(c.entry.facts), "score": round(c.score, 4)}
            for c in found.candidates
        ],
        "cause": found.cause.value,
        "unit": found.unit,
        "reason": found.reason,
    }
    if why:
        data["why"] = list(found.why)
    return data


def _show(console: Console, question: str, found: Match, why: bool) -> None:
    title = f'"{question.strip()}": {_DECISIONS[found.decision]} - {found.reason}'
    console.print(escape(title))
    table = Table("Butir", "Judul", "Skor")
    for candidate in found.candidates:
        table.add_row(candidate.entry.id, candidate.entry.title, f"{candidate.score:.2f}")
    if found.candidates:
        console.print(table)
    if why:
        for line in found.why:
            console.print(escape(line))


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
        ("Keadaan", _STATE[entry.silence(today)]),
        ("Berkas", f"{entry.origin.file}:{entry.origin.line}"),
    ]


def _lines() -> Iterable[str]:
    """Questions from standard input, one a line; an empty line is a question without content."""
    for line in sys.stdin:
        yield line.rstrip("\n")


def _context(ctx: typer.Context) -> FaqContext:
    return cast(FaqContext, ctx.obj)


def _load(obj: FaqContext) -> FaqBook:
    try:
        return FaqBook.load(obj.faq_folder)
    except FaqError as exc:
        _fail(str(exc))


def _fail(message: str) -> NoReturn:
    Console(stderr=True, soft_wrap=True, highlight=False).print(escape(message))
    raise typer.Exit(1)
