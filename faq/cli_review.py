"""A review on the terminal."""

from __future__ import annotations

from datetime import date

from rich.console import Console
from rich.markup import escape

from faq.check import LONGEST_ANSWER, Level
from faq.draft import Draft
from faq.entry_text import entry_text
from faq.review import Danger, Review

_STYLES = {
    Danger.TAKES: "red",
    Danger.ASKS: "yellow",
    Danger.ANSWERS: "yellow",
    Danger.NEAR: "dim",
}
_MOST_NEAR = 3


def show_review(console: Console, draft: Draft, found: Review, today: date) -> None:
    """Everything a maintainer should know before saving, the worst first in each part."""
    for remark in found.remarks:
        style = "red" if remark.level is Level.ERROR else "yellow"
        console.print(f"{remark.level}: {escape(str(remark))}", style=style)
    near = [rival for rival in found.rivals if rival.danger is Danger.NEAR][:_MOST_NEAR]
    rivals = [rival for rival in found.rivals if rival.danger is not Danger.NEAR]
    if rivals or near:
        console.print("Butir lain yang mirip:")
    for rival in (*rivals, *near):
        line = f'  {rival.score:.2f}  {rival.entry.id}: "{rival.ask}" mirip "{rival.theirs}"'
        console.print(escape(f"{line}; {rival.danger.label}."), style=_STYLES[rival.danger])
    for loss in found.stolen:
        what = "Sapa akan bertanya balik" if loss.asks_back else "direbut butir ini"
        console.print(
            escape(f'  Ucapan "{loss.ask}" milik {loss.entry.id}: {what}.'), style="yellow"
        )
    _heard(console, found)
    how = "" if found.measured else "kira-kira "
    console.print(
        f"Jawaban diucapkan {how}{found.seconds:.0f} detik (paling lama {LONGEST_ANSWER:.0f})."
    )
    if found.silence is None:
        until = f" sampai {draft.valid_until:%d-%m-%Y}" if draft.valid_until else ""
        console.print(f"Boleh diucapkan per {today:%d-%m-%Y}{until}.", style="green")
    else:
        label, remedy = found.silence.label, found.silence.remedy
        console.print(f"Tidak akan diucapkan: {label}. {remedy}", style="yellow")


def _heard(console: Console, found: Review) -> None:
    if found.unheard is None:
        console.print("Kata yang belum terdengar tidak diperiksa: jalankan sapa model build.")
    for word in found.unheard or ():
        console.print(escape(word.advice), style=None if word.sure else "yellow")


def show_draft(console: Console, draft: Draft) -> None:
    """A draft as YAML, so that it can be copied."""
    console.print(escape("- " + entry_text(draft.tidied())))
