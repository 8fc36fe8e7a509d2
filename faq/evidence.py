"""What speaks for an entry, and the curve that turns it into a probability."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from faq.errors import FaqError, Problem, shown_path
from faq.lined_yaml import read

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


NAMES: Final = tuple(field.name for field in fields(Evidence))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic curve over `Evidence`; its weights are fitted by ``bench.matching.fit``.

    Attributes:
        bias: constant term.
        weights: one for each name of `Evidence`, in that order.
    """

    bias: float
    weights: tuple[float, ...]

    def __call__(self, figures: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities 0..1, shape [n], for rows of `Evidence` figures, shape [n, len(NAMES)]."""
        z = self.bias + figures @ np.array(self.weights)
        chance: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(z, -40.0, 40.0)))
        return chance

    @classmethod
    def load(cls, path: Path = CALIBRATION) -> Calibration:
        """Read the fitted weights.

        Raises:
            FaqError: a weight is missing or is no number.
        """
        root = read(path)
        found: Mapping[str, object] = (
            {key.name: node.value for key, node in root.value.items()}
            if isinstance(root.value, dict)
            else {}
        )
        problems = []
        values = []
        for name in ("bias", *NAMES):
            value = found.get(name)
            if isinstance(value, bool) or not isinstance(value, int | float):
                problems.append(Problem(shown_path(path), root.line, f'bobot "{name}" belum ada'))
                continue
            values.append(float(value))
        if problems:
            raise FaqError(problems)
        return cls(values[0], tuple(values[1:]))
