"""Sapa's own voice: what is ready comes first, the small voice for the rest, espeak-ng at last."""

from pathlib import Path

import numpy as np
import pytest
import pyttsx3

from models import LINE_RATE, Audio
from voice.errors import VoiceError
from voice.speech import Clause, SpeechCache, Tone, engine, open_speaker
from voice.speech.cache import key_of
from voice.speech.neural import driver as neural
from voice.speech.neural import large, small
from voice.speech.ready import INDEX, SUFFIX, ReadySpeech, digest, packed
from voice.speech.sapa import SapaVoice
from voice.speech.speaker import CachedSpeaker

_HALLO = Clause("halo bapak", 250, Tone.CONTINUE)
_NAME = Clause("faozisokhi zebua", 500, Tone.FALL)


def _tone(seconds: float, hertz: float = 440.0) -> Audio:
    at = np.arange(round(seconds * LINE_RATE)) / LINE_RATE
    return Audio((0.2 * np.sin(2 * np.pi * hertz * at)).astype(np.float32), LINE_RATE)


@pytest.fixture
def shipped(tmp_path: Path) -> ReadySpeech:
    folder = tmp_path / "ready"
    folder.mkdir()
    key = key_of(_HALLO, large.voice_id("perempuan"), slow=False)
    data = packed(_tone(2.0))
    (folder / f"{key}{SUFFIX}").write_bytes(data)
    (folder / INDEX).write_text(f"{key}\t{digest(data)}\t,\thalo bapak\n", encoding="utf-8")
    return ReadySpeech(folder, large.voice_id("perempuan"))


def test_what_is_ready_is_played(shipped: ReadySpeech) -> None:
    voice = SapaVoice("perempuan", SpeechCache(None), shipped=shipped)
    ready = voice.ready(_HALLO)
    assert ready is not None
    assert ready.seconds == pytest.approx(2.0)
    assert voice.ready(_NAME) is None
    said = CachedSpeaker(voice, SpeechCache(None)).render("Halo Bapak, Faozisokhi Zebua.")
    assert np.array_equal(said.samples[: len(ready.samples)], ready.samples)
    assert said.seconds > 3.0


def test_slow_speech_is_ready_too(shipped: ReadySpeech) -> None:
    voice = SapaVoice("perempuan", SpeechCache(None), shipped=shipped)
    slow = voice.ready(_HALLO, slow=True)
    assert slow is not None
    assert slow.seconds == pytest.approx(2.5, abs=0.02)
    spectrum = np.abs(np.fft.rfft(slow.samples[4_000:12_000]))
    assert np.argmax(spectrum) * LINE_RATE / 8_000 == pytest.approx(440, abs=3)


def test_an_office_may_choose_its_pace(shipped: ReadySpeech) -> None:
    voice = SapaVoice("perempuan", SpeechCache(None), words_per_minute=104, shipped=shipped)
    ready = voice.ready(_HALLO)
    assert ready is not None
    assert ready.seconds == pytest.approx(2.5, abs=0.02)


def test_what_the_office_had_rendered_is_played(shipped: ReadySpeech) -> None:
    cache = SpeechCache(None)
    voice = SapaVoice("perempuan", cache, shipped=shipped)
    assert voice.ready(_NAME) is None
    kept = cache.put(key_of(_NAME, large.voice_id("perempuan"), slow=False), _tone(1.5))
    ready = voice.ready(_NAME)
    assert ready is not None
    assert np.array_equal(ready.samples, kept.samples)


def test_without_its_network_espeak_speaks_and_the_doctor_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing() -> small.SmallVoice:
        raise VoiceError("Suara Sapa tidak dapat dimuat. Pasang ulang Sapa.")

    def unused(driver: str) -> engine._Machine:
        return engine._Machine(driver) if driver == neural.SMALL else kept(driver)

    kept = engine._machine
    monkeypatch.setattr(small, "small_voice", missing)
    monkeypatch.setattr(engine, "_machine", unused)
    # pyttsx3 keeps one engine a driver; this one is to be made anew.
    monkeypatch.setattr(pyttsx3, "_activeEngines", {})
    neural.register(neural.SMALL)
    speaker = open_speaker(None)
    assert speaker.render("Terima kasih, Ibu Rosmawati.").seconds > 1
    with pytest.raises(VoiceError, match=r"Pasang ulang Sapa.*suara cadangan espeak-ng"):
        speaker.report()


def test_a_network_that_fails_within_a_call_leaves_nobody_in_silence(
    shipped: ReadySpeech, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = SapaVoice("laki-laki", SpeechCache(None), shipped=shipped)
    speaker = CachedSpeaker(voice, SpeechCache(None))
    before = voice.id

    def broken(*_: object, **__: object) -> Audio:
        raise VoiceError("rusak")

    monkeypatch.setattr(small.SmallVoice, "speech", broken)
    assert speaker.render("Bapak Sahat Tua Sinaga.").seconds > 1
    assert voice.trouble is not None
    assert voice.id != before
