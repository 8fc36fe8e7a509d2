"""Sapa's small voice: spoken at once, at any pace, stoppable, understood by Sapa's own ears."""

import threading
from pathlib import Path

import numpy as np
import pytest
import pyttsx3

from models import LINE_RATE, Audio
from voice.errors import VoiceError
from voice.speech import Clause, EngineVoice, Tone
from voice.speech.neural import driver, small
from voice.speech.neural.small import SmallVoice, small_voice
from voice.speech.neural.source import HOP, buzz, shaped
from voice.speech.phonemes import clause_phonemes

_THANKS = Clause("terima kasih ibu rosmawati sihombing", 500, Tone.FALL)


def _sounds(text: str, tone: Tone = Tone.FALL) -> str:
    return clause_phonemes(Clause(text, 0, tone))


@pytest.mark.parametrize("hertz", [90.0, 140.0, 233.0])
def test_the_buzz_has_the_harmonics_of_its_pitch(hertz: float) -> None:
    sound = buzz(np.full(80, hertz / 100, np.float32))
    assert len(sound) == 80 * HOP
    middle = sound[2_000:6_000] * np.hanning(4_000)
    spectrum = np.abs(np.fft.rfft(middle))
    bins = np.fft.rfftfreq(4_000, 1 / LINE_RATE)
    on = [spectrum[np.abs(bins - k * hertz) < 4].max() for k in range(1, int(3900 / hertz) + 1)]
    off = [spectrum[np.abs(bins - (k + 0.5) * hertz) < 4].max() for k in range(1, len(on))]
    assert min(on) > 20 * max(off)
    assert spectrum[bins > 3_960].max() < 0.01 * max(on)


def test_without_a_pitch_only_noise_is_left() -> None:
    silent = np.zeros(40, np.float32)
    assert not buzz(silent).any()
    filters = np.zeros((40, 603), np.float32)
    noise = np.random.default_rng(1).standard_normal(40 * HOP).astype(np.float32)
    same = shaped(silent, filters, noise)
    assert np.allclose(same[400:-400], noise[400:-400], atol=1e-4)


@pytest.mark.parametrize("voice", list(small.SPEAKERS))
def test_it_speaks_at_the_rate_of_people(voice: str) -> None:
    said = small_voice().speech(_sounds(_THANKS.text), voice)
    assert said.rate == LINE_RATE
    # Twelve syllables.
    assert 1.8 < said.seconds < 4.0
    assert np.abs(said.samples).max() > 0.05


def test_the_woman_speaks_higher_than_the_man() -> None:
    woman, man = (_pitch(small_voice().speech(_sounds(_THANKS.text), v)) for v in small.SPEAKERS)
    assert woman > 1.3 * man


def _pitch(audio: Audio) -> float:
    found = []
    for start in range(0, len(audio.samples) - 400, 400):
        piece = audio.samples[start : start + 400]
        if np.sqrt(np.mean(piece**2)) > 0.3 * np.abs(audio.samples).std():
            correlation = np.correlate(piece, piece, "full")[400:]
            found.append(LINE_RATE / (24 + 1 + int(np.argmax(correlation[24:130]))))
    return float(np.median(found))


def test_the_same_text_sounds_the_same() -> None:
    one, two = (small_voice().speech(_sounds("selamat pagi"), "perempuan") for _ in range(2))
    assert np.array_equal(one.samples, two.samples)


def test_a_slower_pace_lasts_longer() -> None:
    usual, slow = (small_voice().speech(_sounds(_THANKS.text), "perempuan", p) for p in (1.0, 0.8))
    assert slow.seconds / usual.seconds == pytest.approx(1.25, abs=0.12)


@pytest.mark.parametrize("sounds", ["", "?", "ˈ", "ʧʧʧʧ.", "a", "漢字", " ".join("a" * 400)])
def test_any_phonemes_end(sounds: str) -> None:
    said = small_voice().speech(sounds, "laki-laki")
    assert np.isfinite(said.samples).all()
    assert said.seconds < 1 + len(sounds) * 0.5


def test_a_missing_network_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="Pasang ulang"):
        SmallVoice(tmp_path)


def test_a_damaged_network_is_told(tmp_path: Path) -> None:
    for name in ("reader", "melody", "filters"):
        (tmp_path / f"{name}.onnx").write_bytes(b"rusak")
    with pytest.raises(VoiceError, match="Pasang ulang"):
        SmallVoice(tmp_path)


def test_it_is_a_pyttsx3_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    # pyttsx3 keeps one engine a driver; this one is to be made anew.
    monkeypatch.setattr(pyttsx3, "_activeEngines", {})
    engine = pyttsx3.init(driver.register(driver.SMALL))
    heard: list[Audio] = []
    engine.setProperty("sink", heard.append)
    assert engine.getProperty("voices") == ["perempuan", "laki-laki"]
    engine.startLoop(False)
    engine.iterate()
    engine.setProperty("voice", "laki-laki")
    engine.setProperty("volume", 0.5)
    engine.say("halo bapak.")
    assert sum(audio.seconds for audio in heard) > 0.4
    assert {audio.rate for audio in heard} == {LINE_RATE}
    engine.setProperty("volume", 1.0)
    engine.setProperty("voice", "perempuan")
    with pytest.raises(KeyError):
        engine.getProperty("warna")


def test_an_unknown_voice_is_refused() -> None:
    with pytest.raises(VoiceError, match="unknown voice"):
        EngineVoice(driver.SMALL, "robot")


def test_stop_ends_a_long_text() -> None:
    voice = EngineVoice(driver.SMALL, "perempuan")
    text = "nomor telepon kantor dinas pendidikan kota medan " * 60
    stopper = threading.Timer(0.2, voice.stop)
    stopper.start()
    with pytest.raises(VoiceError, match="dihentikan"):
        for _ in range(200):
            voice.speak(Clause(text.strip(), 0, Tone.FALL))
    stopper.join()


def test_two_threads_share_it() -> None:
    voice = EngineVoice(driver.SMALL, "perempuan")
    alone = voice.speak(_THANKS)
    results: list[Audio] = []

    def speak() -> None:
        results.extend(voice.speak(_THANKS) for _ in range(5))

    threads = [threading.Thread(target=speak) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(results) == 10
    assert all(np.array_equal(result.samples, alone.samples) for result in results)
