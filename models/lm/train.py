"""Trains the general Indonesian model that ships as ``id/general.npz``::

    python -m models.lm.train --texts texts.tsv --manifest speech/manifest.tsv --words words.txt

Run it again when there is better text.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer

from models.lexicon import Lexicon
from models.lm.arrays import ArrayNgram, Ints, Level, events, mixed, perplexity, pruned, widths
from models.lm.corpus import Sentence, sentences_of, transcripts, without
from models.lm.counts import counted
from models.lm.files import write_model
from models.lm.words import WordModel
from models.ngram import BEGIN, END

TEST: Final = "test"
"""The group of texts that are not learnt from."""

_KEPT_BACK: Final = 100
"""One sentence in so many of every group tells how to weight the groups."""
_FOREIGN: Final = 0.25
"""A sentence with a larger part of unknown words is not Indonesian enough."""
_LONGEST_WORD: Final = 24
_DIALOGUE_SHARE: Final = 0.08
"""Share of the telephone dialogues beside all other texts, which know nothing of them."""

NOTE: Final = (
    "General Indonesian trigram model for Sapa. Texts and licences: models/LICENSE.\n"
    "Licence of this file: CC BY-NC-SA 4.0. Made by models/lm."
)


def vocabulary(
    counts: dict[str, Counter[str]], listed: set[str], wanted: set[str], size: int
) -> list[str]:
    """The words worth knowing.

    A word's worth is its mean share over the groups of texts, so that no large group decides
    alone. Words no list knows must be frequent: most are misspelt, foreign or names.

    Args:
        counts: by group of texts how often each word occurs.
        listed: words of word lists.
        wanted: words that must be in.
        size: largest number of words.
    """
    worth: dict[str, float] = defaultdict(float)
    seen: Counter[str] = Counter()
    for group in counts.values():
        total = sum(group.values())
        seen.update(group)
        for word, count in group.items():
            worth[word] += count / total
    for word in list(worth):
        known = word in listed or _stem_listed(word, listed)
        least = 3 if known else 12 if _VOWELS.intersection(word) else 150
        groups = sum(word in group for group in counts.values())
        if seen[word] < least or not (1 < len(word) <= _LONGEST_WORD):
            worth[word] = 0.0
        elif not known:
            worth[word] *= 0.1 if groups < 2 else 0.5
    best = sorted(worth, key=lambda word: -worth[word])[:size]
    return sorted({word for word in best if worth[word] > 0.0} | wanted)


_VOWELS: Final = frozenset("aiueo")


def _stem_listed(word: str, listed: set[str]) -> bool:
    for tail in ("nya", "lah", "kah", "ku", "mu", "pun"):
        if word.endswith(tail) and word[: -len(tail)] in listed:
            return True
    return any(
        word.startswith(head) and word[len(head) :] in listed for head in ("di", "ke", "se", "ku")
    )


def numbered(lines: str, number: dict[str, int]) -> Ints:
    """Sentences, one a line, as word numbers with marks; foreign ones are dropped."""
    tokens = lines.strip().replace("\n", f" {END} {BEGIN} ")
    text = np.array([number.get(word, -1) for word in f"{BEGIN} {tokens} {END}".split()], np.int64)
    opens = np.flatnonzero(text == number[BEGIN])
    length = np.diff(np.append(opens, len(text)))
    strange = np.add.reduceat(text < 0, opens) / np.maximum(length - 2, 1)
    kept: Ints = text[np.repeat((strange <= _FOREIGN) & (length > 2), length)]
    return kept


def divided(text: Ints, begin: int, one_in: int = _KEPT_BACK) -> tuple[Ints, Ints]:
    """Sentences to train on and those kept back, one in so many."""
    sentence = np.cumsum(text == begin)
    back = sentence % one_in == 0
    return text[~back], text[back]


def shares_for(models: Sequence[ArrayNgram], tests: Iterable[Ints], begin: int) -> list[float]:
    """Weights of the models under which the tests, each as important, are likeliest (EM)."""
    probs, weights = [], []
    for text in tests:
        history, word = events(text, max(m.order for m in models) - 1, begin)
        probs.append(np.exp(np.stack([m.logprob(history, word) for m in models])))
        weights.append(np.full(len(word), 1.0 / len(word)))
    prob, weight = np.concatenate(probs, axis=1), np.concatenate(weights)
    shares = np.full(len(models), 1.0 / len(models))
    for _ in range(50):
        part = shares[:, None] * prob
        shares = (part / part.sum(axis=0) * weight).sum(axis=1)
        shares /= shares.sum()
    return [float(share) for share in shares]


def spoken_counts(path: Path, number: dict[str, int]) -> ArrayNgram:
    """A model of single words from a list of ``word count`` lines."""
    text = np.ones(len(number))
    with path.open(encoding="utf-8", errors="ignore") as lines:
        for line in lines:
            word, _, count = line.partition(" ")
            if word in number:
                text[number[word]] += float(count)
    text[number[BEGIN]] = 1e-9
    text[number[END]] = text.sum() / 7.0
    blank = np.zeros(len(text))
    logp = np.log(text / text.sum())
    return ArrayNgram([Level(blank.astype(np.int64), np.arange(len(text)), logp, blank, blank)])


def main(
    texts: Annotated[
        Path, typer.Option(help="group<TAB>file of paragraphs; group test: only tests")
    ],
    manifest: Annotated[Path, typer.Option(help="manifest.tsv of the speech folder")],
    lists: Annotated[list[Path], typer.Option(help="word lists, first cell of each line")],
    subtitles: Annotated[Path, typer.Option(help="lines of word and count from subtitles")],
    out: Annotated[Path, typer.Option()] = Path(__file__).parents[1] / "id" / "general.npz",
    size: Annotated[int, typer.Option(help="largest vocabulary")] = 52000,
    thresholds: Annotated[str, typer.Option(help="pruning of 2- and 3-grams")] = "7.5e-7,3e-6",
    large: Annotated[Path, typer.Option()] = Path(__file__).parents[1] / "id" / "general-large.npz",
    large_thresholds: Annotated[
        str, typer.Option(help="pruning of the larger model")
    ] = "6e-9,2.5e-8",
) -> None:
    listed = first_cells(lists)
    said, held_out = transcripts(manifest, ("news", "teldialog"))
    groups: dict[str, list[str]] = defaultdict(list)
    tests: dict[str, str] = {}
    with texts.open(encoding="utf-8", newline="") as rows:
        for group, file in csv.reader(rows, delimiter="\t"):
            lines = "\n".join(" ".join(words) for words in sentences_of(texts.parent / file))
            if group == TEST:
                tests[file] = lines
            else:
                groups[group].append(cleared(lines, held_out))
    groups["transcripts"] = ["\n".join(" ".join(words) for words in said)]
    counts = {group: Counter(" ".join(parts).split()) for group, parts in groups.items()}
    with subtitles.open(encoding="utf-8") as rows2:
        pairs = (line.split() for line in rows2)
        counts["subtitles"] = Counter({w: int(c) for w, c in pairs if w.isascii() and w.isalpha()})
    transcript_words = set(counts.pop("transcripts"))
    known = Lexicon.load()
    wanted = {w for w in transcript_words | set(known.words) if w.isascii() and w.isalpha()}
    words = [BEGIN, END, *vocabulary(counts, listed | wanted, wanted, size)]
    number = {word: n for n, word in enumerate(words)}
    typer.echo(f"{len(words)} words")
    models, back = [], []
    for group, parts in groups.items():
        train, kept = divided(numbered("\n".join(parts), number), 0)
        models.append(counted(train, len(words), 3, 0, 1, continuation=False, least=(1, 2)))
        if group != "transcripts":
            back.append(kept)
        typer.echo(f"{group}: {len(train)} words, {widths(models[-1])}")
    models.append(spoken_counts(subtitles, number))
    strangers = {file: numbered(lines, number) for file, lines in tests.items()}
    shares = shares_for(models, [*back, *strangers.values()], 0)
    names = [*groups, "subtitles"]
    typer.echo(str({n: round(s, 3) for n, s in zip(names, shares, strict=True)}))
    dialogues, _ = transcripts(manifest, ("teldialog",))
    calls = numbered("\n".join(" ".join(words) for words in dialogues), number)
    models.append(counted(calls, len(words), 3, 0, 1, continuation=False))
    shares = [share * (1.0 - _DIALOGUE_SHARE) for share in shares]
    whole = mixed(models, [*shares, _DIALOGUE_SHARE])
    small = cut(whole, thresholds)
    for file, lines in tests.items():
        text = strangers[file]
        tokens = lines.split()
        outside = 100.0 * sum(word not in number for word in tokens) / len(tokens)
        typer.echo(
            f"{file}: {outside:.1f} % unknown, perplexity {perplexity(whole, text, 0):.0f},"
            f" pruned {perplexity(small, text, 0):.0f}"
        )
    typer.echo(f"{widths(whole)} -> {widths(small)}")
    write_model(WordModel(words, small), out, NOTE)
    light = cut(whole, large_thresholds)
    write_model(WordModel(words, light), large, NOTE)
    typer.echo(f"{out.stat().st_size} and {large.stat().st_size} bytes")


def first_cells(lists: Iterable[Path]) -> set[str]:
    """The first cell of every line of some word lists, lower case."""
    return {
        line.split()[0].casefold()
        for path in lists
        for line in path.read_text(encoding="utf-8", errors="ignore").splitlines()
        if line.strip()
    }


def cut(model: ArrayNgram, thresholds: str) -> ArrayNgram:
    """The model pruned by thresholds as the command line gives them, parted by commas."""
    return pruned(model, [float(threshold) for threshold in thresholds.split(",")])


def cleared(lines: str, held_out: set[Sentence]) -> str:
    """Lines that hold no held-out sentence of three words or more."""
    rare = {max(words, key=len) for words in held_out if len(words) > 2}
    kept: list[str] = []
    close: list[str] = []
    for line in lines.splitlines():
        (kept if rare.isdisjoint(line.split()) else close).append(line)
    kept += [" ".join(words) for words in without([tuple(x.split()) for x in close], held_out)]
    return "\n".join(kept)


if __name__ == "__main__":
    typer.run(main)
