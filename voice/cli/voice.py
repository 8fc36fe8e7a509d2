"""``sapa voice``: Sapa's own voice."""

from __future__ import annotations

import typer

from voice.office import known_sentences, open_voice

from .context import Context

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps ``build`` a sub-command although it is the only one."""


@app.command()
def build(ctx: typer.Context) -> None:
    """Siapkan suara untuk semua kalimat prosedur dan jawaban, supaya langsung terdengar."""
    context: Context = ctx.obj
    done = open_voice(context.settings).prerender(known_sentences(context.settings))
    typer.echo(
        f"{done.rendered} potongan suara dibuat, {done.ready} sudah ada; "
        f"seluruhnya {done.seconds / 60:.0f} menit suara."
    )
