"""Lessons for the small voice: the large one says prompts, answers, names, places and numbers."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import soxr

from desk import load_procedure
from faq import FaqBook
from models.audio import LINE_RATE
from models.wordlists import WORDS
from voice.foreseen import shipped_sentences
from voice.speech import clauses
from voice.speech.neural.kokoro import RATE
from voice.speech.neural.large import PACES, LargeVoice
from voice.speech.neural.small import SPEAKERS, TOKENS
from voice.speech.neural.source import HOP, buzz
from voice.speech.numbers import MONTHS
from voice.speech.phonemes import clause_phonemes

LONGEST: Final = 1000
"""Frames; longer utterances are left out of training."""

_A_FILE: Final = 30
_SCALE: Final = 16_000
_LONGEST_PHONEMES: Final = 220
_NAMES: Final = ("given-names.txt", "family-names.txt")
_PLACES: Final = ("places.txt", "districts.txt", "kecamatan.txt")


@dataclass(frozen=True, slots=True)
class Lesson:
    """One utterance of the large voice.

    Attributes:
        tokens: numbers of symbols, 0 for the silence at both ends, shape ``(tokens,)``.
        frames: frames of each, shape ``(tokens,)``.
        pitch: per frame in 100 Hz, shape ``(frames,)``.
        samples: speech at 8 kHz, shape ``(frames * HOP,)``.
        speaker: number of the voice.
        source: buzz of the pitch, of the shape of the samples.
    """

    tokens: np.ndarray[Any, Any]
    frames: np.ndarray[Any, Any]
    pitch: np.ndarray[Any, Any]
    samples: np.ndarray[Any, Any]
    speaker: int
    source: np.ndarray[Any, Any]


def say_lessons(
    voice: str, folder: Path, seconds: float, seed: int, report: Callable[[str], None]
) -> None:
    """Let the large voice speak until there is enough of it; files that are there count.

    Args:
        voice: one of the large voice's.
        folder: made when missing; files ``VOICE-NNN.npz``.
        seconds: of speech in all.
        seed: chooses the texts.
        report: told how far it is.

    Raises:
        VoiceError: the large voice is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    network = LargeVoice()
    there = sum(1 for _ in folder.glob(f"{voice}-*.npz"))
    source = random.Random(f"{seed} {voice} {there}")
    done = sum(len(x.samples) for x in read_lessons(folder, voice)) / LINE_RATE
    texts = _texts(source)
    items: list[tuple[Any, ...]] = []
    while done < seconds:
        chosen = list(clauses(next(texts)))
        start = source.randrange(max(len(chosen), 1))
        part = chosen[start : start + source.choice((1, 1, 1, 2, 3))]
        sounds = " ".join(clause_phonemes(clause) for clause in part)[:_LONGEST_PHONEMES]
        if len(sounds) < 4:
            continue
        said = network.plain(sounds, voice)
        samples = soxr.resample(said.samples, RATE, LINE_RATE)
        packed = np.clip(samples * _SCALE, -32767, 32767).astype(np.int16)
        items.append((sounds, said.frames.astype(np.int16), said.pitch, packed))
        done += len(samples) / LINE_RATE
        if len(items) >= _A_FILE or done >= seconds:
            np.savez(folder / f"{voice}-{there:03d}.npz", items=np.array(items, dtype=object))
            report(f"{voice}: {done / 60:.1f} dari {seconds / 60:.0f} menit")
            items, there = [], there + 1


def read_lessons(folder: Path, voice: str) -> Iterator[Lesson]:
    """The lessons of one voice that lie in a folder."""
    for file in sorted(folder.glob(f"{voice}-*.npz")):
        with np.load(file, allow_pickle=True) as kept:
            for sounds, frames, pitch, samples in kept["items"]:
                # The large voice counts frames of 25 ms, its pitch has one for each half of them.
                counts = 2 * frames.astype(np.int64)
                total = int(counts.sum())
                if len(counts) != len(sounds) + 2 or total != len(pitch) or total > LONGEST:
                    continue
                speech = np.zeros(total * HOP, np.float32)
                known = samples[: total * HOP].astype(np.float32) / _SCALE
                speech[: len(known)] = known
                curve = np.maximum(pitch, 0).astype(np.float32) / 100
                tokens = np.array([0, *(TOKENS.get(sign, 0) for sign in sounds), 0])
                yield Lesson(tokens, counts, curve, speech, SPEAKERS[voice], buzz(curve))


def _texts(source: random.Random) -> Iterator[str]:
    """Half of them what Sapa says anyway, half what only a call brings."""
    book = list(FaqBook.load())
    known = shipped_sentences(load_procedure())
    names = [word for file in _NAMES for word in _words(file)]
    places = [word for file in _PLACES for word in _words(file)]
    while True:
        end = source.choice((".", ".", ",", "?"))
        kind = source.random()
        if kind < 0.5:
            yield source.choice(re.split(r"(?<=[.?!])\s+", source.choice(known)))
        elif kind < 0.62:
            yield _number(source) + end
        elif kind < 0.8:
            before = source.choice(("", "", "nama ", "Bapak ", "Ibu ", "terima kasih Ibu "))
            yield before + " ".join(source.sample(names, source.choice((1, 2, 2, 3)))) + end
        elif kind < 0.9:
            kinds = ("", "Kabupaten ", "Kecamatan ", "SD Negeri 1 ", "SMP Negeri ", "di ")
            yield source.choice(kinds) + source.choice(places) + end
        else:
            yield source.choice(source.choice(book).ask) + "?"


def _words(file: str) -> list[str]:
    lines = (WORDS / file).read_text(encoding="utf-8").splitlines()
    return [
        line.split("\t")[0].split("|")[0].strip() for line in lines if line[:1] not in ("", "#")
    ]


def _number(source: random.Random) -> str:
    def digits(count: int) -> str:
        return "".join(source.choice("0123456789") for _ in range(count))

    return source.choice(
        (
            f"0{digits(source.randint(9, 11))}",
            f"nomor tiket {digits(source.randint(3, 8))}",
            f"{source.randint(1, 28)} {source.choice(MONTHS)} {source.randint(2015, 2030)}",
            f"pukul {source.randint(6, 18):02d}.{source.choice(('00', '15', '30', '45'))}",
            f"Rp{source.randint(1, 999)}.000",
            f"{source.randint(1, 100)} persen",
            str(source.randint(1, 99999)),
        )
    )


assert set(PACES) == set(SPEAKERS)
