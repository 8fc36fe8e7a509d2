"""The terminal view of a running call: both sides, the POS step and its clock, the match score."""

from __future__ import annotations

from datetime import timedelta

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from desk import Step
from faq import Match
from voice.call import CallResult
from voice.hearing import Heard
from voice.observer import Observer

_REDRAW = 0.25
"""Seconds of audio between two redrawings of the running clock."""


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}.{int(seconds) % 60:02d}"


class CallView(Observer):
    """Prints finished lines and keeps a status line below them.

    Args:
        console: where to; without a terminal only finished lines are printed.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._step: Step | None = None
        self._since = 0.0
        self._now = 0.0
        self._drawn = -1.0
        self._partial = ""

    def __enter__(self) -> CallView:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *details: object) -> None:
        self._live.stop()

    def said(self, text: str, at: float) -> None:
        self._line(at, "Sapa", "cyan", text)

    def heard(self, heard: Heard, at: float) -> None:
        self._partial = ""
        sure = f"  [dim]({heard.confidence:.0%})[/dim]" if heard.words else ""
        self._line(at, "Penelepon", "green", (heard.text or "[dim](tidak jelas)[/dim]") + sure)

    def partial(self, text: str) -> None:
        self._partial = text
        self._draw()

    def step_started(self, step: Step, at: float) -> None:
        self._step, self._since = step, at
        self._console.print(
            f"[bold]— Langkah {step.number}: {step.title}[/bold] "
            f"[dim](standar {step.standard.total_seconds() / 60:g} menit)[/dim]"
        )

    def step_ended(self, step: Step, took: timedelta) -> None:
        late = took > step.standard
        mark = "[red]melewati standar[/red]" if late else "[dim]sesuai standar[/dim]"
        lasted = _clock(took.total_seconds())
        self._console.print(f"  [dim]langkah {step.number} selesai dalam {lasted}[/dim] {mark}")
        self._step = None

    def matched(self, question: str, match: Match) -> None:
        entry = match.entry.title if match.entry else "-"
        self._console.print(
            f"  [magenta]cocok[/magenta] {match.score:.2f}  {match.decision}  {entry}"
        )

    def ticket_opened(self, number: str, unit: str) -> None:
        self._console.print(f"  [yellow]tiket {number}[/yellow] untuk {unit}")

    def tick(self, at: float) -> None:
        self._now = at
        if at - self._drawn >= _REDRAW:
            self._draw()

    def _line(self, at: float, who: str, colour: str, text: str) -> None:
        self._console.print(f"[dim]{_clock(at):>5}[/dim] [{colour}]{who:>9}[/{colour}]  {text}")

    def _draw(self) -> None:
        self._drawn = self._now
        if not self._live.is_started:
            return
        status = Text(f"{_clock(self._now):>5}  ")
        if self._step is not None:
            took = self._now - self._since
            limit = self._step.standard.total_seconds()
            style = "red" if took > limit else "default"
            status.append(
                f"langkah {self._step.number}  {_clock(took)} dari {_clock(limit)}", style=style
            )
        if self._partial:
            status.append(f"   … {self._partial}", style="green")
        self._live.update(status, refresh=True)


_FORM = {
    "question": "Pertanyaan",
    "name": "Nama",
    "institution": "Instansi",
    "district": "Kabupaten/kota",
    "phone": "Nomor telepon",
    "supporting": "Data pendukung",
}


def summary(result: CallResult) -> RenderableType:
    """The end of a call: outcome, service form, steps, ticket, recording."""
    form = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    form.add_column()
    form.add_column(overflow="fold")
    form.add_row("Hasil", f"[bold]{result.outcome.label}[/bold]")
    for key, label in _FORM.items():
        form.add_row(label, result.notes.form.get(key, "-"))
    for match in result.notes.matches:
        form.add_row("Cocok", f"{match.entry or '-'} ({match.score:.2f}, {match.decision})")
    form.add_row("Tiket", result.notes.ticket_number or "-")
    form.add_row("Rekaman", str(result.recording))
    steps = Table("Langkah", "Lama", "Standar", "Keluaran", "", box=None, padding=(0, 2, 0, 0))
    for run in result.notes.steps:
        steps.add_row(
            f"{run.step.number}. {run.step.title}",
            _clock(run.took.total_seconds()),
            _clock(run.step.standard.total_seconds()),
            run.step.output,
            "[red]menyimpang[/red]" if run.deviated else "sesuai",
        )
    return Panel(Group(form, "", steps), title=f"Panggilan {result.call}", expand=False)
