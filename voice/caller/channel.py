"""A telephone line between caller and Sapa: band, level, noise and G.711, the same for one seed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from models.audio import LINE_RATE, Audio, Samples
from voice.caller.g711 import Codec, round_trip

SPEECH_LEVEL_DB: Final = -20.0
"""Level of the caller's voice while it sounds, in dB of full scale (RMS)."""

_LOW_HZ: Final = 300.0
_HIGH_HZ: Final = 3400.0
_TAPS: Final = 161
_PERIOD: Final = 30 * LINE_RATE
"""Noise repeats after 30 s, seamlessly; mains harmonics fit in a whole number of times."""
_LEVEL_FRAME: Final = 160
_ACTIVE_BELOW_PEAK_DB: Final = 25.0
_MAINS_HZ: Final = 50
_BABBLERS: Final = 6

_Spectrum = npt.NDArray[np.complex128]
_Floats = npt.NDArray[np.float64]


class Noise(StrEnum):
    """What is heard beside the caller."""

    WHITE = "white"
    BABBLE = "babble"
    STREET = "street"
    HUM = "hum"


class Channel:
    """One caller's line; the noise runs on from one frame to the next."""

    def __init__(
        self,
        codec: Codec,
        snr_db: float | None = None,
        noise: Noise = Noise.WHITE,
        seed: int = 0,
        babble: Sequence[Audio] = (),
    ) -> None:
        """Args:
        codec: A-law or mu-law.
        snr_db: level of the voice over that of the noise, both within the telephone band; None
            for a line without noise.
        noise: its kind.
        seed: the same seed gives the same noise.
        babble: voices at ``LINE_RATE`` that talk in the background of ``Noise.BABBLE``.
        """
        self._codec = codec
        self._at = 0
        self._noise = np.zeros(_PERIOD, np.float32)
        if snr_db is not None:
            wave = _noise(noise, np.random.default_rng(seed), babble)
            level = 10 ** ((SPEECH_LEVEL_DB - snr_db) / 20)
            self._noise = (wave * (level / np.sqrt(np.mean(wave**2)))).astype(np.float32)

    def carried(self, voice: Audio) -> Audio:
        """The voice within the telephone band at the line's level; no noise, no coding yet.

        As long as what went in, and not delayed.
        """
        samples = np.convolve(voice.require(LINE_RATE).samples, _band_filter())
        inside = samples[_TAPS // 2 :][: len(voice.samples)]
        level = speech_level(inside)
        if level == 0.0:
            return Audio(np.zeros(len(inside), np.float32), LINE_RATE)
        scaled = inside * (10 ** (SPEECH_LEVEL_DB / 20) / level)
        return Audio(np.clip(scaled, -1.0, 1.0).astype(np.float32), LINE_RATE)

    def heard(self, carried: Audio) -> Audio:
        """What arrives: the next stretch of noise added to it, and all of it coded."""
        samples = carried.require(LINE_RATE).samples
        here = np.arange(self._at, self._at + len(samples)) % _PERIOD
        self._at += len(samples)
        return round_trip(self._codec, Audio(samples + self._noise[here], LINE_RATE))


def speech_level(samples: npt.NDArray[np.floating]) -> float:
    """RMS over the 20 ms stretches that hold speech; 0 for silence or less than one stretch."""
    whole = samples[: len(samples) // _LEVEL_FRAME * _LEVEL_FRAME].reshape(-1, _LEVEL_FRAME)
    power = np.mean(np.square(whole, dtype=np.float64), axis=1)
    if not power.any():
        return 0.0
    return float(np.sqrt(power[power > power.max() * 10 ** (-_ACTIVE_BELOW_PEAK_DB / 10)].mean()))


def _band_filter() -> Samples:
    """Linear-phase band pass of ``_TAPS`` taps (windowed sinc)."""
    n = np.arange(_TAPS) - _TAPS // 2
    low, high = 2 * _LOW_HZ / LINE_RATE, 2 * _HIGH_HZ / LINE_RATE
    taps = (high * np.sinc(high * n) - low * np.sinc(low * n)) * np.hamming(_TAPS)
    return np.asarray(taps, np.float32)


def _noise(kind: Noise, rng: np.random.Generator, babble: Sequence[Audio]) -> _Floats:
    """One period of noise within the telephone band, at any level."""
    if kind is Noise.WHITE:
        return _in_band(_white(rng))
    if kind is Noise.BABBLE:
        return _in_band(_spectrum(_babble(rng, babble)))
    if kind is Noise.STREET:
        return _street(rng)
    return _in_band(_hum(rng))


def _babble(rng: np.random.Generator, voices: Sequence[Audio]) -> _Floats:
    if not voices:
        raise ValueError("babble needs voices")
    crowd = np.zeros(_PERIOD)
    for number in range(max(_BABBLERS, len(voices))):
        samples = voices[number % len(voices)].require(LINE_RATE).samples
        crowd += np.roll(np.resize(samples, _PERIOD), rng.integers(_PERIOD)) / speech_level(samples)
    return crowd


def _street(rng: np.random.Generator) -> _Floats:
    """Rumble falling 6 dB an octave, with vehicles that come and go."""
    fall = 1 / np.maximum(_frequencies(), _LOW_HZ)
    rumble = _in_band(_white(rng) * fall)
    seconds = np.arange(_PERIOD) / LINE_RATE
    passing = np.full(_PERIOD, 0.4)
    for middle in rng.uniform(0, 30, 6):
        away = np.abs((seconds - middle + 15) % 30 - 15)
        passing += rng.uniform(0.4, 1.2) * np.exp(-0.5 * (away / rng.uniform(0.8, 2.0)) ** 2)
    return np.asarray(rumble * passing, np.float64)


def _hum(rng: np.random.Generator) -> _Spectrum:
    """Harmonics of the mains over a little hiss."""
    spectrum = _white(rng) * 0.05
    step = _MAINS_HZ * _PERIOD // LINE_RATE
    harmonics = np.arange(step, len(spectrum), step)
    strength = np.abs(spectrum).sum() / np.arange(1, len(harmonics) + 1)
    spectrum[harmonics] += strength * np.exp(2j * np.pi * rng.random(len(harmonics)))
    return spectrum


def _frequencies() -> _Floats:
    return np.asarray(np.fft.rfftfreq(_PERIOD, 1 / LINE_RATE), np.float64)


def _white(rng: np.random.Generator) -> _Spectrum:
    return _spectrum(rng.standard_normal(_PERIOD))


def _spectrum(wave: _Floats) -> _Spectrum:
    return np.fft.rfft(wave)


def _in_band(spectrum: _Spectrum) -> _Floats:
    frequencies = _frequencies()
    inside = (frequencies >= _LOW_HZ) & (frequencies <= _HIGH_HZ)
    return np.fft.irfft(np.where(inside, spectrum, 0), _PERIOD)
