"""Speech rendered ahead: found by what is said, never another text's or a damaged file's."""

from pathlib import Path

import numpy as np
import pytest

from models import LINE_RATE, Audio
from voice.errors import VoiceError
from voice.speech import Clause, Tone
from voice.speech.cache import key_of
from voice.speech.pieces import Place
from voice.speech.ready import (
    INDEX,
    PIECES,
    PIECES_INDEX,
    SUFFIX,
    ReadySpeech,
    digest,
    packed,
    unpacked,
)

_HALLO = Clause("halo bapak", 250, Tone.CONTINUE)


def _tone(seconds: float, hertz: float = 440.0) -> Audio:
    at = np.arange(round(seconds * LINE_RATE)) / LINE_RATE
    return Audio((0.2 * np.sin(2 * np.pi * hertz * at)).astype(np.float32), LINE_RATE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    key = key_of(_HALLO, "suara 1", slow=False)
    data = packed(_tone(1.3))
    (tmp_path / f"{key}{SUFFIX}").write_bytes(data)
    row = f"{key}\t{digest(data)}\t{_HALLO.tone.value}\t{_HALLO.text}\n"
    (tmp_path / INDEX).write_text(row, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("seconds", [0.08, 1.0, 7.77])
def test_packing_keeps_length_and_sound(seconds: float) -> None:
    audio = _tone(seconds)
    back = unpacked(packed(audio))
    assert back is not None
    assert back.rate == LINE_RATE
    assert len(back.samples) == len(audio.samples)
    if seconds >= 1:
        error = back.samples[800:-800] - audio.samples[800:-800]
        assert 10 * np.log10(np.mean(audio.samples**2) / np.mean(error**2)) > 15


def test_it_is_compact() -> None:
    noise = np.random.default_rng(1).standard_normal(10 * LINE_RATE).astype(np.float32) * 0.1
    assert len(packed(Audio(noise, LINE_RATE))) < 10 * 3_000


def test_a_clause_is_found_by_text_melody_and_voice(folder: Path) -> None:
    ready = ReadySpeech(folder, "suara 1")
    found = ready.get(_HALLO)
    assert found is not None
    assert found.seconds == pytest.approx(1.3)
    # The pause after it is no part of it.
    assert ready.has(Clause(_HALLO.text, 0, Tone.CONTINUE))
    assert ready.get(Clause(_HALLO.text, 250, Tone.FALL)) is None
    assert ready.get(Clause("halo ibu", 250, Tone.CONTINUE)) is None
    assert ReadySpeech(folder, "suara 2").get(_HALLO) is None


def test_audio_of_another_text_is_not_played(folder: Path) -> None:
    (file,) = folder.glob(f"*{SUFFIX}")
    file.write_bytes(packed(_tone(1.3, 900)))
    assert ReadySpeech(folder, "suara 1").get(_HALLO) is None


@pytest.mark.parametrize("data", [b"", b"OggS", b"\0" * 500])
def test_a_damaged_file_counts_as_missing(folder: Path, data: bytes) -> None:
    (file,) = folder.glob(f"*{SUFFIX}")
    file.write_bytes(data)
    row = (folder / INDEX).read_text("utf-8").split("\t")
    row[1] = digest(data)
    (folder / INDEX).write_text("\t".join(row), "utf-8")
    assert ReadySpeech(folder, "suara 1").get(_HALLO) is None


def test_a_damaged_index_is_named_with_its_line(folder: Path) -> None:
    with (folder / INDEX).open("a", encoding="utf-8") as file:
        file.write("rusak\n")
    with pytest.raises(VoiceError, match=rf"{INDEX}:2: baris rusak"):
        ReadySpeech(folder, "suara 1").get(_HALLO)


def test_a_missing_folder_holds_nothing(tmp_path: Path) -> None:
    ready = ReadySpeech(tmp_path / "tidak-ada", "suara 1")
    assert ready.get(_HALLO) is None
    assert ready.assembled(Clause("dua belas", 0, Tone.FALL)) is None


def test_a_number_is_put_together(tmp_path: Path) -> None:
    pieces = [("dua", Place.START, 300.0), ("belas", Place.LAST, 900.0)]
    lines, samples, at = [], [], 0
    for word, place, hertz in pieces:
        audio = _tone(0.4, hertz)
        lines.append(f"{word}\t{place.value}\t{at}\t{len(audio.samples)}\n")
        samples.append(audio.samples)
        at += len(audio.samples)
    (tmp_path / PIECES).write_bytes(packed(Audio(np.concatenate(samples), LINE_RATE)))
    (tmp_path / PIECES_INDEX).write_text("".join(lines), encoding="utf-8")
    ready = ReadySpeech(tmp_path, "suara 1")
    said = ready.assembled(Clause("dua belas", 0, Tone.FALL))
    assert said is not None
    assert said.seconds == pytest.approx(0.8, abs=0.02)
    half = len(said.samples) // 2
    for part, hertz in ((said.samples[:half], 300), (said.samples[half:], 900)):
        spectrum = np.abs(np.fft.rfft(part))
        assert np.argmax(spectrum) * LINE_RATE / len(part) == pytest.approx(hertz, abs=10)
    # No piece for the end when more follows, none for another word.
    assert ready.assembled(Clause("dua belas", 0, Tone.CONTINUE)) is None
    assert ready.assembled(Clause("dua puluh", 0, Tone.FALL)) is None
