"""Writing folders of synthetic speech: sound files and a ``list.tsv`` that names them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr

from models.audio import Audio
from models.fields import Field
from models.phrases import Phrases
from models.text import acronyms_in, spoken_words
from models.training import formant_voices
from models.training.e_vowels import EVowels
from models.training.kokoro_voices import HELD_OUT, KokoroVoices, drawn_voice
from models.training.mbrola_voices import MbrolaVoice, voices
from models.training.recordings import RATE
from models.training.sentences import Sentences, held_out
from models.training.spoken import Spoken, spoken
from models.training.swallowed import drawn_care, swallowed

_TEST_QUESTIONS: Final = 52
_TEST_FIELDS: Final = {
    Field.NAME: 8,
    Field.INSTITUTION: 10,
    Field.DISTRICT: 6,
    Field.DIGITS: 14,
}
_TRIES: Final = 6
_SPEED: Final = (0.85, 1.5)
"""Slowest and fastest of Kokoro's voices; 1.0 is their own pace."""

Take = tuple[str, Spoken, Audio]
"""Name of the voice, what it says, the sound."""


@dataclass(frozen=True)
class Sources:
    """What there is to say.

    Attributes:
        questions: phrasings of the FAQ as written.
        answers: clauses of its answers.
        text: file of ordinary sentences, ``source<TAB>text``.
        lexicon: file that tells e from schwa, ``word<TAB>phonemes``.
        seed: of every choice.
        ordinary: share of ordinary sentences among all.
        drawn: share of these that is drawn from the general model, not taken from ``text``.
        swallowed: share of all sentences of which the voices leave sounds out.
    """

    questions: Sequence[str]
    answers: Sequence[str]
    text: Path
    lexicon: Path
    seed: int
    ordinary: float = 0.4
    drawn: float = 0.0
    swallowed: float = 0.0
    e_vowels: EVowels = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "e_vowels", EVowels(self.lexicon))

    def sentences(self, salt: int) -> Iterator[Spoken]:
        """Endless sentences for training."""
        seed = self.seed * 1000 + salt
        said = Sentences(self.questions, self.answers, self.text, seed, self.ordinary, self.drawn)
        return (sentence for sentence in said if sentence.parts)


def kokoro(
    kokoro_voices: KokoroVoices,
    sources: Sources,
    folder: Path,
    hours: float,
    report: Callable[[str], None],
) -> None:
    """So many hours in Kokoro's voices and blends of them, the held-out ones excepted."""
    source = random.Random(sources.seed)

    def takes() -> Iterator[Take]:
        for sentence in sources.sentences(salt=1):
            name, style = drawn_voice(kokoro_voices.styles, source)
            speed = source.uniform(*_SPEED)
            care = drawn_care(sources.swallowed, source)
            manner = partial(swallowed, care=care, source=source)
            yield name, sentence, kokoro_voices.speak(sentence, style, speed, manner)

    _write(folder, takes(), hours, report)


def kokoro_test(
    kokoro_voices: KokoroVoices, sources: Sources, folder: Path, report: Callable[[str], None]
) -> None:
    """Questions, names, institutions, districts and numbers in the held-out voices."""
    source = random.Random(sources.seed)
    lines = [*sources.questions, *sources.answers]
    acronyms = frozenset(word for line in lines for word in acronyms_in(line))
    asked = [q for q in sources.questions if held_out(q)]
    source.shuffle(asked)
    sentences = [spoken(spoken_words(q), source, acronyms) for q in asked[:_TEST_QUESTIONS]]
    phrases = Phrases()
    for kind, count in _TEST_FIELDS.items():
        fit = [s for s in phrases.of(kind) if not any(word[0] in "_~" for word in s)]
        long = [s for s in fit if kind is not Field.DIGITS or len(s) >= 8]
        sentences += [spoken(s, source, acronyms) for s in source.sample(long, count)]

    def takes() -> Iterator[Take]:
        for number, sentence in enumerate(sentences):
            name = HELD_OUT[number % len(HELD_OUT)]
            style = kokoro_voices.styles[name]
            yield name, sentence, kokoro_voices.speak(sentence, style, source.uniform(0.9, 1.15))

    _write(folder, islice(takes(), len(sentences)), float("inf"), report)


def mbrola(sources: Sources, folder: Path, hours: float, report: Callable[[str], None]) -> None:
    """So many hours, shared evenly among MBROLA's voices, the held-out one excepted."""
    source = random.Random(sources.seed)
    ready = {name: MbrolaVoice(name, sources.e_vowels) for name in voices()}
    said = dict.fromkeys(ready, 0.0)

    def takes() -> Iterator[Take]:
        for sentence in sources.sentences(salt=2):
            care = drawn_care(sources.swallowed, source)
            for name in sorted(said, key=said.__getitem__)[:_TRIES]:
                audio = ready[name].speak(sentence, source, care)
                if audio is not None:
                    said[name] += audio.seconds
                    yield name, sentence, audio
                    break

    _write(folder, takes(), hours, report)


def formant(sources: Sources, folder: Path, hours: float, report: Callable[[str], None]) -> None:
    """So many hours in espeak-ng's own voices, the held-out ones excepted."""
    source = random.Random(sources.seed)

    def takes() -> Iterator[Take]:
        for sentence in sources.sentences(salt=3):
            voice, audio = formant_voices.speak(sentence, source)
            yield voice, sentence, audio

    _write(folder, takes(), hours, report)


def _write(
    folder: Path, takes: Iterable[Take], hours: float, report: Callable[[str], None]
) -> None:
    """Write takes until there are so many hours; a complete folder is left as it is."""
    listing = folder / "list.tsv"
    if listing.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    draft = listing.with_suffix(".part")
    seconds = 0.0
    with draft.open("w", encoding="utf-8") as lines:
        for number, (voice, sentence, audio) in enumerate(takes):
            wave = np.asarray(soxr.resample(audio.samples, audio.rate, RATE), np.float32)
            name = f"{number:05d}.flac"
            soundfile.write(folder / name, wave, RATE)
            phones = " ".join(map(str, sentence.phones))
            lines.write(f"{name}\t{voice}\t{sentence.text}\t{phones}\n")
            seconds += audio.seconds
            if number % 200 == 0:
                report(f"{folder.name}: {seconds / 3600:.2f} jam")
            if seconds > hours * 3600:
                break
    draft.replace(listing)
