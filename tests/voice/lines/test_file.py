"""A recording as the caller: formats, rates, channels, ends, and everything that can be wrong."""

from __future__ import annotations

import os
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
import soxr

from models.audio import LINE_RATE, Audio
from voice.errors import VoiceError
from voice.lines import FRAME, FRAME_SECONDS, FileLine, HungUp, Line

SILENT = Audio.silence(FRAME_SECONDS, LINE_RATE)
TONE = Audio(np.full(FRAME, 0.1, np.float32), LINE_RATE)


def speechlike(seconds: float, rate: int) -> npt.NDArray[np.float32]:
    """Noise below 3 kHz whose loudness varies, so that a shift or a wrong rate shows."""
    rng = np.random.default_rng(7)
    base = rng.standard_normal(round(seconds * 6000)).astype(np.float32)
    base *= np.repeat(rng.uniform(0.02, 0.2, len(base) // 300 + 1), 300)[: len(base)]
    wave: npt.NDArray[np.float32] = soxr.resample(base, 6000, rate).astype(np.float32)
    return wave


def heard(line: FileLine) -> npt.NDArray[np.float32]:
    """Everything the line gives until it hangs up, while Sapa is silent."""
    frames: list[npt.NDArray[np.float32]] = []
    while True:
        try:
            frame = line.read()
        except HungUp:
            return np.concatenate(frames)
        assert frame.rate == LINE_RATE and len(frame.samples) == FRAME
        frames.append(frame.samples)
        line.write(SILENT)


def likeness(one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> float:
    n = min(len(one), len(other))
    return float(np.corrcoef(one[:n], other[:n])[0, 1])


@pytest.mark.parametrize(
    ("name", "rate", "channels", "kind", "least"),
    [
        ("a.wav", 44_100, 2, {}, 0.999),
        ("a.wav", 8_000, 1, {"subtype": "ULAW"}, 0.99),
        ("a.wav", 11_025, 1, {"subtype": "FLOAT"}, 0.999),
        ("a.flac", 16_000, 1, {}, 0.999),
        ("a.ogg", 44_100, 2, {"subtype": "VORBIS"}, 0.9),
        ("a.opus", 48_000, 1, {"format": "OGG", "subtype": "OPUS"}, 0.9),
    ],
)
def test_hears_any_format_and_rate(
    tmp_path: Path, name: str, rate: int, channels: int, kind: dict[str, str], least: float
) -> None:
    wave = speechlike(2.0, rate)
    path = tmp_path / name
    soundfile.write(path, np.stack([wave] * channels, axis=1), rate, **kind)
    line = FileLine(path, hang_up_after=0.0)
    assert isinstance(line, Line)
    assert line.name == f"file:{name}"
    got = heard(line)
    assert abs(len(got) - 2 * LINE_RATE) <= FRAME
    assert likeness(got, speechlike(2.0, LINE_RATE)) > least
    line.close()


def test_the_louder_channel_is_the_caller(tmp_path: Path) -> None:
    wave = speechlike(2.0, 16_000)
    rng = np.random.default_rng(1)
    other = rng.standard_normal(len(wave)).astype(np.float32) * 0.01
    soundfile.write(tmp_path / "a.wav", np.stack([other, wave], axis=1), 16_000)
    got = heard(FileLine(tmp_path / "a.wav", hang_up_after=0.0))
    assert likeness(got, speechlike(2.0, LINE_RATE)) > 0.999


def test_opposite_channels_do_not_cancel(tmp_path: Path) -> None:
    wave = speechlike(1.0, 16_000)
    soundfile.write(tmp_path / "a.wav", np.stack([wave, -wave], axis=1), 16_000)
    assert np.abs(heard(FileLine(tmp_path / "a.wav", hang_up_after=0.0))).max() > 0.1


def test_caller_waits_in_silence_until_sapa_has_been_silent(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", speechlike(0.1, LINE_RATE), LINE_RATE)
    line = FileLine(tmp_path / "a.wav", hang_up_after=1.0)
    for _ in range(5):
        line.read()
    for _ in range(100):
        assert not line.read().samples.any()
        line.write(TONE)
    silent = 0
    with pytest.raises(HungUp):
        while True:
            line.read()
            line.write(SILENT)
            silent += 1
    assert silent == pytest.approx(50, abs=1)


def test_caller_does_not_listen_for_ever(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", speechlike(0.1, LINE_RATE), LINE_RATE)
    line = FileLine(tmp_path / "a.wav")
    with pytest.raises(HungUp):
        for _ in range(round(130 / FRAME_SECONDS)):
            line.read()
            line.write(TONE)


def test_a_closed_line_has_no_caller(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", speechlike(0.1, LINE_RATE), LINE_RATE)
    line = FileLine(tmp_path / "a.wav")
    line.close()
    line.close()
    with pytest.raises(HungUp):
        line.read()


def test_an_hour_is_not_loaded_at_once(tmp_path: Path) -> None:
    path = tmp_path / "hour.wav"
    with soundfile.SoundFile(path, "w", 8_000, 2, subtype="ULAW") as file:
        minute = np.stack([speechlike(60.0, 8_000)] * 2, axis=1)
        for _ in range(60):
            file.write(minute)
    tracemalloc.start()
    line = FileLine(path)
    for _ in range(round(120 / FRAME_SECONDS)):
        line.read()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


def test_samples_that_are_no_numbers_are_silence(tmp_path: Path) -> None:
    soundfile.write(
        tmp_path / "a.wav", np.full(800, np.nan, np.float32), LINE_RATE, subtype="FLOAT"
    )
    assert not heard(FileLine(tmp_path / "a.wav", hang_up_after=0.0)).any()


def test_a_file_cut_off_in_copying_is_heard_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, speechlike(2.0, LINE_RATE), LINE_RATE)
    os.truncate(path, path.stat().st_size // 2)
    got = heard(FileLine(path, hang_up_after=0.0))
    assert abs(len(got) - LINE_RATE) <= FRAME
    assert likeness(got[:7900], speechlike(2.0, LINE_RATE)) > 0.999


def wav_with(path: Path, offset: int, form: str, value: int) -> None:
    soundfile.write(path, speechlike(1.0, 16_000), 16_000)
    data = bytearray(path.read_bytes())
    struct.pack_into(form, data, offset, value)
    path.write_bytes(data)


@pytest.mark.parametrize("rate", [0, 1, 3_999, 10_000_000, 0xFFFFFFFF])
def test_an_impossible_rate_is_refused(tmp_path: Path, rate: int) -> None:
    wav_with(tmp_path / "a.wav", 24, "<I", rate)
    with pytest.raises(VoiceError, match=r"a\.wav") as refused:
        FileLine(tmp_path / "a.wav")
    if 0 < rate < 0x7FFFFFFF:
        assert f"{rate} Hz" in str(refused.value)


@pytest.mark.parametrize("channels", [0, 40_000])
def test_an_impossible_channel_count_is_refused(tmp_path: Path, channels: int) -> None:
    wav_with(tmp_path / "a.wav", 22, "<H", channels)
    with pytest.raises(VoiceError, match="tidak dapat dibaca sebagai audio"):
        FileLine(tmp_path / "a.wav")


def test_a_damaged_middle_is_said_with_its_second(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    soundfile.write(path, speechlike(20.0, 16_000), 16_000)
    os.truncate(path, path.stat().st_size // 2)
    line = FileLine(path)
    with pytest.raises(VoiceError, match=r"rusak setelah detik ke-\d+"):
        heard(line)


def test_missing_directory_empty_and_not_audio_are_each_one_sentence(tmp_path: Path) -> None:
    empty, text, headless, raw = (
        tmp_path / n for n in ("kosong.wav", "catatan.wav", "kepala.wav", "a.raw")
    )
    empty.touch()
    text.write_text("ini bukan audio " * 40)
    raw.write_bytes(bytes(4000))
    soundfile.write(headless, np.zeros(0, np.float32), LINE_RATE)
    for path, words in [
        (tmp_path / "tiada.wav", "tidak ditemukan"),
        (tmp_path, "bukan berkas audio"),
        (empty, "kosong"),
        (headless, "kosong"),
        (text, "tidak dapat dibaca sebagai audio"),
        (raw, "tidak dapat dibaca sebagai audio"),
    ]:
        with pytest.raises(VoiceError, match=words) as refused:
            FileLine(path)
        sentence = str(refused.value)
        assert "\n" not in sentence and sentence.endswith(".") and str(path) in sentence
