"""Adds further texts to the shipped general model, whose own texts need not be at hand::

    python -m models.lm.extend --texts texts.tsv --manifest speech/manifest.tsv

Words that the texts have and the model lacks join it with ``--size`` (and ``--lists``, which tell
words from misspellings). How much each group of texts weighs beside the shipped model is decided by
the texts of group ``test``; every other sentence of theirs is left to tell how good it all is.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer

from models.language import GENERAL, LARGE, general_model
from models.lm.arrays import expected_shares, mixed, perplexity, widths
from models.lm.corpus import sentences_of, transcripts
from models.lm.counts import counted
from models.lm.files import write_model
from models.lm.train import (
    NOTE,
    TEST,
    cleared,
    cut,
    divided,
    first_cells,
    numbered,
    shares_for,
    vocabulary,
)
from models.lm.words import WordModel, renumbered
from models.ngram import BEGIN, END

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
    lists: Annotated[list[Path] | None, typer.Option(help="word lists, first cells")] = None,
    size: Annotated[int, typer.Option(help="most words to take up")] = 0,
) -> None:
    _, held_out = transcripts(manifest, ())
    groups: dict[str, list[str]] = defaultdict(list)
    tests: dict[str, str] = {}
    with texts.open(encoding="utf-8", newline="") as rows:
        for group, file in csv.reader(rows, delimiter="\t"):
            sentences = dict.fromkeys(sentences_of(texts.parent / file))
            lines = "\n".join(" ".join(words) for words in sentences)
            if group == TEST:
                tests[file] = lines
            else:
                groups[group].append(cleared(lines, held_out))
    shipped = _with_new_words(general_model(base), groups, first_cells(lists or []), size)
    number = {word: n for n, word in enumerate(shipped.words)}
    models = [shipped.model]
    for group, parts in groups.items():
        text = np.concatenate([numbered(lines, number) for lines in parts])
        least = (2, 3) if len(text) > _MANY else (1, 2)
        models.append(counted(text, len(number), 3, 0, 1, continuation=False, least=least))
        typer.echo(f"{group}: {len(text)} words, {widths(models[-1])}")
    weigh, judge = {}, {}
    for file, lines in tests.items():
        judge[file], weigh[file] = divided(numbered(lines, number), 0, 2)
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


def _with_new_words(
    model: WordModel, groups: Mapping[str, Sequence[str]], listed: set[str], size: int
) -> WordModel:
    """The model over its words and the worthiest others of some texts, which it never says."""
    counts = {name: Counter(" ".join(parts).split()) for name, parts in groups.items()}
    for group in counts.values():
        for word in model.words:
            del group[word]
    new = vocabulary(counts, listed, set(), size)
    typer.echo(f"{len(new)} new words")
    words = [BEGIN, END, *sorted(model.vocabulary.union(new))]
    at = {word: n for n, word in enumerate(words)}
    places = np.array([at[word] for word in model.words])
    return WordModel(words, renumbered(model.model, places, len(words)))


if __name__ == "__main__":
    typer.run(main)
