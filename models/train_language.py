"""Trains the general Indonesian language model that ships as ``id/general.arpa.gz``.

Needs the ``train`` extra (kaldingram). Run once, when there is better text::

    python -m models.train_language --sentences indonlu.tsv --manifest speech/manifest.tsv
"""

from __future__ import annotations

import csv
import gzip
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Annotated, Final

import typer

from models.ngram import read_arpa, write_arpa
from models.text import spoken_words

_CLAUSE: Final = re.compile(r"[.!?;:,()\"]")
_REPEAT: Final = {"news": 1, "teldialog": 20}
_NOTE: Final = (
    "General Indonesian trigram model for Sapa.\n"
    "Text: IndoNLU (Apache-2.0); transcripts of the training part of INDspeech news and telephone\n"
    "dialogues (R&D Telkom, ATR, ITB; CC BY-NC-SA 4.0; Sakti et al. 2004, 2008).\n"
    "Licence of this file: CC BY-NC-SA 4.0. Made by models/train_language.py with kaldingram."
)

Sentence = tuple[str, ...]


def clauses(path: Path) -> list[Sentence]:
    """Clauses of a file of ``source<TAB>sentence`` lines; those with figures are left out."""
    found: list[Sentence] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        for part in _CLAUSE.split(line.split("\t", 1)[-1]):
            words = attached(spoken_words(part, shorthand=True))
            if 2 <= len(words) <= 30 and not any(c.isdigit() for c in part):
                found.append(words)
    return found


def attached(words: list[str]) -> Sentence:
    """Words with the suffix ``nya`` put back where the corpus parted it."""
    joined: list[str] = []
    for word in words:
        if word == "nya" and joined:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


def transcripts(manifest: Path) -> tuple[list[Sentence], set[Sentence]]:
    """Training transcripts, repeated by corpus, and the held-out ones."""
    train: list[Sentence] = []
    once: set[tuple[str, str]] = set()
    held_out: set[Sentence] = set()
    with manifest.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            words = tuple(spoken_words(row["text"] or ""))
            if row["split"] == "dev":
                held_out.add(words)
            elif row["corpus"] in _REPEAT and (row["corpus"], row["text"]) not in once:
                once.add((row["corpus"], row["text"]))
                train.extend([words] * _REPEAT[row["corpus"]])
    return train, held_out


def without(sentences: list[Sentence], held_out: set[Sentence]) -> list[Sentence]:
    """Sentences that do not contain a held-out one (of three words or more)."""
    long = {words for words in held_out if len(words) > 2}
    lengths = sorted({len(words) for words in long})

    def holds(words: Sentence) -> bool:
        return any(words[at : at + n] in long for n in lengths for at in range(len(words) - n + 1))

    return [words for words in sentences if not holds(words)]


def vocabulary(sentences: list[Sentence], size: int, at_least: int) -> set[str]:
    counts = Counter(word for words in sentences for word in words)
    usable = (
        word
        for word, count in counts.most_common()
        if count >= at_least and 1 < len(word) < 25 and not re.search(r"(.)\1\1", word)
    )
    return {word for word, _ in zip(usable, range(size), strict=False)}


def train(sentences: list[Sentence], words: set[str], threshold: float, out: Path) -> None:
    """Count, smooth (Kneser-Ney), prune by entropy and write the compressed model."""
    with tempfile.TemporaryDirectory() as folder:
        text, raw, pruned = (Path(folder) / n for n in ("text", "raw.arpa", "pruned.arpa"))
        with text.open("w", encoding="utf-8") as lines:
            for sentence in sentences:
                if sum(w in words for w in sentence) > 0.8 * len(sentence):
                    lines.write(" ".join(w if w in words else "<unk>" for w in sentence) + "\n")
        tool = [sys.executable, "-m", "kaldingram.cli"]
        subprocess.run(
            [*tool, "train", "--ngram-order", "3", "--text", text, "--lm", raw], check=True
        )
        subprocess.run(
            [*tool, "prune", "--threshold", str(threshold), "--lm", raw, "--write-lm", pruned],
            check=True,
        )
        packed = Path(folder) / "pruned.arpa.gz"
        with pruned.open("rb") as source, gzip.open(packed, "wb") as target:
            shutil.copyfileobj(source, target)
        write_arpa(read_arpa(packed), out, _NOTE)


def main(
    sentences: Annotated[Path, typer.Option(help="source<TAB>sentence lines")],
    manifest: Annotated[Path, typer.Option(help="manifest.tsv of the speech folder")],
    out: Annotated[Path, typer.Option()] = Path(__file__).parent / "id" / "general.arpa.gz",
    size: Annotated[int, typer.Option(help="largest vocabulary")] = 20000,
    at_least: Annotated[int, typer.Option(help="fewest occurrences of a word")] = 3,
    threshold: Annotated[float, typer.Option(help="pruning threshold")] = 3e-6,
) -> None:
    spoken, held_out = transcripts(manifest)
    text = without(clauses(sentences) + spoken, held_out - set(spoken))
    words = vocabulary(text, size, at_least)
    train(text, words, threshold, out)
    typer.echo(f"{len(text)} sentences, {len(words)} words, {out.stat().st_size} bytes")


if __name__ == "__main__":
    typer.run(main)
