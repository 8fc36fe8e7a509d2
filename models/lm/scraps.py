"""Takes rare words of a few letters out of the shipped general model::

    python -m models.lm.scraps --keep faq/entries

Most are slips of the pen, abbreviations and words of other languages. Left in, they split words
that no list knows: "kosiratcur" is heard as "kosirat cur".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Annotated, Final

import typer

from models.language import GENERAL, LARGE, general_model
from models.lexicon import Lexicon, default_lexicon
from models.lm.files import write_model
from models.lm.train import NOTE
from models.lm.words import WordModel, without_words
from models.wordlists import WORDS

LONGEST: Final = 3
"""Letters of the longest scrap, and phones."""

RARE: Final = -12.5
"""Natural logarithm of a word's probability below which it is rare."""

SAID: Final = frozenset(
    """abi bal bon dam dik doi ebi gel gir juz kap klo lai lok mes mol oma oom opa rim rit sif sus
    vet wak yel""".split()
)
"""Rare in writing, but people say them."""

_BORROWED: Final = "english.tsv"
"""This list only tells how words are said, not that people need them."""


def scraps(language: WordModel, lexicon: Lexicon, kept: Collection[str]) -> set[str]:
    """The rare short words of a model.

    Args:
        language: whose probabilities tell which are rare.
        lexicon: tells how they sound.
        kept: words that stay whatever they are.
    """
    logp = language.model.levels[0].logp[2:]
    return {
        word
        for word, value in zip(language.words[2:], logp, strict=True)
        if value < RARE
        and len(word) <= LONGEST
        and word not in kept
        and min(len(way) for way in lexicon.pronunciations(word)) <= LONGEST
    }


def words_of(files: Iterable[Path]) -> set[str]:
    """Whatever looks like a word in some files and in all files of folders."""
    found: set[str] = set()
    for path in files:
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in inside:
            found.update(re.findall(r"[a-z]+", file.read_text(encoding="utf-8").casefold()))
    return found


def main(
    keep: Annotated[list[Path], typer.Option(help="files and folders whose words stay")],
    model: Annotated[Path, typer.Option()] = GENERAL,
    large: Annotated[Path, typer.Option()] = LARGE,
) -> None:
    lists = [path for path in WORDS.iterdir() if path.name != _BORROWED]
    kept = SAID | words_of([*lists, *keep])
    small = general_model(model)
    gone = scraps(small, default_lexicon(), kept)
    for path, language in ((model, small), (large, general_model(large))):
        left = without_words(language, gone)
        write_model(left, path, NOTE)
        typer.echo(f"{path}: {len(left.vocabulary)} words, {path.stat().st_size} bytes")
    typer.echo(f"{len(gone)} left out: {' '.join(sorted(gone))}")


if __name__ == "__main__":
    typer.run(main)
