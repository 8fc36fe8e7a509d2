"""What a turn makes of a caller behind whom one person, two or six talk all the time.

    python -m bench.people_behind [--speech FOLDER] [--limit 20]

Held-out telephone numbers and sentences of telephone dialogues, each after eight seconds in which
only people behind are heard, as during Sapa's greeting. The last line is ``key=value`` pairs: whole
numbers right in per cent, words of sentences wrong in per cent, seconds by which turns end late at
the 95th percentile, and turns that were still open five seconds after the caller, in per cent.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer

from bench.hearing.line import CONDITIONS, Line
from bench.hearing.sets import SpeechSet, Spoken, dialogues, real_sets
from models import LINE_RATE, TIMINGS, Audio, Ears, Field, Hypothesis, ModelError, Pass
from models.evaluate import Score
from voice.hearing import Heard, Turn
from voice.lines import FRAME, FRAME_SECONDS
from voice.understanding.numbers import digits_in

_PEOPLE: Final = {"one": 1, "two": 2, "six": 6}
_SETS: Final = ("phone_number", "dialog")
_GREETING: Final = 8.0
_THINKING: Final = 0.5
_AFTER: Final = 5.0
_LATE: Final = 95


def main(
    speech: Annotated[Path, typer.Option(help="Folder rekaman uji dengan manifest.tsv.")] = Path(
        "../shared/speech"
    ),
    limit: Annotated[int, typer.Option(min=1, help="Ucapan paling banyak per kumpulan.")] = 20,
) -> None:
    """Ukur giliran penelepon yang di belakangnya ada orang berbicara."""
    figures: dict[str, float] = {}
    try:
        sets = [one for one in real_sets(speech, limit, _say) if one.name in _SETS]
        said = {one.text for each in sets for one in each.spoken}
        others = dialogues(speech, 3 * limit, _say)
        talk = [one.audio for one in others if one.text not in said]
        with closing(Ears.load()) as ears:
            for name, people in _PEOPLE.items():
                line = Line(talk, people)
                for condition in (one for one, decibels in CONDITIONS.items() if decibels):
                    for where in sets:
                        found = _figures(ears, line, condition, where)
                        rows = {f"{where.name}_{k}_{name}_{condition}": v for k, v in found.items()}
                        print(" ".join(f"{key}={v:.1f}" for key, v in rows.items()), flush=True)
                        figures |= rows
    except ModelError as error:
        _say(str(error))
        raise typer.Exit(1) from None
    print(" ".join(f"{key}={value:.1f}" for key, value in figures.items()))


def _figures(ears: Ears, line: Line, condition: str, where: SpeechSet) -> dict[str, float]:
    score, late = Score(), []
    for spoken in where.spoken:
        heard, seconds = _turn(ears, line.carried(_between(spoken.audio), condition), where, spoken)
        late.append(seconds)
        if where.field is Field.DIGITS:
            score.utterances += 1
            score.whole += digits_in(heard.text) == digits_in(spoken.text)
        else:
            score.add(spoken.text, Hypothesis(heard.words, Pass.BOTH))
    ended = [seconds for seconds in late if np.isfinite(seconds)]
    times = {
        "late_s": float(np.percentile(ended, _LATE)) if ended else float("nan"),
        "open": 100 * (1 - len(ended) / len(late)),
    }
    if where.field is Field.DIGITS:
        return {"acc": 100 * score.whole / score.utterances, **times}
    return {"wer": 100 * score.errors / score.words, **times}


def _turn(ears: Ears, arriving: Audio, where: SpeechSet, spoken: Spoken) -> tuple[Heard, float]:
    """What was heard, and by how many seconds the turn ended late; infinite when it did not."""
    turn = Turn(ears, where.field)
    last = _GREETING + _THINKING + spoken.audio.seconds
    for number, frame in enumerate(_frames(arriving), 1):
        at = number * FRAME_SECONDS
        if turn.accept(frame, over_sapa=at <= _GREETING) and at > last:
            return turn.heard(at), at - last - TIMINGS[where.field].end_silence
    return turn.heard(arriving.seconds), np.inf


def _between(audio: Audio) -> Audio:
    """The utterance with the silence of the caller before and after it."""
    before = np.zeros(round((_GREETING + _THINKING) * LINE_RATE), np.float32)
    after = np.zeros(round(_AFTER * LINE_RATE), np.float32)
    return Audio(np.concatenate([before, audio.samples, after]), LINE_RATE)


def _frames(audio: Audio) -> Iterator[Audio]:
    for at in range(0, len(audio.samples) - FRAME + 1, FRAME):
        yield Audio(audio.samples[at : at + FRAME], LINE_RATE)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    typer.run(main)
