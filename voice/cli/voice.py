"""``sapa voice``: Sapa's own voice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from desk import load_procedure
from voice.errors import VoiceError
from voice.foreseen import shipped_sentences
from voice.office import known_sentences, open_voice
from voice.rehearsal import Said
from voice.speech import Clause
from voice.speech.building import Lacking, can_render, lacking, render, ship, ship_pieces
from voice.speech.pieces import carriers
from voice.speech.ready import SHIPPED
from voice.speech.sapa import VOICES

from .context import Context

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Suara Sapa."""


@app.command()
def build(ctx: typer.Context) -> None:
    """Siapkan suara untuk semua kalimat prosedur dan jawaban, supaya langsung terdengar."""
    context: Context = ctx.obj
    speaker = open_voice(context.settings)
    texts = known_sentences(context.settings)
    sapa = speaker.sapa
    if sapa is not None:
        missing = lacking(texts, lambda clause: sapa.ready(clause) is not None)
        if missing.clauses and can_render():
            typer.echo(_cost(missing))
            began = time.monotonic()
            with _progress(len(missing.clauses)) as step:
                render(missing.clauses, sapa.voice, speaker.cache, step)
            typer.echo(
                f"{len(missing.clauses)} potongan dibuat dengan suara besar dalam "
                f"{(time.monotonic() - began) / 60:.1f} menit."
            )
        elif missing.clauses:
            typer.echo(
                f"{len(missing.clauses)} potongan dibacakan suara kecil; untuk suara terbaik "
                "jalankan: pip install 'sapa[voice]', lalu sapa voice build"
            )
    done = speaker.prerender(texts)
    typer.echo(
        f"{done.rendered} potongan suara dibuat, {done.ready} sudah ada; "
        f"seluruhnya {done.seconds / 60:.0f} menit suara."
    )


@app.command()
def say(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="kalimat yang dibacakan")],
    out: Annotated[Path | None, typer.Option("--out", help="simpan sebagai berkas WAV")] = None,
    slow: Annotated[bool, typer.Option("--pelan", help="pelan-pelan")] = False,
) -> None:
    """Bacakan sebuah kalimat dengan suara Sapa, seperti yang didengar penelepon."""
    context: Context = ctx.obj
    said = Said(open_voice(context.settings).render(text, slow))
    if out is None:
        said.play()
    else:
        said.write(out)
        typer.echo(f"{said.seconds:.1f} detik suara ditulis ke {out}.")


@app.command("ship", hidden=True)
def ship_speech(
    voice: Annotated[str, typer.Option("--voice", help="perempuan atau laki-laki")] = "",
    pieces: Annotated[bool, typer.Option("--pieces", help="juga potongan angka")] = False,
) -> None:
    """Perbarui suara yang ikut dalam paket; untuk pengembang Sapa."""
    for name in [voice] if voice else VOICES:
        if name not in VOICES:
            raise VoiceError(f"Suara '{name}' tidak dikenal. Pilih {' atau '.join(VOICES)}.")
        folder = SHIPPED / name
        texts = shipped_sentences(load_procedure())
        with _progress(len(lacking(texts, lambda _: False).clauses)) as step:
            done = ship(texts, name, folder, step)
        if pieces:
            with _progress(sum(1 for _ in carriers())) as step:
                ship_pieces(name, folder, step)
        size = sum(file.stat().st_size for file in folder.iterdir())
        typer.echo(f"{name}: {len(done.rows)} potongan, {size / 1e6:.1f} MB.")


@app.command("ship-callers", hidden=True)
def ship_callers(scenarios: Annotated[list[Path], typer.Argument(show_default=False)]) -> None:
    """Perbarui suara penelepon buatan yang ikut dalam paket; untuk pengembang Sapa."""
    from voice.caller import load_scenario
    from voice.caller.rendering import READY
    from voice.caller.rendering import ship as ship_caller

    count = ship_caller(load_scenario(path) for path in scenarios)
    size = sum(file.stat().st_size for file in READY.glob("*.flac"))
    typer.echo(f"{count} ucapan, {size / 1e6:.1f} MB.")


def _cost(missing: Lacking) -> str:
    return (
        f"{len(missing.clauses)} potongan belum ada; suara besar perlu kira-kira "
        f"{max(missing.seconds / 60, 0.1):.1f} menit dengan satu inti prosesor dan 1 GB memori."
    )


@contextmanager
def _progress(total: int) -> Iterator[Callable[[Clause], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("Membuat suara", total=total)
        yield lambda clause: bar.advance(task)
