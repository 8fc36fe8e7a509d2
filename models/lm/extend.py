"""Adds further texts to the shipped general model, whose own texts need not be at hand::

    python -m models.lm.extend --texts texts.tsv --manifest speech/manifest.tsv

The words stay the same. How much each group of texts weighs beside the shipped model is decided
by the texts of group ``test``; every other sentence of theirs is left to tell how good it all is.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer

from models.language import GENERAL, LARGE, general_model
from models.lm.arrays import Ints, expected_shares, mixed, perplexity, widths
from models.lm.corpus import sentences_of, transcripts
from models.lm.counts import counted
from models.lm.files import write_model
from models.lm.train import NOTE, TEST, cleared, cut, divided, numbered, shares_for
from models.lm.words import WordModel

_MANY: Final = 5_000_000
"""Words of a group from which on n-grams must occur once more to be counted."""


def main(
    texts: Annotated[
        Path, typer.Option(help="group<TAB>file of paragraphs; group test weighs the others")
    ],
    manifest: Annotated[Path, typer.Option(help="manifest.tsv: its held-out texts stay out")],
    base: Annotated[Path, typer.Option(help="model to add to")] = LARGE,
    out: Annotated[Path, typer.Option()] = GENERAL,
    thresholds: Annotated[str, typer.Option(help="pruning of 2- and 3-grams")] = "8e-7,3e-6",
    large: Annotated[Path, typer.Option()] = LARGE,
    large_thresholds: Annotated[str, typer.Option(help="the same, less")] = "8e-9,3e-8",
) -> None:
    shipped = general_model(base)
    number = {word: n for n, word in enumerate(shipped.words)}
    _, held_out = transcripts(manifest, ())
    groups: dict[str, list[Ints]] = defaultdict(list)
    tests: dict[str, Ints] = {}
    with texts.open(encoding="utf-8", newline="") as rows:
        for group, file in csv.reader(rows, delimiter="\t"):
            sentences = dict.fromkeys(sentences_of(texts.parent / file))
            lines = "\n".join(" ".join(words) for words in sentences)
            if group == TEST:
                tests[file] = numbered(lines, number)
            else:
                groups[group].append(numbered(cleared(lines, held_out), number))
    models = [shipped.model]
    for group, parts in groups.items():
        text = np.concatenate(parts)
        least = (2, 3) if len(text) > _MANY else (1, 2)
        models.append(counted(text, len(number), 3, 0, 1, continuation=False, least=least))
        typer.echo(f"{group}: {len(text)} words, {widths(models[-1])}")
    weigh, judge = {}, {}
    for file, text in tests.items():
        judge[file], weigh[file] = divided(text, 0, 2)
    shares = shares_for(models, weigh.values(), 0)
    named = zip(["shipped", *groups], shares, strict=True)
    typer.echo(str({name: round(share, 3) for name, share in named}))
    whole = expected_shares(mixed(models, shares), 0, 1)
    small = cut(whole, thresholds)
    light = cut(whole, large_thresholds)
    for file, text in judge.items():
        steps = [perplexity(m, text, 0) for m in (shipped.model, whole, light, small)]
        typer.echo(f"{file}: perplexity {' -> '.join(f'{step:.0f}' for step in steps)}")
    typer.echo(f"{widths(whole)} -> {widths(light)}, {widths(small)}")
    for model, path in ((small, out), (light, large)):
        write_model(WordModel(shipped.words, model), path, NOTE)
        typer.echo(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    typer.run(main)
