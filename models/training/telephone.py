"""Speech as it arrives over a telephone line: everything that comes between a mouth and 8 kHz."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from models.audio import LINE_RATE, Audio

Floats = npt.NDArray[np.float32]
Generator = np.random.Generator

_CODECS: Final = (
    ("ULAW", 0.25),
    ("ALAW", 0.38),
    ("GSM610", 0.15),
    ("NMS_ADPCM_24", 0.06),
    ("OPUS", 0.08),
    ("MPEG_LAYER_III", 0.08),
)
_CONTAINERS: Final = {"OPUS": "OGG", "MPEG_LAYER_III": "MP3"}
"""Of the codecs that a WAV file cannot hold; they stand for calls over the Internet and mobiles."""
_NOISES: Final = {
    "white": 0.08,
    "pink": 0.12,
    "brown": 0.05,
    "hum": 0.1,
    "street": 0.15,
    "babble": 0.5,
}
_NEAREST_BABBLE: Final = 6.0
"""Decibels by which a voice is at least above the others: below, nobody knows whom to hear."""
_MOST_TALKING: Final = 8
_PACKET: Final = LINE_RATE // 50


class Telephone:
    """Random telephone lines.

    Args:
        talk: speech of other people at 8 kHz, mixed in as babble.
        seed: gives the same lines in the same order.
    """

    def __init__(self, talk: Sequence[Floats], seed: int) -> None:
        self._talk: Final = talk
        self._random: Final = np.random.default_rng(seed)

    def chance(self) -> float:
        """A number from 0 to 1 out of the same source."""
        return float(self._random.random())

    def light(self, audio: Audio) -> Audio:
        """A good line, or a good microphone: level and perhaps a codec."""
        line = at_line_rate(audio)
        line = _level(line, self._random.uniform(-26.0, -2.0))
        codec = self._random.choice(["ULAW", "ALAW", ""], p=[0.4, 0.4, 0.2])
        return Audio(coded(line, codec) if codec else line, LINE_RATE)

    def heavy(self, audio: Audio, noise: tuple[float, float]) -> Audio:
        """A bad line.

        Args:
            noise: loudest and faintest, in decibels below the speech.
        """
        draw = self._random
        line = at_line_rate(audio)
        if draw.random() < 0.45:
            line = self._room(line)
        line = self._band(line)
        line = _level(line, draw.uniform(-28.0, -1.0))
        if draw.random() < 0.8:
            line = self.noisy(line, draw.uniform(*noise))
        if draw.random() < 0.08:
            line = np.clip(line * draw.uniform(2.0, 6.0), -0.5, 0.5).astype(np.float32)
        chance = draw.random()
        for codec, share in _CODECS:
            if chance < share:
                line = coded(line, codec)
                break
            chance -= share
        if draw.random() < 0.12:
            self._lose_packets(line)
        return Audio(line, LINE_RATE)

    def noisy(self, line: Floats, decibels: float) -> Floats:
        """Noise of a random kind, so far below the speech."""
        kind = str(self._random.choice(list(_NOISES), p=list(_NOISES.values())))
        noise = self.noise(len(line), kind)
        if kind == "babble":
            decibels = max(decibels, _NEAREST_BABBLE)
        gain = float(np.std(line)) * 10.0 ** (-decibels / 20.0)
        return (line + noise * np.float32(gain)).astype(np.float32)

    def noise(self, samples: int, kind: str) -> Floats:
        """Noise of unit power."""
        draw = self._random
        if kind == "babble" and self._talk:
            mixed = np.zeros(samples)
            for _ in range(draw.integers(1, _MOST_TALKING + 1)):
                other = self._talk[int(draw.integers(len(self._talk)))]
                mixed += np.roll(np.resize(other, samples), draw.integers(samples))
        elif kind == "hum":
            t = np.arange(samples) / LINE_RATE
            mixed = 10 ** draw.uniform(-4.0, -0.5) * draw.standard_normal(samples)
            mains = draw.choice([50.0, 50.0, 60.0]) * draw.uniform(0.995, 1.005)
            for harmonic in (1, 2, 3, 4, 6, 9):
                overtone = draw.choice([0.0, 1.0]) * 10 ** draw.uniform(-1.0, 0.0)
                loud = 1.0 if harmonic == 1 else overtone
                mixed += loud * np.sin(2 * np.pi * mains * harmonic * t + draw.uniform(0, 6))
        else:
            slope = {"pink": 0.5, "brown": 1.0, "street": 0.8}.get(kind, 0.0)
            spectrum = np.fft.rfft(draw.standard_normal(samples))
            spectrum /= np.maximum(np.arange(len(spectrum)), 1.0) ** slope
            mixed = np.fft.irfft(spectrum, samples)
            if kind == "street":
                # Traffic comes and goes.
                points = draw.uniform(0.2, 1.0, 2 + samples // LINE_RATE)
                mixed *= np.interp(
                    np.linspace(0, len(points) - 1, samples), np.arange(len(points)), points
                )
        return (mixed / (np.std(mixed) + 1e-9)).astype(np.float32)

    def _room(self, line: Floats) -> Floats:
        draw = self._random
        length = int(LINE_RATE * draw.uniform(0.1, 0.5))
        echo = draw.standard_normal(length) * np.exp(-np.arange(length) / (length / 6))
        echo *= draw.uniform(0.02, 0.14)
        echo[0] = 1.0
        size = 1 << (len(line) + length).bit_length()
        wet = np.fft.irfft(np.fft.rfft(line, size) * np.fft.rfft(echo, size), size)
        return wet[: len(line)].astype(np.float32)

    def _band(self, line: Floats) -> Floats:
        draw = self._random
        spectrum = np.fft.rfft(line)
        hertz = np.fft.rfftfreq(len(line), 1 / LINE_RATE)
        gain = np.ones(len(hertz))
        if draw.random() < 0.7:
            low, high = draw.uniform(80, 330), draw.uniform(3000, 3900)
            gain /= (1 + (low / np.maximum(hertz, 1)) ** 4) * (1 + (hertz / high) ** 16)
        gain *= 10 ** (draw.uniform(-8, 8) / 20 * hertz / 4000)
        if draw.random() < 0.5:
            bumps = np.interp(hertz, np.linspace(0, 4000, 6), draw.uniform(-4, 4, 6))
            gain *= 10 ** (bumps / 20)
        return np.fft.irfft(spectrum * gain, len(line)).astype(np.float32)

    def _lose_packets(self, line: Floats) -> None:
        """Silence, or the packet before once more, in place."""
        for _ in range(self._random.integers(1, 2 + len(line) // LINE_RATE)):
            at = int(self._random.integers(_PACKET, max(_PACKET + 1, len(line) - _PACKET)))
            packet = line[at : at + _PACKET]
            repeat = self._random.random() < 0.6
            packet[:] = line[at - _PACKET : at][: len(packet)] * 0.7 if repeat else 0.0


def at_line_rate(audio: Audio) -> Floats:
    return np.asarray(soxr.resample(audio.samples, audio.rate, LINE_RATE), np.float32)


def coded(line: Floats, codec: str) -> Floats:
    """Through a real codec of libsndfile and back, for instance ``ULAW`` or ``GSM610``."""
    packed = io.BytesIO()
    clipped = np.clip(line, -1.0, 1.0)
    container = _CONTAINERS.get(codec)
    if container is None:
        soundfile.write(packed, clipped, LINE_RATE, format="WAV", subtype=codec)
    else:
        soundfile.write(
            packed, clipped, LINE_RATE, format=container, subtype=codec, compression_level=0.98
        )
    packed.seek(0)
    heard, _ = soundfile.read(packed, dtype="float32")
    return np.asarray(heard[: len(line)], np.float32)


def _level(line: Floats, decibels: float) -> Floats:
    gain = 10.0 ** (decibels / 20.0) / (float(np.abs(line).max()) + 1e-6)
    return (line * np.float32(gain)).astype(np.float32)
