"""Spectrograms of lessons over random telephone lines, computed once and kept on disk."""

from __future__ import annotations

import pickle
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import soxr

from models.audio import LINE_RATE, Audio
from models.logmel import HOP, RATE, log_mel
from models.training.lessons import Lesson, read_lessons
from models.training.nothing import nothing
from models.training.recordings import Recording, readable
from models.training.small import frontend
from models.training.telephone import Telephone, at_line_rate

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]

TAIL: Final = 0.5
"""Seconds of silence behind every utterance, as the second pass adds them in a call."""

_FRAME: Final = 2 * HOP
_TARGET_RATE: Final = 50
_BLANK: Final = 0.5
_BEFORE: Final = 7
"""Columns left before the teacher's first phone, whose middle it marks."""


@dataclass(frozen=True, slots=True)
class Example:
    """One utterance over one line, ready for training.

    Attributes:
        wide: what the second pass sees, ``(80, 2 * frames)``, 100 columns a second, the tail
            included.
        narrow: what the first pass sees, ``(frames, 30)``, 100 frames a second.
        target: the teacher's probabilities, ``(frames, 27)``, or None.
        target_rate: frames of the target for one frame of ``narrow``.
        phones: column numbers of its phones; none when nobody speaks.
        corpus: where it comes from.
    """

    wide: Halves
    narrow: Halves
    target: Halves | None
    target_rate: float
    phones: tuple[int, ...]
    corpus: str

    @property
    def frames(self) -> int:
        """Frames of 20 ms that the second pass sees."""
        return len(self.wide[0]) // 2


@dataclass(frozen=True, slots=True)
class Lines:
    """How the lines of one set of copies are drawn.

    Attributes:
        seed: of all choices.
        heavy_share: part that goes over a bad line; the rest goes over a good one.
        warp: most by which pitch, formants and tempo of a voice move together on a bad line.
        one_voice_warp: the same for a corpus of one speaker.
        one_voice: corpora of one speaker.
        noise: loudest and faintest on a bad line, in decibels below the speech.
        alone: most seconds in which a bad line is heard alone, before the words and behind them.
    """

    seed: int
    heavy_share: float
    warp: float
    one_voice_warp: float
    one_voice: tuple[str, ...]
    noise: tuple[float, float]
    alone: float


def mel_of(line: Audio) -> tuple[Floats, int]:
    """The spectrogram that the second pass makes of audio from the line.

    Returns:
        shape ``(80, 2 * frames)`` with the tail, and the number of frames without it.
    """
    wide = np.asarray(soxr.resample(line.samples, line.rate, RATE), np.float32)
    padded = np.concatenate([wide, np.zeros(round(TAIL * RATE), np.float32)])
    mel = log_mel(Audio(padded, RATE))
    return np.ascontiguousarray(mel[:, : mel.shape[1] // 2 * 2]), -(-len(wide) // _FRAME)


def make(
    lessons: Path, out: Path, talk: Sequence[Floats], lines: Lines, least: dict[str, float]
) -> None:
    """Write one copy of every lesson of a file; a file that is there is left as it is.

    Args:
        talk: speech at 8 kHz, for babble.
        least: by corpus, lessons whose teacher was less sure are left out.
    """
    if out.exists():
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    seed = f"{lines.seed} {lessons.parent.name} {lessons.stem}"
    telephone = Telephone(talk, random.Random(seed).randrange(2**32))
    draw = np.random.default_rng(random.Random(seed + " voice").randrange(2**32))
    draft = out.with_suffix(".part")
    with draft.open("wb") as file:
        for lesson in read_lessons([lessons]):
            if lesson.sure < 0 and lesson.sure < least.get(lesson.corpus, -np.inf):
                continue
            example = _example(lesson, telephone, draw, lines)
            if len(example.narrow) // 3 > len(example.phones):
                pickle.dump(example, file)
    draft.replace(out)


def make_nothing(count: int, out: Path, talk: Sequence[Floats], seed: int) -> None:
    """Write so many examples in which nobody speaks."""
    if out.exists():
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    draw = np.random.default_rng(seed)
    draft = out.with_suffix(".part")
    with draft.open("wb") as file:
        for line in nothing(Telephone(talk, seed), count, seed):
            pickle.dump(_heard(line, draw, None, 0.5, (), "nothing"), file)
    draft.replace(out)


def load(files: Sequence[Path]) -> Iterator[Example]:
    """All examples of some files."""
    for path in files:
        with path.open("rb") as file:
            while file.peek(1):
                yield pickle.load(file)


def abrupt(example: Example) -> Example:
    """Of every other utterance, what comes before its first phone is cut off.

    Recordings for training begin with up to a second of silence; in use people speak at once.
    """
    if example.target is None or zlib.crc32(bytes(example.phones) + example.corpus.encode()) % 2:
        return example
    heard = np.flatnonzero(example.target[:, 0] < _BLANK)
    if not len(heard):
        return example
    start = max(0, int(heard[0] / example.target_rate) - _BEFORE) // 2 * 2
    return replace(
        example,
        wide=example.wide[:, start:],
        narrow=example.narrow[start:],
        target=example.target[round(start * example.target_rate) :],
    )


def kept_back(examples: Sequence[Example], one_in: int) -> tuple[list[Example], list[Example]]:
    """Examples to train on, and one phrase in so many to see how it goes, in all its copies."""
    parts: tuple[list[Example], list[Example]] = ([], [])
    for example in examples:
        parts[zlib.crc32(bytes(example.phones)) % one_in == 1].append(example)
    return parts


def talk_of(recordings: Sequence[Recording], count: int = 150) -> list[Floats]:
    """So many pieces of real people's speech at 8 kHz, for babble; digits are left out."""
    talking = [r for r in recordings if r.split == "train" and r.corpus != "digits"]
    some = random.Random(4).sample(talking, min(count, len(talking)))
    return [at_line_rate(audio) for _, audio in readable(some, [])]


def within(recordings: Sequence[Recording], hours: float, seed: int) -> list[Recording]:
    """A random choice of about so many hours."""
    shuffled = random.Random(seed).sample(recordings, len(recordings))
    seconds, taken = 0.0, 0
    while taken < len(shuffled) and seconds < hours * 3600:
        seconds += shuffled[taken].seconds
        taken += 1
    return shuffled[:taken]


def _example(
    lesson: Lesson, telephone: Telephone, draw: np.random.Generator, lines: Lines
) -> Example:
    speed, said, target = 1.0, lesson.audio.samples, lesson.target
    if draw.random() < lines.heavy_share:
        if lines.alone:
            said, target = _alone(said, target, draw, lines.alone)
        warp = lines.one_voice_warp if lesson.corpus in lines.one_voice else lines.warp
        # Played faster or slower: pitch, formants and tempo move together.
        rate = round(LINE_RATE * float(np.exp(draw.uniform(-warp, warp))))
        speed = rate / LINE_RATE
        played = Audio(said, rate)
        line = telephone.heavy(played, lines.noise)
    else:
        line = telephone.light(lesson.audio)
    return _heard(line, draw, target, speed * 0.5, lesson.phones, lesson.corpus)


def _alone(
    said: Floats, target: Halves | None, draw: np.random.Generator, most: float
) -> tuple[Floats, Halves | None]:
    """Silence before and behind the words, of whole frames of the target, which is blank there."""
    before, behind = (int(draw.uniform(0.0, most) * _TARGET_RATE) for _ in range(2))
    size = LINE_RATE // _TARGET_RATE
    said = np.pad(said, (before * size, behind * size))
    if target is not None:
        target = np.pad(target, ((before, behind), (0, 0)))
        target[:before, 0] = target[len(target) - behind :, 0] = 1.0
    return said, target


def _heard(
    line: Audio,
    draw: np.random.Generator,
    target: Halves | None,
    target_rate: float,
    phones: tuple[int, ...],
    corpus: str,
) -> Example:
    wide, narrow = mel_of(line)[0].astype(np.float16), frontend.log_mel(line, draw)
    return Example(wide, narrow.astype(np.float16), target, target_rate, phones, corpus)
