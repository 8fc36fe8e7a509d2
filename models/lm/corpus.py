"""Text for language models: from written lines to sentences as people say them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from models.text import spoken_words

Sentence = tuple[str, ...]

_ASIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNCLEAR: Final = re.compile(r"\S*(?:www\.|://|@)\S*|\d[.,]\d")
_BREAK: Final = re.compile(r"[.!?:;{}|/…=<>•\n]+")
_UNSAYABLE: Final = re.compile(r"\d{5,}|\d[^\s\w]\d|[%#$&+*_~^\\]|\d[a-z]|[a-z]\d")
_ODD: Final = re.compile(r"(.)\1\1")
_LONGEST: Final = 45


def sentences_of(path: Path, shorthand: bool = True) -> Iterator[Sentence]:
    """Sentences of a text file of paragraphs, as they would be read aloud.

    Commas and quotation marks are no breaks, and what stands in brackets is left out. So are
    sentences with figures that cannot be said for sure, addresses and the like.

    Args:
        path: one paragraph a line.
        shorthand: write out chat shorthand.
    """
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            text = _UNCLEAR.sub("%", _ASIDE.sub(" ", line.casefold()))
            for part in _BREAK.split(text):
                if _UNSAYABLE.search(part) or _ODD.search(part):
                    continue
                words = attached(spoken_words(part, shorthand))
                if 1 <= len(words) <= _LONGEST:
                    yield words


def attached(words: list[str]) -> Sentence:
    """Words with the suffix ``nya`` put back where a corpus parts it."""
    joined: list[str] = []
    for word in words:
        if word == "nya" and joined:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


def transcripts(manifest: Path, corpora: tuple[str, ...]) -> tuple[list[Sentence], set[Sentence]]:
    """Training transcripts of some corpora, each text once, and the held-out texts of all."""
    train: dict[Sentence, None] = {}
    held_out: set[Sentence] = set()
    with manifest.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            words = attached(spoken_words(row["text"] or ""))
            if row["split"] == "dev":
                held_out.add(words)
            elif row["corpus"] in corpora:
                train[words] = None
    return list(train), held_out


def without(sentences: list[Sentence], held_out: set[Sentence]) -> list[Sentence]:
    """Sentences that do not contain a held-out one (of three words or more)."""
    by_word: dict[str, list[Sentence]] = {}
    for words in held_out:
        if len(words) > 2:
            # The longest word is a rare one, so that most sentences need no closer look.
            by_word.setdefault(max(words, key=len), []).append(words)

    def holds(sentence: Sentence) -> bool:
        for word in by_word.keys() & set(sentence):
            for words in by_word[word]:
                n = len(words)
                if any(sentence[at : at + n] == words for at in range(len(sentence) - n + 1)):
                    return True
        return False

    return [words for words in sentences if not holds(words)]
