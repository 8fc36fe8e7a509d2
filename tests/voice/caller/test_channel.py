"""The telephone channel: band, level, and noise that is as loud as it says."""

from __future__ import annotations

import numpy as np
import pytest

from models.audio import LINE_RATE, Audio, Samples
from voice.caller import Channel, Codec, Noise, speech_level


def tone(hertz: float, seconds: float = 1.0, size: float = 0.3) -> Samples:
    wave = size * np.sin(2 * np.pi * hertz * np.arange(round(seconds * LINE_RATE)) / LINE_RATE)
    return wave.astype(np.float32)


def voice(seconds: float = 3.0, seed: int = 5) -> Audio:
    """A harmonic sound in syllables with pauses."""
    at = np.arange(round(seconds * LINE_RATE)) / LINE_RATE
    rng = np.random.default_rng(seed)
    sound = sum(np.sin(2 * np.pi * 150 * n * at + rng.uniform(0, 6)) / n for n in range(2, 20))
    return Audio((0.05 * sound * (np.sin(2 * np.pi * 2 * at) > -0.3)).astype(np.float32), LINE_RATE)


BABBLE = tuple(voice(seed=seed) for seed in range(4))


def rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def power_at(samples: Samples, hertz: float) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    place = round(hertz * len(samples) / LINE_RATE)
    return float(spectrum[place - 3 : place + 4].sum())


def test_the_band_of_a_telephone_passes_and_nothing_else() -> None:
    channel = Channel(Codec.ALAW)
    mixed = tone(100) + tone(500) + tone(1000) + tone(3000) + tone(3800)
    out = channel.carried(Audio(mixed, LINE_RATE)).samples
    middle = power_at(out, 1000)
    for hertz, least, most in [(500, -1, 1), (3000, -1, 1), (100, -200, -35), (3800, -200, -35)]:
        assert least < 10 * np.log10(power_at(out, hertz) / middle) < most


def test_the_voice_is_neither_moved_nor_stretched() -> None:
    clean = voice()
    out = Channel(Codec.ALAW).carried(clean)
    assert len(out.samples) == len(clean.samples)
    shifts = {s: np.dot(np.roll(clean.samples, s), out.samples) for s in range(-20, 21)}
    assert max(shifts, key=lambda s: shifts[s]) == 0


@pytest.mark.parametrize("size", [0.01, 1.0])
def test_every_voice_arrives_at_the_level_of_the_line(size: float) -> None:
    quiet = Audio(voice().samples * np.float32(size), LINE_RATE)
    assert 20 * np.log10(speech_level(Channel(Codec.ALAW).carried(quiet).samples)) == (
        pytest.approx(-20, abs=0.1)
    )


@pytest.mark.parametrize("noise", list(Noise))
@pytest.mark.parametrize("snr_db", [0.0, 10.0, 20.0])
def test_noise_is_as_loud_as_asked_within_half_a_decibel(noise: Noise, snr_db: float) -> None:
    channel = Channel(Codec.MULAW, snr_db, noise, seed=3, babble=BABBLE)
    carried = channel.carried(voice())
    heard = np.concatenate(
        [channel.heard(Audio.silence(0.02, LINE_RATE)).samples for _ in range(1500)]
    )
    got = 20 * np.log10(speech_level(carried.samples) / rms(heard))
    assert got == pytest.approx(snr_db, abs=0.5)


@pytest.mark.parametrize("noise", list(Noise))
def test_noise_stays_within_the_band(noise: Noise) -> None:
    channel = Channel(Codec.ALAW, 0.0, noise, seed=3, babble=BABBLE)
    spectrum = np.abs(np.fft.rfft(channel.heard(Audio.silence(30, LINE_RATE)).samples)) ** 2
    hertz = np.fft.rfftfreq(30 * LINE_RATE, 1 / LINE_RATE)
    inside = (hertz > 290) & (hertz < 3410)
    assert spectrum[inside].sum() / spectrum.sum() > 0.995


def test_kinds_of_noise_sound_different() -> None:
    silence = Audio.silence(30, LINE_RATE)
    waves = {
        kind: Channel(Codec.ALAW, 0.0, kind, 1, BABBLE).heard(silence).samples for kind in Noise
    }
    spectra = {kind: np.abs(np.fft.rfft(wave)) ** 2 for kind, wave in waves.items()}
    hertz = np.fft.rfftfreq(30 * LINE_RATE, 1 / LINE_RATE)
    mains = np.abs(hertz % 50) < 0.05
    low = {kind: s[hertz < 1000].sum() / s.sum() for kind, s in spectra.items()}
    hum = {kind: s[mains].sum() / s.sum() for kind, s in spectra.items()}
    assert hum[Noise.HUM] > 0.9 > 0.2 > hum[Noise.WHITE]
    assert low[Noise.STREET] > 0.6 > 0.3 > low[Noise.WHITE]


def test_the_same_seed_gives_the_same_line_frame_by_frame() -> None:
    def line(seed: int, frames: int) -> Samples:
        channel = Channel(Codec.ALAW, 10.0, Noise.STREET, seed)
        silence = Audio.silence(0.8 / frames, LINE_RATE)
        return np.concatenate([channel.heard(silence).samples for _ in range(frames)])

    assert np.array_equal(line(1, 40), line(1, 1))
    assert not np.array_equal(line(1, 40), line(2, 40))


def test_noise_has_no_seam_where_it_repeats() -> None:
    channel = Channel(Codec.ALAW, 0.0, Noise.STREET, 1)
    heard = channel.heard(Audio.silence(31, LINE_RATE)).samples
    steps = np.abs(np.diff(heard))
    seam = 30 * LINE_RATE
    assert steps[seam - 2 : seam + 2].max() <= steps.max() and np.array_equal(
        heard[:LINE_RATE], heard[seam:]
    )


def test_a_clean_line_is_silent_between_the_words() -> None:
    heard = Channel(Codec.MULAW).heard(Audio.silence(1, LINE_RATE))
    assert not heard.samples.any()


def test_silence_stays_silence() -> None:
    assert not Channel(Codec.ALAW).carried(Audio.silence(0.5, LINE_RATE)).samples.any()


def test_babble_needs_voices() -> None:
    with pytest.raises(ValueError, match="voices"):
        Channel(Codec.ALAW, 10.0, Noise.BABBLE)
