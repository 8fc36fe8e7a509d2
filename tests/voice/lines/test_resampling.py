"""The live resampler: faithful, quick, and the same however the sound is cut into blocks."""

from __future__ import annotations

import numpy as np
import pytest

from models.audio import Samples
from voice.lines.resampling import Resampler

PAIRS = [(48_000, 8_000), (44_100, 8_000), (16_000, 8_000), (8_000, 48_000), (8_000, 44_100),
         (8_000, 16_000), (11_025, 8_000), (8_000, 8_000)]  # fmt: skip


def tone(hertz: float, rate: int, seconds: float = 1.0, late: float = 0.0) -> Samples:
    at = np.arange(round(seconds * rate)) / rate - late
    return (0.5 * np.sin(2 * np.pi * hertz * at)).astype(np.float32)


@pytest.mark.parametrize(("source", "target"), PAIRS)
@pytest.mark.parametrize("hertz", [300, 1000, 3000])
def test_a_tone_of_the_band_comes_out_as_it_was_after_the_stated_delay(
    source: int, target: int, hertz: int
) -> None:
    resampler = Resampler(source, target)
    out = resampler.feed(tone(hertz, source))
    assert abs(len(out) - target) <= 1
    assert resampler.delay < 0.0025
    wanted = tone(hertz, target, late=resampler.delay)[: len(out)]
    middle = slice(target // 10, -target // 10)
    assert np.abs(out[middle] - wanted[middle]).max() < 0.02


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_blocks_of_any_length_make_the_same_sound(source: int, target: int) -> None:
    rng = np.random.default_rng(1)
    wave = rng.standard_normal(source // 2).astype(np.float32)
    whole = Resampler(source, target).feed(wave)
    resampler = Resampler(source, target)
    parts, at = [], 0
    while at < len(wave):
        size = int(rng.choice([0, 1, 2, 7, 441, 960]))
        parts.append(resampler.feed(wave[at : at + size]))
        at += size
    assert np.allclose(np.concatenate(parts), whole, atol=1e-5)


@pytest.mark.parametrize("source", [16_000, 44_100, 48_000])
@pytest.mark.parametrize("hertz", [4700, 5500, 7900])
def test_what_is_above_the_line_does_not_fold_into_it(source: int, hertz: int) -> None:
    out = Resampler(source, 8_000).feed(tone(hertz, source))[800:-800]
    assert np.abs(out).max() < 0.5 * 10 ** (-65 / 20)


@pytest.mark.parametrize("target", [16_000, 44_100, 48_000])
def test_no_images_appear_above_the_line(target: int) -> None:
    out = Resampler(8_000, target).feed(tone(2000, 8_000))[target // 10 : -target // 10]
    spectrum = np.abs(np.fft.rfft(out * np.blackman(len(out))))
    hertz = np.fft.rfftfreq(len(out), 1 / target)
    assert spectrum[hertz > 4600].max() < spectrum.max() * 10 ** (-60 / 20)
