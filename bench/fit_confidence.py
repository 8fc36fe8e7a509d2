"""Fits what confidences are worth (``models/id/confidence.json``) after a change of a model.

    python -m bench.fit_confidence [--speech FOLDER] [--model FOLDER]

Hears the sets of ``bench.hearing``, clean, with babble and, where whole sentences are said, in a
hurry, answers in synthetic voices, and dialogues over the graphs of questions that they do not
answer. Every second utterance fits the curves; the calibration of the others, before and after, is
printed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import numpy.typing as npt
import typer

from bench.hearing.line import Line
from bench.hearing.sets import SpeechSet, answers, questions, real_sets
from models import Ears, Field, Hypothesis, ModelError, Pass
from models.confidence import Confidence, Curve, agreements, features
from models.evaluate import calibration, calibration_error, marked_words
from models.graphs import MODEL
from models.listening import Listener
from voice.caller import default_cache
from voice.errors import VoiceError
from voice.speech.pacing import at_pace

_CLOSED: Final = (Field.NAME, Field.INSTITUTION, Field.DISTRICT, Field.DIGITS)
_OFF_TOPIC: Final = 4
"""One dialogue of so many is heard as an answer to another question."""
_CONDITIONS: Final = (("clean", 1.0), ("10db", 1.0), ("clean", 2.0))
"""Lines, and how much faster people speak: the recordings are read slowly, and whom the ears hear
worse than those, as they do hurried people, they must not be surer of."""
_RIDGE: Final = 0.3
_STEPS: Final = 50

Floats = npt.NDArray[np.float64]
Example = tuple[tuple[float, ...], bool]
"""Features of a word, and whether it is right."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One utterance as both passes heard it, with the decoders' own beliefs.

    Attributes:
        number: of the utterance in its set, whatever the condition.
        text: what is said.
        field: whose graph was used.
        first: what the first pass heard.
        second: what the second heard.
    """

    number: int
    text: str
    field: Field
    first: Hypothesis
    second: Hypothesis


def fitted(utterances: Sequence[Heard]) -> Confidence:
    """The curves that fit some utterances best."""
    first = _curve(_examples(utterances, lambda one: one.first))
    second = _curve(_examples(utterances, lambda one: one.second))
    alone = Confidence(first, second)
    return replace(alone, both=_curve(_both(alone, utterances)))


def marks(
    confidence: Confidence, utterances: Sequence[Heard]
) -> dict[Pass, list[tuple[float, bool]]]:
    """Confidences with whether the word is right, by pass."""
    found: dict[Pass, list[tuple[float, bool]]] = {one: [] for one in Pass}
    for one in utterances:
        first = confidence.corrected(one.first, one.field)
        second = confidence.corrected(one.second, one.field)
        both = confidence.agreeing(second, first, one.field)
        for which, heard in zip(Pass, (first, second, both), strict=True):
            found[which] += [(w.confidence, right) for w, right in marked_words(one.text, heard)]
    return found


def _examples(
    utterances: Sequence[Heard], heard: Callable[[Heard], Hypothesis]
) -> Iterator[Example]:
    for one in utterances:
        for word, right in marked_words(one.text, heard(one)):
            yield features(word, one.field, agreed=False), right


def _both(alone: Confidence, utterances: Sequence[Heard]) -> Iterator[Example]:
    for one in utterances:
        second = alone.corrected(one.second, one.field)
        for word, right in marked_words(one.text, second):
            (agreed,) = agreements(Hypothesis((word,), Pass.SECOND), one.first)
            yield features(word, one.field, agreed), right


def _curve(examples: Iterator[Example]) -> Curve | None:
    """Logistic regression with a weak ridge, by Newton's method; None if all words are alike."""
    listed = list(examples)
    right = np.array([float(ok) for _, ok in listed])
    if len(set(right)) < 2:
        return None
    values = np.array([one for one, _ in listed])
    ridge = _RIDGE * np.eye(values.shape[1])
    weights: Floats = np.zeros(values.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-values @ weights))
        slope = values.T @ (likely - right) + ridge @ weights
        bend = (values.T * (likely * (1 - likely))) @ values + ridge
        weights -= np.linalg.solve(bend, slope)
    return Curve(*(float(weight) for weight in weights))


def _hear(ears: Ears, sets: Sequence[SpeechSet], line: Line) -> Iterator[Heard]:
    with closing(Listener(ears)) as listener:
        for one in sets:
            for condition, pace in _CONDITIONS:
                if pace != 1.0 and one.field is not Field.QUESTION:
                    continue
                for number, spoken in enumerate(one.spoken):
                    audio = line.carried(at_pace(spoken.audio, pace), condition)
                    fields = [one.field]
                    if one.name == "dialog" and number % _OFF_TOPIC == 0:
                        fields.append(_CLOSED[number // _OFF_TOPIC % len(_CLOSED)])
                    for field in fields:
                        heard = listener.hear_each(field, audio)
                        yield Heard(
                            number, spoken.text, field, heard[Pass.FIRST], heard[Pass.SECOND]
                        )
            _say(f"{one.name} sudah didengar")


def main(
    speech: Annotated[Path, typer.Option(help="Folder rekaman uji dengan manifest.tsv.")] = Path(
        "../shared/speech"
    ),
    model: Annotated[Path, typer.Option(help="Folder model; confidence.json ditulis di sini.")] = (
        MODEL
    ),
    limit: Annotated[int, typer.Option(min=8, help="Ucapan paling banyak per kumpulan.")] = 60,
) -> None:
    """Cocokkan keyakinan dengan kebenaran."""
    try:
        sets = real_sets(speech, limit, _say)
        sets += [answers(field, limit // 2, default_cache()) for field in _CLOSED[:3]]
        sets.append(questions(limit // 2, default_cache()))
        line = Line([spoken.audio for one in sets for spoken in one.spoken])
        with closing(Ears.load(model, confidence=Confidence())) as ears:
            heard = list(_hear(ears, sets, line))
    except (ModelError, VoiceError) as error:
        _say(str(error))
        raise typer.Exit(1) from None
    found = fitted([one for one in heard if one.number % 2 == 0])
    found.write(model)
    kept = [one for one in heard if one.number % 2]
    for name, confidence in (("before", Confidence()), ("after", found)):
        for which, marked in marks(confidence, kept).items():
            print(f"{name} {which.value}: {100 * calibration_error(marked):.1f} % apart")
            for row in calibration(marked) if confidence is found else ():
                print(
                    f"  {row.low:.2f}-{row.high:.2f}: {row.words:5} words,"
                    f" confidence {row.confidence:.2f}, right {row.right:.2f}"
                )


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    typer.run(main)
