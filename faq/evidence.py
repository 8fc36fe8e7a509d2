"""What speaks for an entry, and the curve that turns it into a probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from faq.errors import FaqError, Problem, shown_path
from faq.lined_yaml import Node, read

CALIBRATION: Final = Path(__file__).resolve().parent / "calibration.yaml"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Figures of one entry against one question, each 0..1.

    Attributes:
        raw: combined figure the ranking uses.
        explained: weight share of the question's words the entry explains.
        covered: weight share of the best phrasing's words found in the question.
        string: likeness of the whole strings, word order aside.
        question: agreement of the kinds of question.
        alien: weight share of the question unknown to the whole book.
        gap: weight of the heaviest content word of the question the entry does not explain.
        lack: weight of the heaviest content word of the phrasing the question does not hold.
        foreign: weight of the heaviest marker word the entry does not explain.
        anchors: content words matched as good as exactly, a third each, three at most.
        near: likeness of the text to the entry's three most alike phrasings.
        whole: likeness of the text to all of the entry's phrasings together.
    """

    raw: float
    explained: float
    covered: float
    string: float
    question: float
    alien: float
    gap: float
    lack: float
    foreign: float
    anchors: float
    near: float
    whole: float


NAMES: Final = tuple(field.name for field in fields(Evidence))


CHANCE_NAMES: Final = ("rank", "lead", *NAMES)
"""What the chance of an entry is told from: how it stands among the others, and its evidence."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Two fitted lines over `Evidence`: which entry, and whether it is meant at all.

    Their weights are fitted by ``bench.matching.fit``.

    Attributes:
        ranks: weights of the order among entries, one for each of ``NAMES``.
        bias: constant term of the chance.
        chances: weights of the chance, one for each of ``CHANCE_NAMES``.
    """

    ranks: tuple[float, ...]
    bias: float
    chances: tuple[float, ...]

    def rank(self, figures: NDArray[np.float64]) -> NDArray[np.float64]:
        """What entries are ordered by, shape [n], for `Evidence` rows, shape [n, len(NAMES)]."""
        found: NDArray[np.float64] = figures @ np.array(self.ranks)
        return found

    def chance(
        self, ranks: NDArray[np.float64], figures: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Probabilities 0..1, shape [n], for the entries of one question.

        Args:
            ranks: of :meth:`rank`, one for each entry.
            figures: their `Evidence`, shape [n, len(NAMES)].
        """
        z = self.bias + standing(ranks, figures) @ np.array(self.chances)
        chance: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(z, -40.0, 40.0)))
        return chance

    @classmethod
    def load(cls, path: Path = CALIBRATION) -> Calibration:
        """Read the fitted weights.

        Raises:
            FaqError: a weight is missing or is no number.
        """
        root = read(path)
        problems: list[Problem] = []
        parts = _parts(root)
        ranks = _weights(path, parts.get("rank", root), NAMES, problems)
        chances = _weights(path, parts.get("chance", root), ("bias", *CHANCE_NAMES), problems)
        if problems:
            raise FaqError(problems)
        return cls(tuple(ranks), chances[0], tuple(chances[1:]))


def standing(ranks: NDArray[np.float64], figures: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of ``CHANCE_NAMES`` for the entries of one question, shape [n, len(CHANCE_NAMES)].

    The lead is over the best of the others; behind the best it is negative.
    """
    best = np.argmax(ranks)
    others = np.full(len(ranks), ranks[best])
    others[best] = np.max(np.delete(ranks, best), initial=0.0)
    return np.column_stack([ranks, ranks - others, figures])


def _parts(node: Node) -> dict[str, Node]:
    return {k.name: v for k, v in node.value.items()} if isinstance(node.value, dict) else {}


def _weights(path: Path, node: Node, names: Sequence[str], problems: list[Problem]) -> list[float]:
    found = {name: part.value for name, part in _parts(node).items()}
    values = []
    for name in names:
        value = found.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            problems.append(Problem(shown_path(path), node.line, f'bobot "{name}" belum ada'))
            value = 0.0
        values.append(float(value))
    return values
