"""The command ``sapa``: every room's sub-commands under one roof."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from desk import DeskError
from desk.cli import app as ticket_app
from faq import FaqError
from faq.cli import app as faq_app
from models import ModelError
from models.cli import app as model_app
from voice.errors import VoiceError
from voice.settings import load_settings

from .call import call
from .console import console
from .context import Context
from .docs import app as docs_app
from .doctor import doctor
from .voice import app as voice_app

app = typer.Typer(
    name="sapa",
    help="Sapa: layanan telepon lini pertama BPMP Provinsi Sumatera Utara.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(
    ticket_app, name="ticket", help="Tiket: melihat, mengambil, menelepon kembali, menutup."
)
app.add_typer(faq_app, name="faq", help="Tanya-jawab: daftar, periksa, coba cocokkan.")
app.add_typer(
    model_app, name="model", help="Pengenal suara: bangun graf, periksa kata, transkripsi."
)
app.add_typer(voice_app, name="voice", help="Suara Sapa: siapkan kalimat dan jawaban.")
app.add_typer(docs_app, name="docs", help="Dokumen yang dibuat dari berkas prosedur.")
app.command("call")(call)
app.command("console")(console)
app.command("doctor")(doctor)

FAILURES = (VoiceError, ModelError, FaqError, DeskError)
"""What a room raises when it cannot go on; the message is for the person at the terminal."""


@app.callback()
def _configure(
    ctx: typer.Context,
    config: Annotated[
        Path | None, typer.Option("--config", help="Berkas konfigurasi (bawaan: sapa.toml).")
    ] = None,
) -> None:
    ctx.obj = Context(load_settings(config))


def main() -> None:
    """Entry point: any failure is one sentence on standard error and exit status 1."""
    try:
        app()
    except FAILURES as error:
        Console(stderr=True).print(str(error), style="red", markup=False, highlight=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
