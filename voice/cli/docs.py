"""``sapa docs``: documents made from data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk import load_procedure, procedure_document

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps ``procedure`` a sub-command although it is the only one."""


@app.command()
def procedure(
    out: Annotated[Path, typer.Option("--out", help="Berkas hasil.")] = Path("docs/prosedur.md"),
) -> None:
    """Perbarui docs/prosedur.md dari desk/procedure.yaml."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(procedure_document(load_procedure()), encoding="utf-8")
    typer.echo(f"{out} diperbarui.")
