"""What is heard: real speech of held-out people, and synthetic callers."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import faq
from models import LINE_RATE, Audio, Field, ModelError, districts
from models.evaluate import Utterance, held_out
from models.phrases import Phrases
from models.sounds import is_sound
from models.text import spoken_words
from models.wordlists import WORDS, read_table
from voice.caller.rendering import rendered
from voice.caller.voices import CallerVoice
from voice.speech.neural.kokoro import installed

NUMBER_LENGTH: Final = 12
"""Digits of a telephone number."""

_VOICES: Final = (
    CallerVoice((("jf_alpha", 1.3), ("jm_kumo", -0.3)), 0.95, "id+f2"),
    CallerVoice((("jm_kumo", 1.3), ("jf_gongitsune", -0.3)), 0.95, "id+m7"),
)
"""Beyond the styles they are made of: training heard styles and what lies between two of them, and
of espeak-ng's variants all but these."""

_LETTERS: Final = frozenset(
    "be ce de e ef ge ha el em en pe ki er es te u fe we ka ji i o a eks ye zet".split()
)
_PAUSE: Final = 0.25
_SEED: Final = 20261124


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said, and its sound at 8 kHz."""

    text: str
    audio: Audio


@dataclass(frozen=True, slots=True)
class SpeechSet:
    """One set.

    Attributes:
        name: as in the keys of the last line.
        field: whose graph is used.
        spoken: its utterances.
    """

    name: str
    field: Field
    spoken: Sequence[Spoken]


_CORPORA: Final = (
    ("digits", "digits", Field.DIGITS),
    ("dialog", "teldialog", Field.QUESTION),
    ("news", "news", Field.QUESTION),
    ("synth", "mbrola", Field.QUESTION),
)


def real_sets(speech: Path, limit: int, report: Callable[[str], None]) -> list[SpeechSet]:
    """The corpora, ``limit`` utterances of each, and as many telephone numbers.

    Args:
        speech: folder with ``manifest.tsv``.
        limit: most utterances of a set.
        report: told of every utterance that cannot be read.

    Raises:
        ModelError: no such folder.
    """
    sets = [
        SpeechSet(name, field, _read(held_out(speech, corpus, limit, _SEED), report))
        for name, corpus, field in _CORPORA
    ]
    numbers = phone_numbers(held_out(speech, "digits", 10**6, _SEED), limit, report)
    return [*sets, SpeechSet("phone_number", Field.DIGITS, numbers)]


def dialogues(speech: Path, limit: int, report: Callable[[str], None]) -> list[Spoken]:
    """Sentences of telephone dialogues, ``limit`` of them; raises as :func:`real_sets`."""
    return _read(held_out(speech, "teldialog", limit, _SEED), report)


def phone_numbers(
    utterances: Sequence[Utterance], limit: int, report: Callable[[str], None]
) -> list[Spoken]:
    """Whole telephone numbers of 12 digits, each joined from utterances of one speaker."""
    by_speaker: dict[str, list[Utterance]] = {}
    for one in utterances:
        by_speaker.setdefault(one.speaker, []).append(one)
    numbers: list[Spoken] = []
    while by_speaker and len(numbers) < limit:
        for speaker in sorted(by_speaker):
            run = _whole_number(by_speaker[speaker])
            if not run:
                del by_speaker[speaker]
                continue
            spoken = _read(run, report)
            if len(spoken) == len(run) and len(numbers) < limit:
                numbers.append(_joined(spoken))
    return numbers


def questions(limit: int, cache: Path) -> SpeechSet:
    """Questions written apart from the FAQ, in synthetic voices; VoiceError when that fails."""
    lines = (Path(faq.__file__).parent / "eval" / "in_scope.tsv").read_text("utf-8").splitlines()
    texts = [line.split("\t")[1] for line in lines if not line.startswith("#")]
    whole = [text for text in texts if not _spelled(text)]
    return SpeechSet("question", Field.QUESTION, _say(whole, limit, cache))


def district_names(limit: int, cache: Path) -> SpeechSet:
    """Districts as callers name them, in synthetic voices; VoiceError when that fails."""
    ways = [way for all_ways in districts().values() for way in all_ways[:2]]
    return SpeechSet("district", Field.DISTRICT, _say(ways, limit, cache))


def answers(field: Field, limit: int, cache: Path) -> SpeechSet:
    """Answers to a closed question, in synthetic voices; VoiceError when that fails."""
    said = (" ".join(s) for s in Phrases().of(field) if not any(is_sound(word) for word in s))
    return SpeechSet(field.value, field, _say(list(dict.fromkeys(said)), limit, cache))


def _say(texts: Sequence[str], limit: int, cache: Path) -> list[Spoken]:
    chosen = random.Random(_SEED).sample(texts, min(limit, len(texts)))
    acronyms = _acronyms()
    lines = [
        (" ".join(w.upper() if w in acronyms else w for w in text.split()), _VOICES[number % 2])
        for number, text in enumerate(chosen)
    ]
    audio = rendered(lines, cache, "kokoro" if installed() else "espeak")
    return [Spoken(text, audio[line]) for text, line in zip(chosen, lines, strict=True)]


def _acronyms() -> set[str]:
    """Words said letter by letter."""
    rows = (row.cells for row in read_table(WORDS / "acronyms.tsv", columns=2))
    return {word for word, ways in rows if len(ways.split("|")[0].split()) == len(word)}


def _spelled(text: str) -> bool:
    """Whether letters are said one by one: the ears write such a word whole."""
    words = text.split()
    return any(a in _LETTERS and b in _LETTERS for a, b in pairwise(words))


def _whole_number(waiting: list[Utterance]) -> list[Utterance]:
    """Utterances with 12 digits together, taken out of those that wait; empty if there are none."""
    reached: dict[int, list[int]] = {0: []}
    for place, one in enumerate(waiting):
        count = len(spoken_words(one.text))
        for total, places in list(reached.items()):
            if total + count <= NUMBER_LENGTH and count > 1:
                reached.setdefault(total + count, [*places, place])
        if NUMBER_LENGTH in reached:
            chosen = reached[NUMBER_LENGTH]
            run = [waiting[at] for at in chosen]
            for at in reversed(chosen):
                del waiting[at]
            return run
    return []


def _joined(spoken: Sequence[Spoken]) -> Spoken:
    pause = Audio.silence(_PAUSE, LINE_RATE)
    parts = [part for one in spoken for part in (one.audio, pause)]
    return Spoken(" ".join(one.text for one in spoken), Audio.join(parts[:-1], LINE_RATE))


def _read(utterances: Sequence[Utterance], report: Callable[[str], None]) -> list[Spoken]:
    spoken: list[Spoken] = []
    for one in utterances:
        try:
            spoken.append(Spoken(one.text, one.audio()))
        except ModelError as error:
            report(str(error))
    return spoken
