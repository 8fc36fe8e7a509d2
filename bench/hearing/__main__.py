"""The run, its table and its last line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated, Final

import typer

from bench.hearing import cost, whisper
from bench.hearing.line import CONDITIONS, Line
from bench.hearing.sets import SpeechSet, Spoken, district_names, questions, real_sets
from bench.processes import memory_mb
from models import Audio, Ears, Field, Hypothesis, ModelError, Pass, Word, default_graphs
from models.evaluate import Score
from models.listening import Listener
from models.text import spoken_words
from voice.caller import default_cache
from voice.errors import VoiceError
from voice.understanding.districts import district_name
from voice.understanding.numbers import digits_in

NAN: Final = float("nan")
_WHISPER: Final = "whisper"
_WHISPER_SETS: Final = ("dialog", "news", "question", "synth")
_TIMED: Final = 10
"""Utterances that times are measured with."""

_ALONE: Final = (Pass.FIRST, Pass.SECOND)
_NOISY: Final = tuple(name for name in CONDITIONS if name != "clean")

Figures = dict[tuple[str, str, str], Score]
"""By set, condition and who hears."""


def main(
    speech: Annotated[Path, typer.Option(help="Folder rekaman uji dengan manifest.tsv.")] = Path(
        "../shared/speech"
    ),
    graphs: Annotated[Path | None, typer.Option(help="Folder graf.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Ucapan paling banyak per kumpulan.")] = 60,
    quick: Annotated[bool, typer.Option("--quick", help="Sekitar satu menit saja.")] = False,
    show: Annotated[bool, typer.Option(help="Tampilkan yang salah dengar.")] = False,
) -> None:
    """Ukur salah dengar kedua telinga melalui telepon, bersisian dengan Whisper base."""
    built = graphs or default_graphs()
    count = min(limit, 4) if quick else limit
    try:
        sets = _sets(speech, count, quick)
        if not sets:
            _say("tidak ada yang dapat diukur di sini.")
            raise typer.Exit(1)
        line = Line([one.audio for each in sets for one in each.spoken])
        timed = _timed(sets, line, 3 if quick else _TIMED)
        first, second = cost.pass_factors(built, timed)
        with closing(Ears.load(graphs=built)) as ears:
            figures = _heard(ears, sets, line, quick, show)
            delay = cost.second_pass_delay(ears, timed)
            memory = memory_mb()
    except ModelError as error:
        _say(str(error))
        raise typer.Exit(1) from None
    whisper_factor = _whisper(sets, line, timed, figures, quick)
    print(last_line(figures, (first, second, whisper_factor), delay, memory))


def _sets(speech: Path, count: int, quick: bool) -> list[SpeechSet]:
    sets: list[SpeechSet] = []
    try:
        sets += real_sets(speech, count, _say)
    except ModelError as error:
        _say(f"{error} Yang berikut ini tanpa rekaman orang.")
    for make in (questions, district_names):
        try:
            sets.append(make(count, default_cache()))
        except VoiceError as error:
            _say(str(error))
    return [one for one in sets if one.spoken]


def _timed(sets: Sequence[SpeechSet], line: Line, count: int) -> list[Audio]:
    """Questions as they arrive, to measure times with."""
    asked = [one for one in sets if one.field is Field.QUESTION] or list(sets)
    spoken = [one for each in zip(*(s.spoken for s in asked), strict=False) for one in each]
    return [line.carried(one.audio, "clean") for one in spoken[:count]]


def _heard(ears: Ears, sets: Sequence[SpeechSet], line: Line, quick: bool, show: bool) -> Figures:
    figures: Figures = {}
    with closing(Listener(ears)) as listener:
        for one in sets:
            for condition in CONDITIONS:
                few = quick and condition != "clean"
                scores = {heard: Score() for heard in Pass}
                for spoken in one.spoken[: 1 if few else None]:
                    audio = line.carried(spoken.audio, condition)
                    for which, heard in listener.hear_each(one.field, audio).items():
                        _add(scores[which], one, spoken, heard)
                for which, score in scores.items():
                    figures[one.name, condition, which.value] = score
                    _row(one.name, condition, which.value, score, show)
    return figures


def _whisper(
    sets: Sequence[SpeechSet], line: Line, timed: Sequence[Audio], figures: Figures, quick: bool
) -> float:
    """Whisper's figures are added; gives its real-time factor on one core."""
    if not whisper.installed():
        _say("Whisper tidak terpasang (pip install sapa[bench]); angkanya nan.")
        return NAN
    with cost.one_core(), whisper.whisper(threads=1) as hear:
        factor = cost.real_time_factor(hear, timed[: 2 if quick else None])
    with whisper.whisper(threads=2) as hear:
        for one in sets:
            if one.name not in _WHISPER_SETS[: 2 if quick else None]:
                continue
            for condition in ("clean",) if quick else ("clean", "10db"):
                score = Score()
                for spoken in one.spoken:
                    words = spoken_words(hear(line.carried(spoken.audio, condition)))
                    heard = Hypothesis(tuple(Word(w, 1.0) for w in words), Pass.BOTH)
                    score.add(spoken.text, heard)
                figures[one.name, condition, _WHISPER] = score
                _row(one.name, condition, _WHISPER, score, False)
    return factor


def _add(score: Score, where: SpeechSet, spoken: Spoken, heard: Hypothesis) -> None:
    """One utterance more; whole districts and numbers are right when they mean the same."""
    whole = score.whole
    score.add(spoken.text, heard)
    if where.name == "district":
        score.whole = whole + (district_name(heard.text) == district_name(spoken.text))
    elif where.name == "phone_number":
        score.whole = whole + (digits_in(heard.text) == digits_in(spoken.text))


def _row(name: str, condition: str, who: str, score: Score, show: bool) -> None:
    print(
        f"{name:12} {condition:6} {who:7}  WER {score.rate:5.1f}  CER {score.character_rate:5.1f}"
        f"  whole {score.accuracy:5.1f}  ({score.utterances} utterances, {score.words} words)",
        flush=True,
    )
    for said, heard in score.misheard if show else ():
        print(f"    said:  {said}\n    heard: {heard}")


def last_line(
    figures: Figures, factors: tuple[float, float, float], delay: float, memory: float
) -> str:
    """Everything measured as ``key=value``; what was not is nan.

    Args:
        figures: WERs.
        factors: real-time factors of the first pass, the second and Whisper.
        delay: of the second pass, milliseconds.
        memory: MB.
    """

    def rate(name: str, who: str = Pass.BOTH.value, condition: str = "clean") -> float:
        return figures.get((name, condition, who), Score()).rate

    def whole(name: str) -> float:
        return figures.get((name, "clean", Pass.BOTH.value), Score()).accuracy

    first, second, whispers = factors
    pairs = {f"{name}_wer": rate(name) for name in ("digits", "dialog", "news", "synth")}
    pairs |= {
        "question_wer": rate("question"),
        "district_acc": whole("district"),
        "phone_number_acc": whole("phone_number"),
        "rtf_first": first,
        "rtf_second": second,
        "latency_second_ms": delay,
        "whisper_dialog_wer": rate("dialog", _WHISPER),
        "whisper_news_wer": rate("news", _WHISPER),
        "whisper_rtf": whispers,
        "speed_ratio": whispers / (first + second),
    }
    for name in ("digits", "dialog", "news", "synth", "question"):
        pairs |= {f"{who.value}_{name}_wer": rate(name, who.value) for who in _ALONE}
        pairs |= {f"{name}_wer_{at}": rate(name, condition=at) for at in _NOISY}
    pairs |= {f"whisper_{name}_wer": rate(name, _WHISPER) for name in ("question", "synth")}
    pairs["whisper_dialog_wer_10db"] = rate("dialog", _WHISPER, "10db")
    pairs["memory_mb"] = memory
    return " ".join(f"{key}={_shown(key, value)}" for key, value in pairs.items())


def _shown(key: str, value: float) -> str:
    places = 3 if "rtf" in key else 0 if key.endswith(("_ms", "_mb")) else 1
    return f"{value:.{places}f}"


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    typer.run(main)
