"""The speaker with the real voice: what a caller hears, at once, whole, until told to stop."""

import threading
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from models import LINE_RATE, Audio
from voice.speech import (
    CachedSpeaker,
    Clause,
    EngineVoice,
    SpeechCache,
    VoiceError,
    clauses,
    open_speaker,
)
from voice.speech.engine import StoppedError
from voice.speech.neural import driver
from voice.speech.speaker import FRAME

_GREETING = (
    "Selamat pagi, Unit Layanan Terpadu BPMP Provinsi Sumatera Utara, dengan petugas Sapa. "
    "Ada yang bisa dibantu?"
)
_TICKET = "Nomor tiket Bapak/Ibu adalah ULT-2026-000123. Nomor telepon 0812-3456-7890, benar?"


class CountingVoice:
    """The small voice with nothing ready, counting what it is asked to say."""

    def __init__(self) -> None:
        self._voice = EngineVoice(driver.SMALL, "perempuan")
        self.said: list[str] = []

    @property
    def id(self) -> str:
        return self._voice.id

    def ready(self, clause: Clause, slow: bool = False) -> Audio | None:
        return None

    def speak(self, clause: Clause, slow: bool = False) -> Audio:
        self.said.append(clause.text)
        return self._voice.speak(clause, slow)

    def stop(self) -> None:
        self._voice.stop()


@pytest.fixture(scope="module")
def speaker(tmp_path_factory: pytest.TempPathFactory) -> CachedSpeaker:
    return open_speaker(tmp_path_factory.mktemp("speech"))


def _quiet_runs(samples: np.ndarray) -> list[float]:
    """Lengths in seconds of the stretches without any sound."""
    edges = np.flatnonzero(np.abs(np.concatenate([[1.0], samples, [1.0]])) > 0.003)
    return [float(gap) / LINE_RATE for gap in np.diff(edges)]


@pytest.mark.parametrize("text", [_GREETING, _TICKET])
@pytest.mark.parametrize("slow", [False, True])
def test_a_caller_hears_speech_without_holes_or_clicks(
    speaker: CachedSpeaker, text: str, slow: bool
) -> None:
    heard = speaker.render(text, slow).require(LINE_RATE)
    words = sum(len(clause.text.split()) for clause in clauses(text))
    assert 0.2 * words < heard.seconds < 0.9 * words
    assert max(_quiet_runs(heard.samples)) < 1.0
    # Where a clause meets a pause the samples go through zero: no step that would click.
    silent = heard.samples == 0.0
    border = np.flatnonzero(silent[1:] != silent[:-1])
    borders = [
        at for at in border if silent[max(at - 79, 0) : at + 1].all() or silent[at + 1 :][:80].all()
    ]
    assert len(borders) > 4
    assert max(abs(float(heard.samples[at + 1] - heard.samples[at])) for at in borders) < 0.005


def test_speech_comes_in_frames_of_the_line(speaker: CachedSpeaker) -> None:
    frames = list(speaker.say(_GREETING))
    assert {len(frame.samples) for frame in frames} == {FRAME}
    assert {frame.rate for frame in frames} == {LINE_RATE}


def test_a_hit_is_what_was_rendered(tmp_path: Path) -> None:
    first = CachedSpeaker(CountingVoice(), SpeechCache(tmp_path)).render(_TICKET)
    voice = CountingVoice()
    again = CachedSpeaker(voice, SpeechCache(tmp_path))
    assert np.array_equal(again.render(_TICKET).samples, first.samples)
    assert np.array_equal(again.render(_TICKET).samples, first.samples)
    assert voice.said == []


def test_shared_clauses_are_rendered_once(tmp_path: Path) -> None:
    voice = CountingVoice()
    speaker = CachedSpeaker(voice, SpeechCache(tmp_path))
    speaker.render("Baik, Bapak Budi. Mohon tunggu sebentar.")
    speaker.render("Baik, Ibu Ani. Mohon tunggu sebentar.")
    assert voice.said == ["baik", "bapak budi", "mohon tunggu sebentar", "ibu ani"]


def test_a_broken_file_is_rendered_again(tmp_path: Path) -> None:
    first = CachedSpeaker(CountingVoice(), SpeechCache(tmp_path)).render(_GREETING)
    for file in tmp_path.iterdir():
        file.write_bytes(b"broken")
    again = CachedSpeaker(CountingVoice(), SpeechCache(tmp_path)).render(_GREETING)
    assert again.seconds == pytest.approx(first.seconds, abs=0.3)


def test_prerendered_texts_need_no_voice(tmp_path: Path) -> None:
    voice = CountingVoice()
    speaker = CachedSpeaker(voice, SpeechCache(tmp_path))
    done = speaker.prerender([_GREETING, _TICKET, _GREETING])
    assert done.rendered == len(voice.said) > 5
    assert done.ready == 4
    voice.said.clear()
    assert speaker.render(_GREETING).seconds > 3
    assert speaker.prerender([_GREETING]).rendered == 0
    assert voice.said == []


def test_a_new_text_waits_for_its_first_clause_alone_and_a_known_one_for_nothing(
    tmp_path: Path,
) -> None:
    """How long that takes: ``python -m bench.voice``."""
    voice = CountingVoice()
    speaker = CachedSpeaker(voice, SpeechCache(tmp_path))
    speech = speaker.say(_GREETING)
    assert voice.said == ["selamat pagi"]
    assert len(next(speech).samples) == FRAME
    for _ in speech:
        pass
    assert len(voice.said) == len(list(clauses(_GREETING)))
    voice.said.clear()
    next(speaker.say(_GREETING))
    assert voice.said == []


def test_slow_is_a_fifth_slower_at_the_same_pitch(speaker: CachedSpeaker) -> None:
    usual, slow = speaker.render(_GREETING), speaker.render(_GREETING, slow=True)
    assert usual.seconds / slow.seconds == pytest.approx(0.8, abs=0.05)
    assert _pitch(slow) == pytest.approx(_pitch(usual), rel=0.08)


def _pitch(audio: Audio) -> float:
    """Median fundamental in Hz over the loud stretches, by autocorrelation."""
    found = []
    for start in range(0, len(audio.samples) - 400, 400):
        piece = audio.samples[start : start + 400]
        if np.sqrt(np.mean(piece**2)) > 0.08:
            correlation = np.correlate(piece, piece, "full")[400:]
            found.append(LINE_RATE / (26 + 1 + int(np.argmax(correlation[26:130]))))
    return float(np.median(found))


@pytest.mark.parametrize(
    "text",
    ["", "   \n", "😀😀", "...", "<script>alert('halo')</script>", "<b></b>", "你好", "\0\x1b"],
)
def test_what_cannot_be_said_is_refused_before_anything_is_heard(
    speaker: CachedSpeaker, text: str
) -> None:
    with pytest.raises(VoiceError, match="tidak memuat kata"):
        speaker.say(text)


def test_sixty_thousand_characters_are_streamed(tmp_path: Path) -> None:
    speaker = open_speaker(tmp_path)
    text = "Nomor NPSN 10203040, tanggal 2/3/2023, di SMP Negeri III (Medan). " * 920
    seconds = 0.0
    for frame in islice(speaker.say(text), 50 * 600):
        seconds += frame.seconds
    assert seconds == pytest.approx(600)
    assert list(tmp_path.iterdir()) == []


def test_stop_ends_it_within_a_frame(speaker: CachedSpeaker) -> None:
    frames = speaker.say(_GREETING)
    heard = list(islice(frames, 10))
    speaker.stop()
    assert list(frames) == []
    assert len(heard) == 10
    assert len(list(speaker.say(_GREETING))) > 100


def test_stop_from_another_thread_ends_it_within_fifty_milliseconds(
    speaker: CachedSpeaker,
) -> None:
    underway, stopped = threading.Event(), threading.Event()

    def stop() -> None:
        assert underway.wait(10)
        speaker.stop()
        stopped.set()

    stopper = threading.Thread(target=stop)
    stopper.start()
    after = 0
    for _ in speaker.say(f"{_GREETING} " * 200):
        after += stopped.is_set()
        underway.set()
    stopper.join(10)
    assert after * FRAME / LINE_RATE <= 0.05


def test_a_stop_meant_for_another_call_does_not_cut_this_one(tmp_path: Path) -> None:
    class Interrupted(CountingVoice):
        def speak(self, clause: Clause, slow: bool = False) -> Audio:
            if clause.text not in self.said:
                self.said.append(clause.text)
                raise StoppedError("Ucapan dihentikan.")
            return super().speak(clause, slow)

    speaker = CachedSpeaker(Interrupted(), SpeechCache(tmp_path))
    assert speaker.render(_GREETING).seconds > 3


def test_a_failing_voice_is_reported_not_silent(tmp_path: Path) -> None:
    class Mute(CountingVoice):
        def speak(self, clause: Clause, slow: bool = False) -> Audio:
            raise VoiceError("Mesin suara gagal. Jalankan: sapa doctor")

    with pytest.raises(VoiceError, match="sapa doctor"):
        CachedSpeaker(Mute(), SpeechCache(tmp_path)).say(_GREETING)


def test_opening() -> None:
    speaker = open_speaker(None, words_per_minute=150)
    assert "Suara Sapa (perempuan)" in speaker.report()
    assert speaker.voice.id.endswith("150")
    assert "id+m3" in open_speaker(None, voice="espeak").report()
    with pytest.raises(VoiceError, match="perempuan, laki-laki, mbrola, atau espeak"):
        open_speaker(None, voice="kokoro")  # type: ignore[arg-type]


def test_mbrola_is_only_given_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.speech.opening.mbrola_installed", lambda: False)
    with pytest.raises(VoiceError, match="apt install"):
        open_speaker(None, voice="mbrola")
