"""Rendering ahead with the large voice: what is lacking, into an office's cache and the package."""

from pathlib import Path

import numpy as np
import pytest

from models import LINE_RATE
from voice.errors import VoiceError
from voice.speech import Clause, EngineVoice, SpeechCache, Tone, clauses
from voice.speech.building import can_render, lacking, render, ship
from voice.speech.level import LEVEL_LUFS
from voice.speech.loudness import loudness
from voice.speech.neural import driver, large
from voice.speech.ready import INDEX, PIECES, SUFFIX, ReadySpeech
from voice.speech.sapa import SapaVoice

_TEXTS = ("Baik, Ibu.", "Apakah benar?")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert can_render(), "make setup installs sapa[voice]"
    folder = tmp_path_factory.mktemp("ready") / "perempuan"
    rendered: list[Clause] = []
    ship(_TEXTS, "perempuan", folder, rendered.append)
    assert [clause.text for clause in rendered] == ["baik", "ibu", "apakah benar"]
    return folder


def test_what_is_lacking_and_what_it_costs() -> None:
    all_of_it = lacking(["Baik, Ibu.", "Baik, Bapak."], lambda _: False)
    assert [clause.text for clause in all_of_it.clauses] == ["baik", "ibu", "bapak"]
    some = lacking(["Baik, Ibu.", "Baik, Bapak."], lambda clause: clause.text == "baik")
    assert [clause.text for clause in some.clauses] == ["ibu", "bapak"]
    assert 0 < some.seconds < all_of_it.seconds
    # The same words asked are another clause.
    assert len(lacking(["Ibu.", "Ibu?"], lambda _: False).clauses) == 2


def test_shipped_speech_is_found_and_has_the_level_of_the_line(shipped: Path) -> None:
    ready = ReadySpeech(shipped, large.voice_id("perempuan"))
    for text in _TEXTS:
        for clause in clauses(text):
            audio = ready.get(clause)
            assert audio is not None
            assert audio.rate == LINE_RATE
            assert 0.2 < audio.seconds < 3
            assert loudness(audio) == pytest.approx(LEVEL_LUFS, abs=1.0)


def test_shipping_again_renders_what_is_new_and_drops_what_is_old(shipped: Path) -> None:
    former = {file.name: file.read_bytes() for file in shipped.iterdir()}
    rendered: list[Clause] = []
    (shipped / PIECES).write_bytes(b"stays")
    ship(("Baik, Bapak.",), "perempuan", shipped, rendered.append)
    assert [clause.text for clause in rendered] == ["bapak"]
    files = {file.name for file in shipped.glob(f"*{SUFFIX}")}
    assert len(files - {PIECES}) == 2
    assert PIECES in files
    (kept,) = files & former.keys()
    assert (shipped / kept).read_bytes() == former[kept]
    assert len((shipped / INDEX).read_text("utf-8").splitlines()) == 2


def test_an_office_renders_its_own_sentences(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path)
    voice = SapaVoice("laki-laki", cache)
    text = "Loket kami buka di lantai dua gedung baru."
    missing = lacking([text], lambda clause: voice.ready(clause) is not None)
    assert len(missing.clauses) == 1
    told: list[Clause] = []
    render(missing.clauses, "laki-laki", cache, told.append)
    assert told == list(missing.clauses)
    ready = voice.ready(missing.clauses[0])
    assert ready is not None
    # Another process finds it too.
    again = SapaVoice("laki-laki", SpeechCache(tmp_path)).ready(missing.clauses[0])
    assert again is not None
    assert np.array_equal(again.samples, ready.samples)
    assert SapaVoice("perempuan", SpeechCache(tmp_path)).ready(missing.clauses[0]) is None


def test_words_of_the_large_voice_are_told_apart() -> None:
    network = large.large_voice()
    audio, cuts = network.words("dua belas maret", "perempuan", ".")
    assert len(cuts) == 2
    assert 0 < cuts[0] < cuts[1] < audio.seconds
    assert cuts[1] - cuts[0] > 0.2
    plain = network.plain("dˈua bəlˈas.", "laki-laki")
    assert len(plain.frames) == len("dˈua bəlˈas.") + 2
    assert len(plain.pitch) == 2 * plain.frames.sum()
    assert len(plain.samples) == pytest.approx(600 * plain.frames.sum(), abs=1_200)


def test_without_the_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.speech.neural.large.installed", lambda: False)
    with pytest.raises(VoiceError, match=r"pip install 'sapa\[voice\]'"):
        large.LargeVoice()


def test_it_is_a_pyttsx3_driver_too() -> None:
    voice = EngineVoice(driver.LARGE, "laki-laki")
    assert voice.speak(Clause("halo", 0, Tone.FALL)).seconds > 0.2
