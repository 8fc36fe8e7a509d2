"""Lessons: recordings together with what the second pass, the teacher, makes of them."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from models.audio import LINE_RATE, Audio
from models.quiet import quiet_pieces
from models.training.occupancy import occupancy
from models.training.recordings import Recording, readable
from models.training.telephone import at_line_rate

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Teacher = Callable[[Sequence[Audio]], list[Floats]]
"""Utterances at 8 kHz to log-probabilities ``(frames, 27)`` of each, 50 a second."""
PhonesOf = Callable[[Floats], Sequence[int]]
"""Such log-probabilities to the phones that are heard in them."""

_LONGEST: Final = 10.0
_SHARD: Final = 400
_PER_SECOND: Final = (3.0, 22.0)
"""Fewest and most phones a second that speech without a text may have."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One utterance and what is to be learnt from it.

    Attributes:
        samples: at 8 kHz, int16.
        phones: column numbers of its phones; the teacher's own where there is no text.
        target: the teacher's probabilities ``(frames, 27)``, 50 a second; where there is a text,
            given that exactly this text is said. None without a teacher.
        sure: mean log-probability of the teacher's phones; 0 where there is a text.
        corpus: where it comes from.
        speaker: who speaks.
    """

    samples: npt.NDArray[np.int16]
    phones: tuple[int, ...]
    target: Halves | None
    sure: float
    corpus: str
    speaker: str

    @property
    def seconds(self) -> float:
        return len(self.samples) / LINE_RATE

    @property
    def audio(self) -> Audio:
        """The utterance at 8 kHz."""
        return Audio(self.samples.astype(np.float32) / np.float32(32768), LINE_RATE)


def teach(
    recordings: Sequence[Recording],
    hear: Teacher | None,
    phones_of: PhonesOf,
    folder: Path,
    report: Callable[[str], None],
) -> list[str]:
    """Write the lessons of the recordings, a file for every 400 of them.

    Files that are there already are left as they are, so a run goes on where it broke off.

    Args:
        hear: the teacher; without one, recordings without a text teach nothing.
        phones_of: names the phones of those that it hears.
        folder: gets ``0000.pkl``, ``0001.pkl``...

    Returns:
        what could not be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    skipped: list[str] = []
    for number, first in enumerate(range(0, len(recordings), _SHARD)):
        out = folder / f"{number:04d}.pkl"
        if out.exists():
            continue
        draft = out.with_suffix(".part")
        with draft.open("wb") as file:
            pieces = [
                (recording, piece)
                for recording, audio in readable(recordings[first : first + _SHARD], skipped)
                for piece in _pieces(recording, audio)
            ]
            sounds = [piece for _, piece in pieces]
            everything = hear(sounds) if hear is not None else [None] * len(sounds)
            for (recording, piece), heard in zip(pieces, everything, strict=True):
                lesson = _lesson(recording, piece, heard, phones_of)
                if lesson is not None:
                    pickle.dump(lesson, file)
        draft.replace(out)
        report(f"{folder.name}: {min(first + _SHARD, len(recordings))}/{len(recordings)} rekaman")
    return skipped


def read_lessons(files: Sequence[Path]) -> Iterator[Lesson]:
    """All lessons of some files, one by one."""
    for path in files:
        with path.open("rb") as file:
            while file.peek(1):
                yield pickle.load(file)


def sure_enough(files: Sequence[Path], dropped: float = 0.2) -> dict[str, float]:
    """By corpus without a text, the confidence above which all but the least sure part lie."""
    found: dict[str, list[float]] = {}
    for lesson in read_lessons(files):
        if lesson.sure < 0:
            found.setdefault(lesson.corpus, []).append(lesson.sure)
    return {corpus: float(np.quantile(sure, dropped)) for corpus, sure in found.items()}


def _pieces(recording: Recording, audio: Audio) -> Iterator[Audio]:
    """The whole where its text is known, else pieces of at most ten seconds."""
    line = at_line_rate(audio)
    line *= 0.5 / (np.abs(line).max() + 1e-6)
    pieces = [line] if recording.phones else quiet_pieces(line, LINE_RATE, _LONGEST)
    return (Audio(np.ascontiguousarray(piece, np.float32), LINE_RATE) for piece in pieces)


def _lesson(
    recording: Recording, sound: Audio, heard: Floats | None, phones_of: PhonesOf
) -> Lesson | None:
    """None where the text does not fit into the sound, or what was heard is no speech."""
    phones, sure = recording.phones, 0.0
    target = None
    if phones and heard is not None:
        target = occupancy(heard, phones)
        if target is None:
            return None
    elif heard is not None:
        target = np.exp(heard)
        phones, sure = tuple(phones_of(heard)), _sureness(heard)
        fewest, most = (rate * sound.seconds for rate in _PER_SECOND)
        if not fewest <= len(phones) <= most:
            return None
    if not phones:
        return None
    samples = np.round(sound.samples * 32767).astype(np.int16)
    halves = None if target is None else target.astype(np.float16)
    return Lesson(samples, phones, halves, sure, recording.corpus, recording.speaker)


def _sureness(heard: Floats) -> float:
    """Mean log-probability of the likeliest phones."""
    speaking = heard.argmax(axis=1) > 0
    return float(heard.max(axis=1)[speaking].mean()) if speaking.any() else -9.0
