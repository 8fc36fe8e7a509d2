"""``sapa console``: the web console for the staff."""

from __future__ import annotations

import os
import socket
from typing import Annotated, Final

import typer
import uvicorn
from rich.console import Console

from desk.console import Access
from voice.console import access, open_console
from voice.errors import VoiceError

from .context import Context

_LESS_PRESSING: Final = 10
"""Added to the process's niceness."""


def console(
    ctx: typer.Context,
    host: Annotated[
        str | None, typer.Option("--host", help="Alamat (bawaan: hanya komputer ini).")
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="Nomor porta.")
    ] = None,
) -> None:
    """Buka konsol di peramban: menulis dan memeriksa tanya-jawab."""
    context: Context = ctx.obj
    allowed = access(context.settings, host, port)
    app = open_console(context.settings, allowed)
    with _listening(allowed) as listener:
        where, at = listener.getsockname()[:2]
        shown = f"[{where}]" if ":" in where else where
        Console(highlight=False).print(
            f"Konsol terbuka di http://{shown}:{at} - hentikan dengan Ctrl+C.", markup=False
        )
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, lifespan="off"
        )
        # Callers on this computer come before the people at its console.
        os.nice(_LESS_PRESSING)
        uvicorn.Server(config).run(sockets=[listener])


def _listening(allowed: Access) -> socket.socket:
    """A socket at the address; VoiceError when it cannot be had."""
    try:
        found = socket.getaddrinfo(
            allowed.host, allowed.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(64)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise VoiceError(
            f"Konsol tidak dapat dibuka di {allowed.host}:{allowed.port} ({error.strerror}). "
            "Tutup program lain yang memakainya, atau pilih nomor lain dengan --port."
        ) from error
    return listener
