"""Both ears on whole recordings."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

from models.audio import Audio
from models.ears import Ears, combine
from models.errors import ModelError
from models.fields import Field
from models.first_pass import hear_whole
from models.hypothesis import Hypothesis, Pass
from models.utterances import utterances


class Listener:
    """Hears recordings of any length; both passes at the same time where both are asked."""

    def __init__(self, ears: Ears, which: Pass = Pass.BOTH) -> None:
        """Args:
        ears: for a pass that they lack, hearing raises ModelError.
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
        return self.hear_each(field, audio)[self._which]

    def hear_each(self, field: Field, audio: Audio) -> dict[Pass, Hypothesis]:
        """The same by every pass that is asked, and by both together; raises as :meth:`hear`."""
        parts = [(at, self._utterance(field, part)) for at, part in utterances(audio)]
        passes = list(Pass) if self._which is Pass.BOTH else [self._which]
        heard = {
            one: _joined([(at, part[one]) for at, part in parts if one in part], one)
            for one in passes
        }
        if len(parts) > 1 and not heard[self._which].words:
            return self._utterance(field, audio)
        return heard

    def _utterance(self, field: Field, audio: Audio) -> dict[Pass, Hypothesis]:
        if self._which is Pass.SECOND:
            return {Pass.SECOND: self._ears.second_pass(field, audio)}
        if self._which is Pass.FIRST:
            return {Pass.FIRST: hear_whole(self._ears.stream(field), audio)}
        waiting = self._beside.submit(hear_whole, self._ears.stream(field), audio)
        try:
            second = self._ears.second_pass(field, audio)
        except ModelError:
            first = waiting.result()
            return {Pass.FIRST: first, Pass.BOTH: combine(first, None)}
        first = waiting.result()
        both = self._ears.together(field, first, second)
        return {Pass.FIRST: first, Pass.SECOND: second, Pass.BOTH: both}


def _joined(parts: Sequence[tuple[float, Hypothesis]], source: Pass) -> Hypothesis:
    """One hypothesis of a recording's utterances, each with the second at which it begins."""
    words = tuple(
        replace(word, start=at + word.start, end=at + word.end)
        for at, heard in parts
        for word in heard.words
    )
    others = parts[0][1].alternatives if len(parts) == 1 else ()
    sources = {heard.source for _, heard in parts}
    return Hypothesis(words, sources.pop() if len(sources) == 1 else source, others)
