"""Both ears behind one small interface, and the rule that makes one hypothesis of two."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from models.audio import Audio
from models.confidence import Confidence
from models.errors import ModelError
from models.fields import Field
from models.first_pass import FirstPassStream
from models.first_passes import FirstPasses
from models.graphs import MODEL, default_graphs
from models.hypothesis import Hypothesis, Pass
from models.second_pass import SecondPass

_SURE: Final = 0.6
"""Confidence from which words are believed that only the first pass has heard."""
_MORE_THAN_A_TONE: Final = 2
"""Different words needed for that: of tones the first pass makes one word, or one again and again,
and may be sure of it."""


def combine(first: Hypothesis | None, second: Hypothesis | None) -> Hypothesis:
    """What is believed of two hypotheses about the same utterance.

    The second pass is believed; the first only where the second is missing, or hears nothing and
    the first is sure. The result has ``Pass.BOTH`` as its source when both were there.

    Raises:
        ValueError: both are missing.
    """
    if first is None or second is None:
        one = second if second is not None else first
        if one is None:
            raise ValueError("nothing to combine")
        return one
    different = len({word.text for word in first.words})
    heard_more = different >= _MORE_THAN_A_TONE and first.confidence >= _SURE
    only_first = not second.words and heard_more
    return replace(first if only_first else second, source=Pass.BOTH)


class Ears:
    """Hears Indonesian at 8 kHz, field by field; get one from :meth:`load`."""

    def __init__(
        self,
        first: FirstPasses,
        second: SecondPass | None,
        confidence: Confidence,
    ) -> None:
        self._first: Final = first
        self._second: Final = second
        self.confidence: Final = confidence

    @classmethod
    def load(
        cls,
        model: Path = MODEL,
        graphs: Path | None = None,
        second: bool = True,
        confidence: Confidence | None = None,
    ) -> Ears:
        """Load the models and every field's graph.

        Args:
            model: folder with ``second-pass``.
            graphs: folder given to ``build_graphs``; None means ``default_graphs()``.
            second: False leaves the second pass out.
            confidence: what confidences are worth; None means what the model's folder says.

        Raises:
            ModelError: the model or the graphs are missing or broken.
        """
        base = graphs if graphs is not None else default_graphs()
        worth = confidence if confidence is not None else Confidence.read(model)
        # The second pass loads in its own process meanwhile.
        late = SecondPass(model, base) if second else None
        try:
            first = FirstPasses(base, worth)
            if late is not None:
                late.await_ready()
        except ModelError:
            if late is not None:
                late.close()
            raise
        return cls(first, late, worth)

    def close(self) -> None:
        """End the second pass's process."""
        if self._second is not None:
            self._second.close()

    @property
    def has_second(self) -> bool:
        return self._second is not None

    def stream(self, field: Field) -> FirstPassStream:
        """A first-pass stream for one utterance of a field."""
        return self._first.get(field).stream()

    def prepare(self, field: Field) -> None:
        """Say that a field is about to be asked for; returns at once."""
        self._first.prepare(field)

    def second_pass(self, field: Field, audio: Audio) -> Hypothesis:
        """Hear a finished utterance at 8 kHz again.

        Raises:
            ModelError: the ears were loaded without a second pass.
            ValueError: the audio has another rate.
        """
        if self._second is None:
            raise ModelError("Telinga kedua tidak dimuat; jalankan Sapa dengan kedua telinga.")
        return self.confidence.corrected(self._second.hear(field, audio), field)

    def together(self, field: Field, first: Hypothesis, second: Hypothesis) -> Hypothesis:
        """What is believed after both passes heard the same utterance of a field.

        Where they agree on a word, it is surer.
        """
        return combine(first, self.confidence.agreeing(second, first, field))
