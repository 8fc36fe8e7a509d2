"""Whisper's own decoder, asked how likely it finds what the search has heard.

The encoder that the second pass hears with was made for a decoder that writes text and attends to
the whole utterance. It knows far more of the language than any n-gram here, English words included,
and errs elsewhere than a search over phones does. It is not let to write, only to judge: all
readings of an utterance go through it at once, as one tree of tokens in which what they have in
common is weighed once (tree attention: Miao et al. 2024, "SpecInfer").
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from models.errors import BROKEN_ARCHIVE
from models.onnx_session import broken, session
from models.rescoring import Evidence
from models.tokens import FILE, Tokens

Floats = npt.NDArray[np.float32]

DECODER: Final = "decoder.int4.onnx"
EMBEDDINGS: Final = "embeddings.npz"

_MOST_NODES: Final = 200
"""Tokens of all readings together; the least likely readings beyond are not weighed."""
_ROWS: Final = 1024
"""Tokens compared with what the decoder expects at a time, so that memory stays small."""


class Tree:
    """Token sequences with common beginnings, every beginning once.

    Attributes:
        tokens: of every node, the nodes before their children.
        depths: how many nodes are above each.
    """

    def __init__(self, root: Sequence[int]) -> None:
        """``root``: at least one token that all sequences begin with."""
        self.tokens: list[int] = list(root)
        self.depths: list[int] = list(range(len(root)))
        self._parents = list(range(-1, len(root) - 1))
        self._last_of_root: Final = len(root) - 1
        self._children: dict[tuple[int, int], int] = {}

    def add(self, sequence: Sequence[int]) -> list[int]:
        """The nodes of a sequence, the root's last one in front; they are added where new."""
        path = [self._last_of_root]
        for token in sequence:
            key = (path[-1], token)
            if key not in self._children:
                self._children[key] = len(self.tokens)
                self.tokens.append(token)
                self.depths.append(self.depths[path[-1]] + 1)
                self._parents.append(path[-1])
            path.append(self._children[key])
        return path

    def mask(self) -> Floats:
        """``(nodes, nodes)``: 0 where a node may look at another, far below where not."""
        found = np.full((len(self.tokens),) * 2, -1e9, np.float32)
        for node, parent in enumerate(self._parents):
            if parent >= 0:
                found[node] = found[parent]
            found[node, node] = 0.0
        return found


class Attention:
    """The decoder; one for all utterances."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        """Load what :func:`is_there` looks for; ModelError when missing or broken."""
        self._decoder = session(folder / DECODER, threads)
        self._tokens: Final = Tokens.read(folder / FILE)
        path = folder / EMBEDDINGS
        try:
            with np.load(path) as content:
                self._rows = content["rows"]
                self._scales = content["scales"]
                self._positions = content["positions"].astype(np.float32)
        except BROKEN_ARCHIVE:
            raise broken(path) from None

    def weigh(self, encoded: Floats, readings: Sequence[Sequence[str]]) -> list[Evidence]:
        """What the decoder thinks of the likeliest readings of an utterance.

        Args:
            encoded: the encoder's features of the utterance, shape ``(frames, 512)``.
            readings: their words, likeliest first.

        Returns:
            one for each of the first readings: all, unless they are too many or too long.
        """
        tree = Tree(self._tokens.begin)
        paths: list[list[int]] = []
        lengths: list[list[int]] = []
        for words in readings:
            pieces = [self._tokens.of(word) for word in words]
            length = sum(map(len, pieces))
            too_deep = len(self._tokens.begin) + length > len(self._positions)
            if too_deep or (paths and len(tree.tokens) + length > _MOST_NODES):
                break
            paths.append(tree.add([token for piece in pieces for token in piece]))
            lengths.append([len(piece) for piece in pieces])
        if not paths:
            return []
        expected = self._expected(tree, encoded)
        rest = self._normalisers(expected)
        found: list[Evidence] = []
        for path, parts in zip(paths, lengths, strict=True):
            wanted = [*(tree.tokens[node] for node in path[1:]), self._tokens.end]
            logits = (expected[path] * self._embeddings(wanted)).sum(axis=1)
            found.append(_evidence(logits - rest[path], parts))
        return found

    def _expected(self, tree: Tree, encoded: Floats) -> Floats:
        """What the decoder expects behind every node, ``(nodes, 512)``."""
        inputs = self._embeddings(tree.tokens) + self._positions[tree.depths]
        feeds = {"inputs": inputs[None], "mask": tree.mask()[None, None], "encoder": encoded[None]}
        found: Floats = self._decoder.run(None, feeds)[0][0]
        return found

    def _embeddings(self, tokens: Sequence[int]) -> Floats:
        numbers = np.asarray(tokens)
        found: Floats = self._rows[numbers].astype(np.float32) * self._scales[numbers, None]
        return found

    def _normalisers(self, expected: Floats) -> Floats:
        """Logarithm of the sum over all tokens behind every node."""
        total = np.full(len(expected), -np.inf, np.float32)
        for at in range(0, len(self._rows), _ROWS):
            numbers = range(at, min(at + _ROWS, len(self._rows)))
            logits = expected @ self._embeddings(numbers).T
            top = logits.max(axis=1)
            some = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
            total = np.logaddexp(total, some)
        return total


def _evidence(scores: Floats, lengths: Sequence[int]) -> Evidence:
    """Log-probabilities of a reading's tokens and of its end, added up word by word.

    Args:
        scores: of the tokens and the end.
        lengths: tokens of every word.
    """
    ends = np.cumsum(lengths).tolist()
    words = (scores[a:b].sum() for a, b in zip([0, *ends], ends, strict=False))
    return Evidence(tuple(map(float, words)), float(scores[-1]), len(scores) - 1)


def is_there(folder: Path) -> bool:
    """True where a second pass has such a decoder; it hears without one too."""
    return (folder / DECODER).exists()
