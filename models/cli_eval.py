"""``sapa model eval``: error rates and calibration on transcribed recordings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from models.ears import Ears
from models.errors import ModelError
from models.evaluate import (
    Score,
    calibration,
    calibration_error,
    corpora,
    field_of,
    held_out,
    score,
)
from models.hypothesis import Pass
from models.level import levelled
from models.listening import Listener

PASS_NAMES: Final = {Pass.FIRST: "pertama", Pass.SECOND: "kedua", Pass.BOTH: "keduanya"}

Scores = Mapping[str, Mapping[Pass, Score]]
"""By set and pass."""


def measure(
    ears: Ears, which: Pass, speech: Path, sets: Sequence[str], limit: int
) -> tuple[Scores, list[str]]:
    """Hear the sets, with a progress bar on standard error.

    Returns:
        the scores, and a sentence about every utterance that could not be read.

    Raises:
        ModelError: the folder or a set is missing, or an ear fails.
    """
    known = corpora(speech)
    for name in sets:
        if name not in known:
            raise ModelError(
                f"Kumpulan {name} tidak ada di {speech}; yang ada: {', '.join(known) or '-'}."
            )
    results: dict[str, Mapping[Pass, Score]] = {}
    skipped: list[str] = []
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with (
        closing(Listener(ears, which)) as listener,
        Progress(*columns, console=Console(stderr=True)) as progress,
    ):
        for name in sets or known:
            field, utterances = field_of(name), held_out(speech, name, limit)
            task = progress.add_task(name, total=len(utterances))
            for scores in score(
                lambda field, audio: listener.hear_each(field, levelled(audio)),
                field,
                utterances,
                skipped,
            ):
                results[name] = scores
                progress.advance(task)
    return results, skipped


def as_json(scores: Scores, skipped: Sequence[str]) -> str:
    """Everything in one object."""
    content: dict[str, Any] = {
        "sets": {name: {p.value: _figures(s) for p, s in by.items()} for name, by in scores.items()}
    }
    content["calibration"] = {
        one.value: {
            "error": round(calibration_error(marks), 4),
            "rows": [
                {
                    "low": row.low,
                    "high": row.high,
                    "words": row.words,
                    "confidence": round(row.confidence, 3),
                    "right": round(row.right, 3),
                }
                for row in calibration(marks)
            ],
        }
        for one, marks in _marks(scores).items()
    }
    content["skipped"] = list(skipped)
    return json.dumps(content, ensure_ascii=False)


def show(scores: Scores, skipped: Sequence[str]) -> None:
    """Tables for people."""
    console = Console()
    table = Table("Kumpulan", "Telinga", title="Salah dengar (persen)")
    for heading in ("Kata (WER)", "Huruf (CER)", "Ucapan benar", "Ucapan"):
        table.add_column(heading, justify="right")
    for name, by_pass in scores.items():
        for one, found in by_pass.items():
            table.add_row(
                name,
                PASS_NAMES[one],
                _number(found.rate),
                _number(found.character_rate),
                _number(found.accuracy),
                str(found.utterances),
            )
    console.print(table)
    table = Table("Telinga", "Keyakinan", title="Arti keyakinan: dari kata dengan keyakinan x")
    for heading in ("rata-rata", "yang benar", "Kata"):
        table.add_column(heading, justify="right")
    for one, marks in _marks(scores).items():
        for row in calibration(marks):
            low, high = (_number(100 * limit, 0) for limit in (row.low, row.high))
            table.add_row(
                PASS_NAMES[one],
                f"{low} s.d. {high} %",
                f"{_number(100 * row.confidence)} %",
                f"{_number(100 * row.right)} %",
                str(row.words),
            )
        table.add_row(
            PASS_NAMES[one], "selisih rata-rata", "", f"{_number(100 * calibration_error(marks))} %"
        )
    console.print(table)
    if skipped:
        typer.echo(f"{len(skipped)} ucapan dilewati:", err=True)
        for sentence in skipped:
            typer.echo(f"  {sentence}", err=True)


def _figures(found: Score) -> dict[str, Any]:
    return {
        "wer": _rounded(found.rate),
        "cer": _rounded(found.character_rate),
        "right": _rounded(found.accuracy),
        "utterances": found.utterances,
        "words": found.words,
    }


def _rounded(value: float) -> float | None:
    """JSON knows no nan."""
    return None if value != value else round(value, 2)


def _number(value: float, places: int = 1) -> str:
    return "-" if value != value else f"{value:.{places}f}".replace(".", ",")


def _marks(scores: Scores) -> dict[Pass, list[tuple[float, bool]]]:
    marks: dict[Pass, list[tuple[float, bool]]] = {}
    for by_pass in scores.values():
        for one, found in by_pass.items():
            marks.setdefault(one, []).extend(found.marks)
    return marks
