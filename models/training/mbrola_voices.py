"""Indonesian speech in the voices of many languages: MBROLA fed with Indonesian phonemes.

Debian has the program ``mbrola`` and its voices, and espeak-ng gives phonemes, lengths and melody.
Each Indonesian sound takes the nearest phone of the foreign voice for which a recorded transition
from the phone before exists, found by dynamic programming.
"""

from __future__ import annotations

import random
import struct
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Final

import numpy as np
import soxr

from models.audio import Audio
from models.training.e_vowels import EVowels
from models.training.spoken import Spoken

RATE: Final = 16000
HELD_OUT: Final = "ma1"
"""The voice for tests, never for training."""

DATABASES: Final = Path("/usr/share/mbrola")
_TABLE: Final = Path(__file__).with_name("mbrola_phones.tsv")

# espeak-ng's names of the sounds of its voice mb-id1, in the names of the table.
# fmt: off
_ESPEAK: Final = {
    "V": "a", "I": "i", "U": "u", "Q": "o", "aI": "ai", "aU": "au", "OI": "oi", "C": "S",
    "x": "h", "v": "f", "?": "k", "q": "k",
}
# fmt: on
_DIPHTHONGS: Final = {"ai": ("a", "i"), "au": ("a", "u"), "oi": ("o", "i"), "ei": ("e", "i")}
_VOWELS: Final = frozenset("a @ e i o u ai au oi ei".split())
_NO_CONSONANTS: Final = _VOWELS | {"_"}
_DIGITS: Final = frozenset(
    "nol kosong satu dua tiga empat lima enam tujuh delapan sembilan".split()
)
_SCHWA_WORDS: Final = {"empat": "[[@mp'at]]", "enam": "[[@n'am]]", "kue": "[[k'ue]]"}

Phone = tuple[str, float]
Candidate = tuple[Phone, ...]


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound: its name, its length in ms, and pitch points (percent of it, Hz)."""

    name: str
    length: float
    pitch: tuple[tuple[float, float], ...]


class MbrolaVoice:
    """One voice.

    Args:
        name: as in Debian's packages, for instance ``it3``.
        e_vowels: tells e from schwa.

    Raises:
        ValueError: its database is not installed or not one of MBROLA.
    """

    def __init__(self, name: str, e_vowels: EVowels) -> None:
        self._e_vowels: Final = e_vowels
        self._database: Final = DATABASES / name / name
        self._rate, self._joins = _read_database(self._database)
        phones = {phone for join in self._joins for phone in join}
        self._said: Final = {
            sound: [c for c in candidates if all(phone in phones for phone, _ in c)]
            for sound, candidates in _table(name).items()
        }
        self._high: Final = _pitches()[name] == "high"

    def speak(self, sentence: Spoken, source: random.Random, care: float = 1.0) -> Audio | None:
        """Speech at 16 kHz, or None when the voice has no way to say the sentence.

        Args:
            sentence: what to say.
            source: of every choice.
            care: 1 says every sound, 0 leaves as many out as the most careless people do.
        """
        said = _sounds(_grouped(sentence, source))
        known = _corrected(said, self._e_vowels.of(part.text for part in sentence.parts))
        sounds = list(self._split(hurried(known, care, source)))
        if not all(self._said.get(s.name) or s.name == "_" for s in sounds):
            return None
        candidates: list[Sequence[Candidate]] = [
            [(("_", 1.0),)] if s.name == "_" else self._said[s.name] for s in sounds
        ]
        silence: Sequence[Candidate] = [(("_", 1.0),)]
        path = self._cheapest([silence, *candidates, silence])[1:-1]
        script, missing = self._script(sounds, path, source)
        if missing > 0.3 * len(sounds):
            return None
        length = source.uniform(0.95, 1.055)  # of the vocal tract
        done = subprocess.run(
            ["mbrola", "-e", str(self._database), "-", "-"],
            input=script.encode(),
            capture_output=True,
            check=False,
        )
        raw = np.frombuffer(done.stdout[: len(done.stdout) // 2 * 2], "<i2")
        if len(raw) < 4000 or np.abs(raw).max() < 300:
            return None
        wave = soxr.resample(raw.astype(np.float32), self._rate * length, RATE)
        wave *= source.uniform(0.45, 0.85) / np.abs(wave).max()
        return Audio(wave.astype(np.float32), RATE)

    def _split(self, sounds: Sequence[Sound]) -> Iterator[Sound]:
        """Diphthongs in two where the voice has none."""
        for sound in sounds:
            if sound.name in _DIPHTHONGS and not self._said.get(sound.name):
                one, two = _DIPHTHONGS[sound.name]
                yield Sound(one, sound.length * 0.62, sound.pitch[:2])
                yield Sound(two, sound.length * 0.5, ())
            else:
                yield sound

    def _cheapest(self, sounds: Sequence[Sequence[Candidate]]) -> list[Candidate]:
        """The candidates, one a sound, with the fewest missing transitions."""

        def inside(candidate: Candidate, rank: int) -> float:
            gaps = sum((a[0], b[0]) not in self._joins for a, b in pairwise(candidate))
            return 4.0 * gaps + 0.4 * rank

        costs = [inside(c, rank) for rank, c in enumerate(sounds[0])]
        steps: list[list[int]] = []
        for before, now in pairwise(sounds):
            reached: list[float] = []
            came: list[int] = []
            for rank, candidate in enumerate(now):
                through = [
                    cost + 4.0 * ((b[-1][0], candidate[0][0]) not in self._joins)
                    for cost, b in zip(costs, before, strict=True)
                ]
                best = min(range(len(through)), key=through.__getitem__)
                reached.append(through[best] + inside(candidate, rank))
                came.append(best)
            costs = reached
            steps.append(came)
        at = min(range(len(costs)), key=costs.__getitem__)
        path = [sounds[-1][at]]
        for came, choices in zip(reversed(steps), reversed(sounds[:-1]), strict=True):
            at = came[at]
            path.append(choices[at])
        return path[::-1]

    def _script(
        self, sounds: Sequence[Sound], path: Sequence[Candidate], source: random.Random
    ) -> tuple[str, int]:
        """What MBROLA reads, and how many transitions the voice lacks."""
        tempo = source.uniform(0.8, 1.25)
        middle = source.uniform(170, 245) if self._high else source.uniform(90, 138)
        reach, drift = source.uniform(0.8, 1.7), source.uniform(-0.12, 0.03)
        lines = [f"_ {source.randint(60, 220)}"]
        before, missing = "_", 0
        for at, (sound, candidate) in enumerate(zip(sounds, path, strict=True)):
            for number, (phone, share) in enumerate(candidate):
                if (before, phone) not in self._joins:
                    missing += 1
                    if (before, "_") in self._joins and ("_", phone) in self._joins:
                        lines.append("_ 8")
                length = max(14.0, sound.length * share * tempo * source.lognormvariate(0, 0.1))
                line = f"{phone} {length:.0f}"
                for place, hertz in sound.pitch if number == 0 else ():
                    tone = middle * (hertz / 97) ** reach * (1 + drift * (at / len(sounds) - 0.5))
                    line += f" {place:.0f} {min(max(tone, 55), 420):.0f}"
                lines.append(line)
                before = phone
        lines.append(f"_ {source.randint(80, 250)}")
        return "\n".join(lines) + "\n", missing


def voices() -> list[str]:
    """Names of the installed voices fit for training."""
    return [n for n in _pitches() if n != HELD_OUT and (DATABASES / n / n).exists()]


def _grouped(sentence: Spoken, source: random.Random) -> str:
    """The text for espeak-ng; half of all numbers get pauses between groups of digits."""
    words = [_SCHWA_WORDS.get(part.text, part.text) for part in sentence.parts]
    if not set(sentence.words) <= _DIGITS or source.random() < 0.5:
        return " ".join(words)
    groups: list[str] = []
    while words:
        size = source.choice((2, 3, 3, 4, 4))
        groups.append(" ".join(words[:size]))
        del words[:size]
    return ", ".join(groups)


def _sounds(text: str) -> list[Sound]:
    """Sounds with lengths near those of speech, about 150 ms a syllable."""
    command = ["espeak-ng", "-v", "mb-id1", "-s", "150", "--pho", "-q", text]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    sounds: list[Sound] = []
    for line in said.splitlines():
        cells = line.split()
        if len(cells) < 2:
            continue
        name, length = _ESPEAK.get(cells[0], cells[0]), float(cells[1])
        points = [float(cell) for cell in cells[2:]]
        pitch = tuple(zip(points[::2], points[1::2], strict=False))
        if name == "_":
            if length > 100:  # shorter ones only part two vowels
                sounds.append(Sound("_", length, ()))
        elif name == "@":
            sounds.append(Sound(name, max(length, 25) * 1.6, pitch))
        elif name in _VOWELS:
            sounds.append(Sound(name, max(length, 30) * 1.5, pitch))
        elif name in _table("any"):
            sounds.append(Sound(name, min(length, 110) * 0.92, pitch))
    while sounds and sounds[-1].name == "_":
        sounds.pop()
    return sounds


def _corrected(sounds: list[Sound], wanted: Sequence[str]) -> list[Sound]:
    """The e-vowels as the lexicon knows them, where it has as many as espeak-ng."""
    places = [at for at, sound in enumerate(sounds) if sound.name in "@e"]
    if len(places) != len(wanted):
        return sounds
    for at, vowel in zip(places, wanted, strict=True):
        name = {"?": sounds[at].name, "ə": "@"}.get(vowel, "e")
        if name != sounds[at].name:
            factor = 0.85 if name == "@" else 1.2
            sounds[at] = Sound(name, sounds[at].length * factor, sounds[at].pitch)
    return sounds


def hurried(sounds: Sequence[Sound], care: float, source: random.Random) -> list[Sound]:
    """Those that are left when a sentence is said with little care, and shorter ones.

    Args:
        sounds: of the sentence.
        care: 1 leaves all as they are.
        source: of every choice.
    """
    haste = 1.0 - care
    left: list[Sound] = []
    for sound, behind in zip_longest(sounds, sounds[1:]):
        before, after = left[-1].name if left else "_", behind.name if behind else "_"
        if source.random() < haste * _often_swallowed(before, sound.name, after):
            continue
        shorter = 0.6 if sound.name in _VOWELS else 0.3
        factor = 1.0 if sound.name == "_" else source.uniform(1.0 - shorter * haste, 1.0)
        left.append(Sound(sound.name, sound.length * factor, sound.pitch))
    return left


def _often_swallowed(before: str, sound: str, after: str) -> float:
    """How often a sound goes in the most careless speech."""
    if sound == "h":
        return 0.6
    if sound == before != "_":
        return 0.7
    if after in _NO_CONSONANTS:
        return 0.0
    if sound == "@" and (before not in _NO_CONSONANTS or after in ("m", "n")):  # belum, empat
        return 0.8
    return 0.2 if sound in ("k", "t") and before in _VOWELS else 0.0


@lru_cache(None)
def _rows() -> tuple[tuple[str, str, str], ...]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if not line.startswith("#"))
    return tuple((voice, key, value) for voice, key, value in cells)


def _pitches() -> dict[str, str]:
    return {voice: value for voice, key, value in _rows() if key == "pitch"}


@lru_cache(None)
def _table(voice: str) -> dict[str, list[Candidate]]:
    """By sound the candidates of a voice."""
    found = {} if voice == "any" else dict(_table("any"))
    for name, key, value in _rows():
        if name == voice and key == "like":
            return _table(value)
        if name == voice and key != "pitch":
            ways = (way.strip() for way in value.split("|"))
            found[key] = [tuple(_phone(p) for p in way.split()) for way in ways if way]
    return found


def _phone(text: str) -> Phone:
    name, star, share = text.rpartition("*.")
    return (name, float("." + share)) if star and share.isdigit() else (text, 1.0)


def _read_database(path: Path) -> tuple[int, set[tuple[str, str]]]:
    """Sample rate of a voice and the transitions it has."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ValueError(f"no MBROLA voice at {path}: {error.strerror}") from None
    if data[:6] != b"MBROLA":
        raise ValueError(f"{path} is no MBROLA voice")
    count, size = struct.unpack_from("<hH", data, 11)
    at = 15
    if size == 0:
        (size,) = struct.unpack_from("<i", data, at)
        at += 4
    (rate,) = struct.unpack_from("<h", data, at + 4)
    at += 8

    def text() -> str:
        nonlocal at
        end = data.index(b"\0", at)
        found = data[at:end].decode("latin1")
        at = end + 1
        return found

    joins: set[tuple[str, str]] = set()
    frames = read = 0
    while frames != size and read < count:
        joins.add((text(), text()))
        frames += data[at + 2]
        at += 4
        read += 1
    for _ in range(count - read):
        joins.add((text(), text()))
        text(), text()
    return rate, joins
