"""The pyttsx3 driver on the real library: PCM, stopping, long and hostile texts, a mute machine."""

import sys
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import pyttsx3

from models import Audio
from voice.speech import Clause, EngineVoice, Tone, VoiceError
from voice.speech.engine import StoppedError
from voice.speech.espeak import FORMANT_VOICE, register
from voice.speech.library import binding, mbrola_installed
from voice.speech.respelling import Respeller, with_vowels
from voice.speech.vowels import marked

_GREETING = "selamat pagi bapak ibu"


@pytest.fixture
def engine() -> Iterator[Any]:
    engine = pyttsx3.init(register())
    EngineVoice()  # the loop of the shared engine now runs
    engine.setProperty("voice", FORMANT_VOICE)
    yield engine
    engine.setProperty("sink", lambda audio: None)


def _spoken(engine: Any, text: str) -> list[Audio]:
    pieces: list[Audio] = []
    engine.setProperty("sink", pieces.append)
    engine.say(text)
    return pieces


def test_speech_comes_in_short_pieces_at_the_rate_of_the_voice(engine: Any) -> None:
    pieces = _spoken(engine, _GREETING)
    assert len(pieces) > 10
    assert {piece.rate for piece in pieces} == {engine.getProperty("samplerate")}
    assert max(piece.seconds for piece in pieces) <= 0.021
    assert np.abs(Audio.join(pieces, pieces[0].rate).samples).max() > 0.1


def test_the_consumer_stops_it_at_once(engine: Any) -> None:
    pieces: list[Audio] = []

    def sink(audio: Audio) -> None:
        pieces.append(audio)
        if len(pieces) == 5:
            engine.stop()

    engine.setProperty("sink", sink)
    engine.say(_GREETING)
    assert len(pieces) == 5


def test_another_thread_stops_it_within_fifty_milliseconds_of_audio(engine: Any) -> None:
    speaking, stopped = threading.Event(), threading.Event()
    after: list[Audio] = []
    before: list[Audio] = []

    def sink(audio: Audio) -> None:
        (after if stopped.is_set() else before).append(audio)
        speaking.set()

    def stop() -> None:
        assert speaking.wait(10)
        engine.stop()
        stopped.set()

    stopper = threading.Thread(target=stop)
    engine.setProperty("sink", sink)
    stopper.start()
    engine.say(f"{_GREETING} " * 2_000)
    stopper.join(10)
    assert sum(piece.seconds for piece in after) <= 0.05
    assert sum(piece.seconds for piece in before) < 1_000


def test_it_speaks_again_after_being_stopped(engine: Any) -> None:
    whole = sum(piece.seconds for piece in _spoken(engine, _GREETING))
    engine.setProperty("sink", lambda audio: engine.stop())
    engine.say(_GREETING)
    again = sum(piece.seconds for piece in _spoken(engine, _GREETING))
    assert again == pytest.approx(whole, abs=0.2)


def test_sixty_thousand_characters_do_not_crash_the_library(engine: Any) -> None:
    seconds = 0.0

    def sink(audio: Audio) -> None:
        nonlocal seconds
        seconds += audio.seconds

    engine.setProperty("sink", sink)
    engine.say(f"{_GREETING} " * 2_600)
    assert seconds > 3_000


@pytest.mark.parametrize(
    "hostile", ["[[s@l'amat]]", "<speak>halo</speak>", "</>", "[[", "halo ]] [["]
)
def test_markup_is_not_obeyed(engine: Any, hostile: str) -> None:
    assert _spoken(engine, f"{hostile} selamat pagi")


def test_an_unknown_voice_is_refused_and_the_former_one_kept(engine: Any) -> None:
    with pytest.raises(VoiceError, match="tidak-ada"):
        EngineVoice(voice="tidak-ada")
    assert engine.getProperty("voice") == FORMANT_VOICE
    assert _spoken(engine, _GREETING)


def test_pyttsx3_properties(engine: Any) -> None:
    assert FORMANT_VOICE in engine.getProperty("voices")
    engine.setProperty("rate", 10_000)
    assert engine.getProperty("rate") == 300
    engine.setProperty("rate", 1)
    slow = sum(piece.seconds for piece in _spoken(engine, _GREETING))
    engine.setProperty("rate", 130)
    usual = _spoken(engine, _GREETING)
    assert slow > 1.3 * sum(piece.seconds for piece in usual)
    engine.setProperty("volume", 0.5)
    quiet = _spoken(engine, _GREETING)
    engine.setProperty("volume", 1.0)
    loudest = [max(np.abs(piece.samples).max() for piece in p) for p in (usual, quiet)]
    assert loudest[1] == pytest.approx(loudest[0] / 2, rel=0.1)
    with pytest.raises(KeyError):
        engine.getProperty("warna")


def test_two_threads_take_turns(engine: Any) -> None:
    voice = EngineVoice()
    alone = voice.speak(Clause(_GREETING, 0, Tone.FALL)).seconds
    lengths: list[float] = []

    def work() -> None:
        for _ in range(5):
            lengths.append(voice.speak(Clause(_GREETING, 0, Tone.FALL)).seconds)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert lengths == pytest.approx([alone] * 20, abs=0.2)


def test_stop_while_speaking_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = EngineVoice()
    engine = pyttsx3.init(register())
    driver = engine.proxy._driver
    speak = driver._synthesise

    def stopped_halfway(text: str) -> bool:
        driver.stop()
        return bool(speak(text))

    monkeypatch.setattr(driver, "_synthesise", stopped_halfway)
    with pytest.raises(StoppedError):
        voice.speak(Clause(_GREETING, 0, Tone.FALL))


def test_a_mute_voice_is_chosen_again(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = EngineVoice()
    driver = pyttsx3.init(register()).proxy._driver
    speak, tries = driver._synthesise, []

    def mute_once(text: str) -> bool:
        tries.append(text)
        return len(tries) > 1 and bool(speak(text))

    monkeypatch.setattr(driver, "_synthesise", mute_once)
    assert voice.speak(Clause(_GREETING, 0, Tone.FALL)).seconds > 1.0
    assert len(tries) == 2


def test_a_voice_that_stays_mute_is_an_error_not_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = EngineVoice()
    driver = pyttsx3.init(register()).proxy._driver
    monkeypatch.setattr(driver, "_synthesise", lambda text: False)
    with pytest.raises(VoiceError, match="sapa doctor"):
        voice.speak(Clause(_GREETING, 0, Tone.FALL))
    monkeypatch.undo()
    assert voice.speak(Clause(_GREETING, 0, Tone.FALL)).seconds > 1.0


def test_mbrola_needs_the_program_and_the_diphones(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ESPEAK_DATA_PATH", raising=False)
    assert not mbrola_installed([tmp_path], program=sys.executable)
    (tmp_path / "id1").mkdir()
    (tmp_path / "id1" / "id1").write_bytes(b"diphones")
    assert mbrola_installed([tmp_path], program=sys.executable)
    assert not mbrola_installed([tmp_path], program="no-such-program")


@pytest.mark.parametrize(
    ("word", "vowels"),
    [
        ("dengan", "dengan"),
        ("sebelas", "sebelas"),
        ("menerima", "menerima"),
        ("menyebutkan", "menyebutkan"),
        ("mengecilkan", "mengecilkan"),
        ("bekerja", "bekerja"),
        ("kabupaten", "kabupatén"),
        ("diakreditasi", "diakréditasi"),
        ("memperoleh", "memperoléh"),
        ("guru", None),
        ("qwertebek", None),
    ],
)
def test_roots_tell_one_e_from_the_other(word: str, vowels: str | None) -> None:
    assert marked(word) == vowels


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("dengan", "[[d@N'an]]"),
        ("sebelas", "[[s@b@l'as]]"),
        ("empat", "[[_|'Empat]]"),
        ("enam", "[[_|'Enam]]"),
        ("lebih", "[[l@b'ih]]"),
        ("belum", "[[b@l'um]]"),
        ("bermain", "[[b@Rm'aIn]]"),
        ("guru", "guru"),
        ("email", "[[_|'imEl]]"),
        ("whatsapp", "wotsep"),
    ],
)
def test_espeak_is_told_what_it_misreads(engine: Any, word: str, said: str) -> None:
    assert Respeller(binding().dll)(word) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("syarat", "[[sj'aR2at]]"),
        ("masyarakat desa", "[[m,asjaR2'akat]] [[d'Esa]]"),
        ("paud dan", "paud [[_|]] dan"),
        ("yang ngarai", "yang [[_|]] ngarai"),
        ("dua dan", "dua dan"),
    ],
)
def test_sounds_that_mbrola_lacks_are_said_with_others(engine: Any, text: str, said: str) -> None:
    assert Respeller(binding().dll, mbrola=True)(text) == said


def test_vowels_that_do_not_fit_leave_the_word_alone() -> None:
    assert with_vowels("s@b'Elas", "belas") is None
    assert with_vowels("s@b'Elas", "sebelas") == "s@b@l'as"
    assert with_vowels("d'ENan", "déngan") == "d'ENan"
