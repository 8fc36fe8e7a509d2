"""``sapa model``: build the graphs, look words up, transcribe files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Protocol, cast

import typer
from rich.console import Console
from rich.table import Table

from models import cli_eval
from models.audio import Audio
from models.ears import Ears
from models.errors import ModelError
from models.evaluate import corpora
from models.fields import Field
from models.graph_words import ENTRIES, Entries
from models.graphs import build_graphs, field_folder
from models.hypothesis import Hypothesis, Pass
from models.level import levelled
from models.lexicon import default_lexicon
from models.listening import Listener
from models.sound_files import read_sound
from models.text import acronyms_in, spoken_words
from models.training.cli import app as training_app

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(training_app, name="train", help="Latih kedua telinga dari rekaman, per langkah.")


class ModelContext(Protocol):
    """What ``ctx.obj`` must offer."""

    def phrasings(self) -> list[str]: ...
    @property
    def graphs(self) -> Path: ...
    @property
    def model(self) -> Path: ...


class GraphChoice(StrEnum):
    """The fields; ``open`` is another name of the question."""

    OPEN = "open"
    QUESTION = "question"
    YESNO = "yesno"
    DIGITS = "digits"
    DISTRICT = "district"
    NAME = "name"
    INSTITUTION = "institution"

    def field(self) -> Field:
        return Field.QUESTION if self is GraphChoice.OPEN else Field(self.value)


_FIELD_NAMES = {
    Field.YESNO: "ya/tidak",
    Field.DIGITS: "angka",
    Field.DISTRICT: "kabupaten/kota",
    Field.NAME: "nama",
    Field.INSTITUTION: "instansi",
    Field.QUESTION: "pertanyaan",
}


def _context(ctx: typer.Context) -> ModelContext:
    return cast(ModelContext, ctx.obj)


def _fail(error: ModelError) -> None:
    typer.echo(str(error), err=True)
    raise typer.Exit(1)


@app.command("build")
def build(ctx: typer.Context) -> None:
    """Bangun graf pengenal suara dari daftar kata dan tanya-jawab."""
    context = _context(ctx)
    try:
        report = build_graphs(context.graphs, context.phrasings(), model=context.model)
    except ModelError as error:
        _fail(error)
        return
    done = "dibangun" if report.rebuilt else "sudah mutakhir"
    typer.echo(f"Graf {done} di {report.folder} ({report.seconds:.1f} detik).")
    for field in Field:
        size = f"{report.sizes[field] / 1e6:.1f}".replace(".", ",")
        typer.echo(f"  {_FIELD_NAMES[field]}: {report.words[field]} kata, {size} MB")


@app.command("words")
def words(
    ctx: typer.Context,
    word: Annotated[list[str], typer.Argument(help="Kata yang diperiksa.")],
) -> None:
    """Tampilkan lafal kata dan graf mana yang mengenalnya."""
    graphs = _context(ctx).graphs
    table = Table("Kata", "Lafal", "Dikenal di")
    try:
        known = {f: Entries.read(field_folder(graphs, f) / "graph" / ENTRIES) for f in Field}
        lexicon = default_lexicon()
        unsayable = unknown = False
        for text in word:
            for one in spoken_words(text) or [text]:
                if lexicon.missing([one]):
                    table.add_row(text, "tidak dapat dilafalkan", "-")
                    unsayable = True
                    continue
                ways = lexicon.pronunciations(one, acronym=one in acronyms_in(text))
                found = [_FIELD_NAMES[f] for f in Field if known[f].find(one) is not None]
                said = "\n".join(" ".join(way) for way in ways)
                said += "" if one in lexicon else " (menurut ejaan)"
                unknown |= not found
                table.add_row(one, said, ", ".join(found) or "belum dikenal")
    except ModelError as error:
        _fail(error)
        return
    Console().print(table)
    if unknown:
        typer.echo(
            "Kata yang belum dikenal: tulis dalam tanya-jawab atau daftar kata (models/id/words),"
            " lalu jalankan: sapa model build"
        )
    if unsayable:
        raise typer.Exit(1)


@app.command("transcribe")
def transcribe(
    ctx: typer.Context,
    file: Annotated[list[Path], typer.Argument(help="Rekaman WAV, FLAC, OGG, Opus, atau MP3.")],
    graph: Annotated[GraphChoice, typer.Option(help="Graf yang dipakai.")] = GraphChoice.OPEN,
    which: Annotated[
        Pass, typer.Option("--pass", help="Telinga yang dipakai: pertama, kedua, atau keduanya.")
    ] = Pass.BOTH,
    as_json: Annotated[
        bool, typer.Option("--json", help="Satu objek JSON per berkas, dengan keyakinan per kata.")
    ] = False,
) -> None:
    """Tuliskan isi rekaman, satu baris per berkas."""
    context = _context(ctx)
    try:
        ears = Ears.load(context.model, context.graphs, second=which is not Pass.FIRST)
    except ModelError as error:
        _fail(error)
        return
    failed = False
    with closing(ears), closing(Listener(ears, which)) as listener:
        for path, audio in _read_ahead(file):
            try:
                heard = listener.hear(graph.field(), levelled(audio()))
            except ModelError as error:
                typer.echo(str(error), err=True)
                failed = True
                continue
            typer.echo(_line(path, heard, as_json))
            sys.stdout.flush()
    if failed:
        raise typer.Exit(1)


@app.command("eval")
def evaluate(
    ctx: typer.Context,
    speech: Annotated[Path, typer.Option(help="Folder rekaman dengan manifest.tsv.")] = Path(
        "../shared/speech"
    ),
    sets: Annotated[
        list[str] | None, typer.Option("--set", help="Kumpulan yang diukur (bawaan: semua).")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Ucapan paling banyak per kumpulan.")] = 60,
    which: Annotated[Pass, typer.Option("--pass", help="Telinga yang diukur.")] = Pass.BOTH,
    as_json: Annotated[bool, typer.Option("--json", help="Satu objek JSON.")] = False,
) -> None:
    """Ukur salah dengar per kata dan per huruf pada rekaman yang ada teksnya."""
    context = _context(ctx)
    try:
        corpora(speech)
        ears = Ears.load(context.model, context.graphs, second=which is not Pass.FIRST)
        with closing(ears):
            scores, skipped = cli_eval.measure(ears, which, speech, sets or [], limit)
    except ModelError as error:
        _fail(error)
        return
    if as_json:
        typer.echo(cli_eval.as_json(scores, skipped))
    else:
        cli_eval.show(scores, skipped)
    if not any(scores.values()):
        raise typer.Exit(1)


def _read_ahead(files: Sequence[Path]) -> Iterator[tuple[Path, Callable[[], Audio]]]:
    """Each file with what gives its audio; the next file is read while one is heard."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(read_sound, files[0])
        for number, path in enumerate(files, 1):
            here = coming
            if number < len(files):
                coming = reader.submit(read_sound, files[number])
            yield path, here.result


def _line(path: Path, heard: Hypothesis, as_json: bool) -> str:
    if not as_json:
        return f"{path}: {heard.text or '(tidak terdengar kata)'}"
    content: dict[str, Any] = {
        "file": str(path),
        "pass": heard.source.value,
        "text": heard.text,
        "confidence": round(heard.confidence, 3),
        "words": [
            {
                "word": w.text,
                "confidence": round(w.confidence, 3),
                "start": round(w.start, 2),
                "end": round(w.end, 2),
            }
            for w in heard.words
        ],
        "alternatives": list(heard.alternatives),
    }
    return json.dumps(content, ensure_ascii=False)
