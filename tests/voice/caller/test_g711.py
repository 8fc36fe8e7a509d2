"""G.711 against published code tables and against libsndfile's coder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from models.audio import LINE_RATE, Audio
from voice.caller.g711 import Codec, decoding, encode, round_trip

EVERY = np.arange(-32768, 32768).astype(np.int16)


def sndfile(codec: Codec, path: Path) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int16]]:
    """Codes and decoded values of every 16-bit sample, by libsndfile."""
    kind = {"format": "RAW", "subtype": codec.value.replace("mulaw", "ulaw").upper()}
    soundfile.write(path, EVERY, LINE_RATE, **kind)
    values, _ = soundfile.read(path, dtype="int16", samplerate=LINE_RATE, channels=1, **kind)
    return np.frombuffer(path.read_bytes(), np.uint8), values


@pytest.mark.parametrize(
    ("codec", "values"),
    [
        (Codec.MULAW, {0x00: -32124, 0x0F: -16764, 0x7F: 0, 0x80: 32124, 0xFE: 8, 0xFF: 0}),
        (Codec.ALAW, {0x55: -8, 0xD5: 8, 0x2A: -32256, 0xAA: 32256, 0x00: -5504, 0x80: 5504}),
    ],
)
def test_codes_mean_what_the_recommendation_says(codec: Codec, values: dict[int, int]) -> None:
    table = decoding(codec)
    assert {code: int(table[code]) for code in values} == values


@pytest.mark.parametrize("codec", list(Codec))
def test_every_sample_is_coded_as_well_as_by_libsndfile(codec: Codec, tmp_path: Path) -> None:
    codes, values = sndfile(codec, tmp_path / "all.raw")
    assert np.array_equal(decoding(codec)[codes], values)
    ours = decoding(codec)[encode(codec, EVERY)].astype(np.int32)
    # Where a sample lies half way between two codes either is right; libsndfile's is not always.
    off = np.abs(ours - EVERY.astype(np.int32))
    assert np.all(off <= np.abs(values.astype(np.int32) - EVERY.astype(np.int32)))
    assert np.mean(encode(codec, EVERY) == codes) > 0.99


@pytest.mark.parametrize("codec", list(Codec))
def test_every_code_survives_a_second_coder(codec: Codec) -> None:
    table = decoding(codec)
    assert np.array_equal(table[encode(codec, table)], table)


def test_quiet_and_loud_speech_keep_their_distance_to_the_coding_noise() -> None:
    rng = np.random.default_rng(3)
    for codec in Codec:
        for level in (0.005, 0.2):
            wave = (rng.standard_normal(8000) * level).clip(-1, 1).astype(np.float32)
            heard = round_trip(codec, Audio(wave, LINE_RATE)).samples
            snr = 10 * np.log10(np.mean(wave**2) / np.mean((heard - wave) ** 2))
            assert snr > 30


def test_only_the_rate_of_the_line_is_coded() -> None:
    with pytest.raises(ValueError, match="16000"):
        round_trip(Codec.ALAW, Audio.silence(0.1, 16_000))
