"""``sapa call``: take one call."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from desk import Outcome
from voice.call import CallResult, Office, take_call
from voice.errors import VoiceError
from voice.lines import DeviceLine, FileLine, Line
from voice.observer import Observer, Observers
from voice.office import ZonedClock, free_space, open_office
from voice.settings import Settings

from .call_view import CallView, summary
from .context import Context

_NOTHING_HEARD: Final = {
    Outcome.SILENT: "Tidak ada suara penelepon yang terdengar; panggilan ditutup dengan sopan.",
    Outcome.FAILED: "Panggilan gagal karena gangguan; yang sempat terdengar tetap tercatat.",
}


def call(
    ctx: typer.Context,
    caller: Annotated[
        Path | None, typer.Option("--caller", help="Rekaman suara penelepon (WAV/FLAC/Opus/OGG).")
    ] = None,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", help="Naskah penelepon buatan (YAML).")
    ] = None,
    line: Annotated[
        str | None, typer.Option("--line", help="Saluran: device (mikrofon dan pengeras suara).")
    ] = None,
    device: Annotated[
        str | None, typer.Option("--device", help="Nama perangkat suara untuk --line device.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Cetak satu objek JSON.")] = False,
    paced: Annotated[
        bool, typer.Option("--paced", help="Jalankan naskah secepat waktu nyata.")
    ] = False,
) -> None:
    """Terima satu panggilan, dari salam pembuka sampai salam penutup."""
    context: Context = ctx.obj
    settings = context.settings
    chosen = [kind for kind in (caller, scenario, line) if kind is not None]
    if len(chosen) != 1:
        raise VoiceError(
            "Pilih satu penelepon: --caller BERKAS, --scenario NASKAH, atau --line device."
        )
    require_space(settings)
    console = Console(stderr=True) if as_json else Console()
    if caller is not None:
        recorded = FileLine(caller)
        office = open_office(settings)
        result = _watched(office, recorded, ZonedClock(settings).now(), console, as_json)
    elif scenario is not None:
        result = _simulate(settings, scenario, console, as_json, paced)
    else:
        if line != "device":
            raise VoiceError(f"Saluran {line!r} tidak dikenal; yang tersedia: device.")
        # The office first: a device listens from the moment it is opened.
        office = open_office(settings)
        opened = DeviceLine(device or "")
        result = _watched(office, opened, ZonedClock(settings).now(), console, as_json)
    if as_json:
        typer.echo(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
    else:
        console.print(summary(result))
    if result.recording_failure is not None:
        raise VoiceError(result.recording_failure)
    if result.outcome in _NOTHING_HEARD:
        raise VoiceError(_NOTHING_HEARD[result.outcome])


def require_space(settings: Settings) -> None:
    """Refuse to take a call that could not be kept."""
    least = settings.storage.free_mb
    folder = settings.at_home(settings.storage.recordings)
    if free_space(folder) < least * 1_000_000:
        raise VoiceError(
            f"Ruang cakram untuk {folder} tinggal kurang dari {least} MB; kosongkan dulu supaya "
            "rekaman dan catatan tidak hilang."
        )


def _watched(
    office: Office,
    line: Line,
    started: datetime,
    console: Console,
    quiet: bool,
    also: Observer | None = None,
) -> CallResult:
    if quiet:
        with closing(office):
            return take_call(office, line, started, also)
    with closing(office), CallView(console) as view:
        return take_call(office, line, started, Observers(view, also or Observer()))


def _simulate(
    settings: Settings, path: Path, console: Console, quiet: bool, paced: bool
) -> CallResult:
    # The simulated caller is an optional extra; a real line must not need it.
    from voice.caller.opening import open_simulated

    simulated = open_simulated(path, settings.at_home(settings.storage.callers), paced=paced)
    if simulated.notice:
        console.print(simulated.notice, style="yellow")
    started = simulated.scenario.at or ZonedClock(settings).now()
    office = open_office(settings)
    return _watched(office, simulated.line, started, console, quiet, simulated.observer)
