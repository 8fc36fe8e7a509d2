"""The attention decoder's alphabet: pieces of words, put together by byte-pair encoding.

Only lower-case words without accents occur in what the ears hear, so one piece may be a letter at
the least, and no tokenizer's library is needed for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from models.onnx_session import broken

FILE: Final = "tokens.txt"
SPACE: Final = "▁"
"""Stands in front of what begins a word, as SentencePiece writes it."""

BEGIN: Final = ("<|startoftranscript|>", "<|id|>", "<|transcribe|>", "<|notimestamps|>")
"""What Whisper is told before an Indonesian transcript."""
END: Final = "<|endoftext|>"


class Tokens:
    """Words as numbers of tokens.

    Args:
        ordered: all tokens, the pairs that are joined first before those joined later (OpenAI's
            ``tiktoken`` takes their order as rank too).

    Raises:
        ValueError: one of the tokens about the transcript is missing.
    """

    def __init__(self, ordered: Sequence[str]) -> None:
        self._number: Final = {token: number for number, token in enumerate(ordered)}
        missing = [token for token in (*BEGIN, END) if token not in self._number]
        if missing:
            raise ValueError(f"token {missing[0]} is missing")
        self.begin: Final = tuple(self._number[token] for token in BEGIN)
        self.end: Final = self._number[END]

    @classmethod
    def read(cls, path: Path) -> Tokens:
        """Read one token a line; ModelError when the file is missing or broken."""
        try:
            return cls(path.read_text(encoding="utf-8").splitlines())
        except (OSError, ValueError):
            raise broken(path) from None

    def __len__(self) -> int:
        return len(self._number)

    def of(self, word: str) -> tuple[int, ...]:
        """Tokens of one lower-case word; letters that no token has are left out."""
        parts, _ = pieces(word, self._number)
        return tuple(self._number[part] for part in parts)


def pieces(word: str, rank: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Byte-pair encoding of one word.

    Args:
        word: in small letters; those without a rank are left out.
        rank: of every token; of two neighbours those are joined first whose token has the lowest.

    Returns:
        the word's tokens, and those that were joined on the way there.
    """
    parts = [letter for letter in SPACE + word if letter in rank]
    made: list[str] = []
    while len(parts) > 1:
        pairs = [a + b for a, b in pairwise(parts)]
        first = min(pairs, key=lambda pair: rank.get(pair, len(rank)))
        if first not in rank:
            break
        at = pairs.index(first)
        parts[at : at + 2] = [first]
        made.append(first)
    return parts, made
