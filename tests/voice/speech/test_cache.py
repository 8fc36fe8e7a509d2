"""Rendered speech on disk and in memory: same samples, whole files, bounded, never in the way."""

import os
from pathlib import Path

import numpy as np
import pytest

from models import LINE_RATE, Audio
from voice.speech import Clause, SpeechCache, Tone
from voice.speech.cache import key_of

_CLAUSE = Clause("selamat pagi", 250, Tone.CONTINUE)


def _noise(seed: int = 1, seconds: float = 0.5) -> Audio:
    chance = np.random.default_rng(seed)
    return Audio((0.1 * chance.standard_normal(round(seconds * LINE_RATE))).astype("f4"), LINE_RATE)


def _held(audio: Audio | None) -> np.ndarray:
    assert audio is not None
    return audio.samples


def test_a_hit_is_the_same_samples_in_this_process_and_the_next(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path)
    stored = cache.put("k", _noise())
    assert np.array_equal(_held(cache.get("k")), stored.samples)
    assert np.array_equal(_held(SpeechCache(tmp_path).get("k")), stored.samples)
    assert np.abs(stored.samples - _noise().samples).max() < 1e-4


def test_what_was_not_kept_is_not_there(tmp_path: Path) -> None:
    assert SpeechCache(tmp_path).get("k") is None
    assert "k" not in SpeechCache(tmp_path)


def test_the_key_tells_text_melody_voice_and_speed_apart_but_not_the_pause() -> None:
    keys = {
        key_of(_CLAUSE, "a", False),
        key_of(_CLAUSE, "a", True),
        key_of(_CLAUSE, "b", False),
        key_of(Clause("selamat pagi", 250, Tone.RISE), "a", False),
        key_of(Clause("selamat siang", 250, Tone.CONTINUE), "a", False),
    }
    assert len(keys) == 5
    assert key_of(Clause("selamat pagi", 0, Tone.CONTINUE), "a", False) in keys


def test_it_is_compact(tmp_path: Path) -> None:
    at = np.arange(2 * LINE_RATE) / LINE_RATE
    vowel = sum(np.sin(2 * np.pi * 120 * n * at) / n for n in range(1, 20))
    SpeechCache(tmp_path).put("k", Audio((0.1 * np.asarray(vowel)).astype("f4"), LINE_RATE))
    [file] = tmp_path.iterdir()
    assert file.stat().st_size < 2 * LINE_RATE * 2 * 0.8


@pytest.mark.parametrize("damage", [b"", b"fLaC", b"not audio at all" * 100])
def test_a_broken_file_counts_as_missing_and_can_be_written_again(
    tmp_path: Path, damage: bytes
) -> None:
    SpeechCache(tmp_path).put("k", _noise())
    [file] = tmp_path.iterdir()
    file.write_bytes(damage)
    cache = SpeechCache(tmp_path)
    assert cache.get("k") is None
    assert not file.exists()
    cache.put("k", _noise())
    assert np.array_equal(_held(SpeechCache(tmp_path).get("k")), _held(cache.get("k")))


def test_a_file_cut_short_is_missing(tmp_path: Path) -> None:
    stored = SpeechCache(tmp_path).put("k", _noise(seconds=3.0))
    [file] = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    found = SpeechCache(tmp_path).get("k")
    assert found is None or np.array_equal(found.samples, stored.samples)


def test_no_half_written_file_is_left(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path)
    for name in "abc":
        cache.put(name, _noise())
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.flac", "b.flac", "c.flac"]


def test_the_folder_stays_within_bounds_and_keeps_what_was_used_last(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path, disk_bytes=40_000, memory_seconds=0.1)
    for number in range(8):
        cache.put(f"k{number}", _noise(number))
        os.utime(tmp_path / f"k{number}.flac", (number, number))
    size = sum(file.stat().st_size for file in tmp_path.iterdir())
    assert size <= 40_000
    assert cache.bytes_on_disk <= 40_000
    assert (tmp_path / "k7.flac").exists()
    assert not (tmp_path / "k0.flac").exists()


def test_memory_is_bounded_and_forgets_the_oldest_first() -> None:
    cache = SpeechCache(None, memory_seconds=1.2)
    for name in "ab":
        cache.put(name, _noise())
    cache.get("a")
    cache.put("c", _noise())
    assert "a" in cache and "c" in cache
    assert "b" not in cache


def test_a_folder_that_cannot_be_written_leaves_the_memory(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    cache = SpeechCache(blocked / "speech")
    cache.put("k", _noise())
    assert cache.get("k") is not None
    assert SpeechCache(blocked / "speech").get("k") is None


def test_another_rate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="8000"):
        SpeechCache(tmp_path).put("k", Audio(np.zeros(10, np.float32), 16_000))
