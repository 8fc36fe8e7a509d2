"""`sapa faq try|say|match`: what Sapa would do with a question, and how an answer sounds."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from faq.cli_around import around, console, edition_of, entry_of, fail, tried, written
from faq.decision import Decision
from faq.match import Match
from faq.shelf import Shelf

_DECISIONS = {
    Decision.ANSWER: "dijawab",
    Decision.CLARIFY: "ditanya balik",
    Decision.REPHRASE: "minta diulang",
    Decision.ESCALATE: "ke petugas",
}
_SHOWN = 3


def match(
    ctx: typer.Context,
    text: Annotated[
        str | None, typer.Argument(help="pertanyaan; bila kosong dibaca dari masukan")
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="jelaskan alasannya")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="satu objek JSON per pertanyaan")] = False,
) -> None:
    """Cocokkan satu pertanyaan, atau banyak pertanyaan dari masukan, satu per baris."""
    obj = around(ctx)
    matcher = edition_of(obj).matcher
    out = console()
    for question in [written(text)] if text is not None else _lines():
        found = matcher.match(question, obj.today())
        if as_json:
            sys.stdout.write(json.dumps(as_dict(found, why), ensure_ascii=False) + "\n")
            sys.stdout.flush()
        else:
            _show(out, question, found, why)


def try_out(
    ctx: typer.Context,
    say: Annotated[bool, typer.Option("--say", help="perdengarkan kalimat Sapa")] = False,
) -> None:
    """Bertanya seperti penelepon dan lihat kalimat Sapa; baris kosong mengakhiri."""
    obj = around(ctx)
    shelf = Shelf(obj.faq_folder, None, obj.now)
    out = console()
    tried(shelf.current)
    while question := _asked():
        # Saved changes count for the next question, as they do for the next call.
        edition = tried(shelf.current)
        found = edition.matcher.match(question, obj.today())
        sentence = obj.reply(found)
        out.print(f"[cyan]Sapa[/cyan]: {escape(sentence)}")
        out.print(escape(f"  {_DECISIONS[found.decision]}: {found.reason}"), style="dim")
        for candidate in found.candidates[:_SHOWN]:
            entry = candidate.entry
            line = f"  {candidate.score:.2f}  {entry.id}: {entry.title}"
            out.print(escape(line), style="dim")
        if warning := shelf.state().warning():
            out.print(escape(warning), style="yellow")
        if say:
            obj.speech(sentence).play()


def say_answer(
    ctx: typer.Context,
    entry_id: Annotated[str, typer.Argument(metavar="ID", help="id butir")],
    file: Annotated[
        Path | None,
        typer.Option("--out", metavar="BERKAS", help="tulis ke berkas WAV, tidak diperdengarkan"),
    ] = None,
) -> None:
    """Perdengarkan jawaban satu butir seperti di telepon."""
    obj = around(ctx)
    entry = entry_of(obj, written(entry_id))
    speech = obj.speech(entry.answer)
    out = console()
    if file is None:
        speech.play()
    else:
        if file.is_dir():
            fail(f"{file} adalah folder; beri nama berkas, misalnya {entry.id}.wav.")
        speech.write(file)
        out.print(escape(f"Suara ditulis ke {file}."))
    out.print(f"{speech.seconds:.1f} detik.")
    if (silence := entry.silence(obj.today())) is not None:
        out.print(f"Kepada penelepon tidak diucapkan: {silence.label}.", style="yellow")


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


def _show(out: Console, question: str, found: Match, why: bool) -> None:
    title = f'"{question.strip()}": {_DECISIONS[found.decision]} - {found.reason}'
    out.print(escape(title))
    table = Table("Butir", "Judul", "Skor")
    for candidate in found.candidates:
        table.add_row(candidate.entry.id, escape(candidate.entry.title), f"{candidate.score:.2f}")
    if found.candidates:
        out.print(table)
    if why:
        for line in found.why:
            out.print(escape(line))


def _lines() -> Iterator[str]:
    """Questions from standard input, one a line; an empty line is a question without content."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _asked() -> str:
    """A caller's question; "" when there is none any more."""
    try:
        typed: str = typer.prompt("Penelepon", default="", show_default=False)
    except typer.Abort:
        return ""
    return written(typed).strip()
