"""What a confidence is worth: from the ears' own belief to the share of such words that is right.

The decoders' beliefs rank words well, but of the words that the second pass gives 0.3 far more than
a third are right. A logistic curve corrects that, over the belief, the length of the word, whether
a list knows it, whether the field's few words leave little choice, and what the attention decoder
thinks of it; where both passes were asked, their agreement counts too. The coefficients lie in the
model's folder and are fitted by ``bench.fit_confidence``, since every change of an acoustic model
changes them.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from models.errors import ModelError
from models.fields import Field
from models.hypothesis import Hypothesis, Pass, Word

FILE: Final = "confidence.json"

_EDGE: Final = 1e-3
_NEAR: Final = 0.15
"""Seconds by which the times of one word may differ between the passes."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Coefficients of the log-odds that a word is right.

    Attributes:
        base: constant.
        belief: times the log-odds of the decoder's belief.
        letters: times the logarithm of the word's length.
        closed: added in every field but the open question.
        agreed: added where the other pass heard the same word at the same time.
        spelled: added to words that no list knows, written as they sound.
        attended: times the log-odds that the attention decoder gives the word, where it was asked.
    """

    base: float = 0.0
    belief: float = 1.0
    letters: float = 0.0
    closed: float = 0.0
    agreed: float = 0.0
    spelled: float = 0.0
    attended: float = 0.0

    def sure(self, word: Word, field: Field, agreed: bool = False) -> float:
        """The probability that a word is right, 0..1."""
        values = features(word, field, agreed)
        odds = sum(a * b for a, b in zip(asdict(self).values(), values, strict=True))
        return 1 / (1 + math.exp(-odds))


@dataclass(frozen=True, slots=True)
class Confidence:
    """One curve for what each pass hears, and one for both together; None leaves beliefs alone."""

    first: Curve | None = None
    second: Curve | None = None
    both: Curve | None = None

    @classmethod
    def read(cls, model: Path) -> Confidence:
        """The curves in a model's folder; none when it has no file of them.

        Raises:
            ModelError: the file is broken.
        """
        path = model / FILE
        if not path.exists():
            return cls()
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{name: Curve(**curve) for name, curve in content.items()})
        except (OSError, ValueError, TypeError, AttributeError):
            raise ModelError(f"Berkas {path} rusak; pasang ulang Sapa.") from None

    def write(self, model: Path) -> None:
        """Write the curves into a model's folder."""
        curves = {name: curve for name, curve in asdict(self).items() if curve is not None}
        content = {
            name: {key: round(value, 4) for key, value in curve.items()}
            for name, curve in curves.items()
        }
        (model / FILE).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")

    def corrected(self, heard: Hypothesis, field: Field) -> Hypothesis:
        """The words of one pass with confidences that say how often such words are right."""
        curve = self.first if heard.source is Pass.FIRST else self.second
        if curve is None:
            return heard
        words = tuple(replace(w, confidence=curve.sure(w, field)) for w in heard.words)
        return replace(heard, words=words)

    def agreeing(self, heard: Hypothesis, other: Hypothesis, field: Field) -> Hypothesis:
        """The same words with confidences that count in what the other pass heard.

        Args:
            heard: by the second pass, corrected already.
            other: by the first.
            field: whose graph was used.
        """
        if self.both is None:
            return heard
        words = tuple(
            replace(word, confidence=self.both.sure(word, field, agreed))
            for word, agreed in zip(heard.words, agreements(heard, other), strict=True)
        )
        return replace(heard, words=words)


def features(word: Word, field: Field, agreed: bool) -> tuple[float, ...]:
    """What the coefficients of a :class:`Curve` are multiplied with, in their order."""
    belief = _odds(word.confidence)
    attended = 0.0 if word.attention is None else _odds(math.exp(word.attention))
    closed = float(field is not Field.QUESTION)
    letters = math.log(max(1, len(word.text)))
    return (1.0, belief, letters, closed, float(agreed), float(word.spelled), attended)


def _odds(chance: float) -> float:
    """Log-odds, of chances that are neither nought nor one."""
    bounded = min(max(chance, _EDGE), 1 - _EDGE)
    return math.log(bounded / (1 - bounded))


def agreements(heard: Hypothesis, other: Hypothesis) -> list[bool]:
    """For every word whether the other pass heard the same word at the same time."""
    return [any(_same(word, one) for one in other.words) for word in heard.words]


def _same(one: Word, two: Word) -> bool:
    near = two.start < one.end + _NEAR and one.start < two.end + _NEAR
    return one.text == two.text and near
