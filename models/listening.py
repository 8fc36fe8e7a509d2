"""Both ears on whole recordings, and the rule that makes one hypothesis of two."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

from models.audio import Audio
from models.ears import Ears
from models.errors import ModelError
from models.fields import Field
from models.first_pass import hear_whole
from models.hypothesis import Hypothesis, Pass
from models.utterances import utterances

_SURER: Final = 0.6
"""How much surer than the second pass the first must be to be believed instead."""


def combine(first: Hypothesis | None, second: Hypothesis | None) -> Hypothesis:
    """What is believed of two hypotheses about the same utterance.

    The second pass is believed, also when it hears no words; the first only where the second is
    missing or far less sure. The result has ``Pass.BOTH`` as its source when both were there.

    Raises:
        ValueError: both are missing.
    """
    if first is None or second is None:
        one = second if second is not None else first
        if one is None:
            raise ValueError("nothing to combine")
        return one
    surer = bool(second.words) and first.confidence > second.confidence + _SURER
    return replace(first if surer else second, source=Pass.BOTH)


class Listener:
    """Hears recordings of any length; both passes at the same time where both are asked."""

    def __init__(self, ears: Ears, which: Pass = Pass.BOTH) -> None:
        """Args:
        ears: for a pass that they lack, ``hear`` raises ModelError.
        which: the passes to ask.
        """
        self._ears: Final = ears
        self._which: Final = which
        self._beside: Final = ThreadPoolExecutor(1)

    def close(self) -> None:
        """End the thread; the ears stay open."""
        self._beside.shutdown()

    def hear(self, field: Field, audio: Audio) -> Hypothesis:
        """All words of a recording at 8 kHz, cut into utterances at its pauses.

        Raises:
            ModelError: the pass that is asked fails; of both, the first stands in for the second.
            ValueError: the audio has another rate.
        """
        parts = [(at, self.hear_utterance(field, part)) for at, part in utterances(audio)]
        if not parts:
            return Hypothesis((), self._which)
        if len(parts) == 1 and parts[0][0] == 0.0:
            return parts[0][1]
        words = tuple(
            replace(word, start=at + word.start, end=at + word.end)
            for at, heard in parts
            for word in heard.words
        )
        sources = {heard.source for _, heard in parts}
        source = sources.pop() if len(sources) == 1 else Pass.BOTH
        others = parts[0][1].alternatives if len(parts) == 1 else ()
        return Hypothesis(words, source, others)

    def hear_utterance(self, field: Field, audio: Audio) -> Hypothesis:
        """The words of one utterance at 8 kHz; raises as :meth:`hear`."""
        if self._which is Pass.SECOND:
            return self._ears.second_pass(field, audio)
        if self._which is Pass.FIRST:
            return hear_whole(self._ears.stream(field), audio)
        waiting = self._beside.submit(hear_whole, self._ears.stream(field), audio)
        try:
            second = self._ears.second_pass(field, audio)
        except ModelError:
            second = None
        return combine(waiting.result(), second)
