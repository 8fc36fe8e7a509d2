"""``sapa doctor``: is every part fit, and if not, the one thing to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from desk import DeskError
from faq import FaqError
from models import ModelError
from voice.errors import VoiceError
from voice.office import ZonedClock, free_space, open_book, open_desk, open_ears, open_voice
from voice.settings import Settings

from .context import Context

_JAKARTA_OFFSET: Final = timedelta(hours=7)
_EARLIEST: Final = 2026


@dataclass(frozen=True, slots=True)
class Finding:
    """State of one part.

    Attributes:
        part: its name in Indonesian.
        fit: whether calls can be taken with it.
        says: what was found; for an unfit part, the one thing to do.
    """

    part: str
    fit: bool
    says: str


def doctor(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Cetak JSON.")] = False,
) -> None:
    """Periksa setiap bagian: model, suara, tanya-jawab, basis data, perangkat, cakram, jam."""
    context: Context = ctx.obj
    findings = examine(context.settings)
    if as_json:
        typer.echo(json.dumps([asdict(f) for f in findings], ensure_ascii=False, indent=2))
    else:
        table = Table("Bagian", "", "Keterangan")
        for f in findings:
            table.add_row(f.part, "[green]siap[/green]" if f.fit else "[red]belum[/red]", f.says)
        Console().print(table)
    if not all(f.fit for f in findings if f.part != "Perangkat suara"):
        raise typer.Exit(1)


def examine(settings: Settings) -> list[Finding]:
    """Look at every part; a part that fails is a finding, never an exception."""
    checks: dict[str, Callable[[Settings], str]] = {
        "Model pendengaran": _model,
        "Suara": _voice,
        "Tanya-jawab": _faq,
        "Basis data": _database,
        "Perangkat suara": _devices,
        "Cakram": _disk,
        "Jam dan zona waktu": _clock,
    }
    findings = []
    for part, check in checks.items():
        try:
            findings.append(Finding(part, True, check(settings)))
        except (VoiceError, ModelError, FaqError, DeskError) as error:
            findings.append(Finding(part, False, str(error)))
    return findings


def _model(settings: Settings) -> str:
    with closing(open_ears(settings)) as ears:
        both = ears.has_second
    if both:
        return "Kedua telinga siap: Vosk dan pendengaran kedua."
    return "Vosk siap; pendengaran kedua tidak dipakai, kata-kata akan kurang tepat."


def _voice(settings: Settings) -> str:
    return open_voice(settings).report()


def _faq(settings: Settings) -> str:
    book = open_book(settings)
    today = ZonedClock(settings).now().date()
    ready = sum(entry.speakable(today) for entry in book.entries)
    held = len(book.entries) - ready
    return f"{ready} jawaban siap dibacakan; {held} menunggu pengesahan atau lewat masa berlaku."


def _database(settings: Settings) -> str:
    with open_desk(settings) as desk:
        waiting = len(desk.tickets.list())
    return f"{settings.storage.database}: dapat ditulis, {waiting} tiket belum selesai."


def _devices(settings: Settings) -> str:
    from voice.lines import list_devices

    devices = list_devices()
    if not devices:
        raise VoiceError(
            "Tidak ada perangkat suara. Sambungkan mikrofon dan pengeras suara, atau pakai "
            "--caller/--scenario."
        )
    return ", ".join(sorted({str(d) for d in devices}))


def _disk(settings: Settings) -> str:
    folder = settings.at_home(settings.storage.recordings)
    free = free_space(folder) // 1_000_000
    if free < settings.storage.free_mb:
        raise VoiceError(f"Ruang untuk {folder} tinggal {free} MB; kosongkan cakram.")
    return f"{free} MB tersedia untuk rekaman."


def _clock(settings: Settings) -> str:
    now: datetime = ZonedClock(settings).now()
    if now.year < _EARLIEST:
        raise VoiceError(f"Jam komputer menunjukkan {now:%Y-%m-%d}; setel jam komputer.")
    if now.utcoffset() != _JAKARTA_OFFSET:
        raise VoiceError(
            'Zona waktu bukan waktu Indonesia bagian barat; isi timezone = "Asia/Jakarta".'
        )
    return f"{now:%Y-%m-%d %H.%M} WIB"
