"""Both ears on synthetic speech, silence and noise, through the real models."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz import fuzz

from models import (
    LINE_RATE,
    TIMINGS,
    Audio,
    Ears,
    Field,
    Hypothesis,
    ModelError,
    Pass,
    build_graphs,
)
from models.first_pass import hear_whole
from models.graphs import MODEL
from tests.models.conftest import Say

NUMBER = "nol delapan satu dua tiga empat lima enam tujuh delapan"


def frames(audio: Audio) -> Iterator[Audio]:
    for at in range(0, len(audio.samples), 160):
        yield Audio(audio.samples[at : at + 160], audio.rate)


def both(ears: Ears, field: Field, audio: Audio) -> list[Hypothesis]:
    return [hear_whole(ears.stream(field), audio), ears.second_pass(field, audio)]


@pytest.mark.parametrize("voice", ["id+m3", "id+m7", "id+f2"])
def test_both_ears_hear_a_number(ears: Ears, say: Say, voice: str) -> None:
    for heard in both(ears, Field.DIGITS, say(NUMBER, voice)):
        words = heard.text.split()
        assert sum(a == b for a, b in zip(words, NUMBER.split(), strict=False)) >= 8, heard.text


@pytest.mark.parametrize(
    ("before", "after"),
    [("nol delapan satu delapan", "nol tujuh lima"), ("nol satu tiga empat", "tiga satu lima")],
)
def test_a_digit_after_a_long_pause_may_begin_as_the_one_before_ended(
    ears: Ears, say: Say, before: str, after: str
) -> None:
    pause = Audio.silence(2.4, LINE_RATE)
    audio = Audio.join([say(before, "id+m7"), pause, say(after, "id+m7")], LINE_RATE)
    heard = ears.second_pass(Field.DIGITS, audio)
    assert heard.text == f"{before} {after}"
    nth = len(before.split())
    assert heard.words[nth - 1].end < 4.0 and heard.words[nth].start > 4.0


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field.YESNO, "tidak"),
        (Field.YESNO, "petugas"),
        (Field.DISTRICT, "kota medan"),
        (Field.DISTRICT, "labuhan batu utara"),
        (Field.NAME, "budi simanjuntak"),
        (Field.INSTITUTION, "dinas pendidikan kota medan"),
        (Field.INSTITUTION, "orang tua murid"),
    ],
)
def test_second_pass_hears_each_field(ears: Ears, say: Say, field: Field, text: str) -> None:
    assert ears.second_pass(field, say(text, "id+m3")).text == text


@pytest.mark.parametrize(
    "name", ["huszejur", "prezungok", "dinotrati", "kossiratcur", "kossilatcur"]
)
def test_a_word_known_to_no_list_is_heard_by_its_sound(ears: Ears, say: Say, name: str) -> None:
    """Instead of known words that sound alike, such as "husna nur" and "pre nuno"."""
    speech = say(f"bagaimana cara mengurus surat {name}", "id+m3")
    *known, last = ears.second_pass(Field.QUESTION, speech).words
    assert [word.text for word in known] == "bagaimana cara mengurus surat".split()
    assert fuzz.ratio(last.text, name) >= 70
    assert last.spelled and not any(word.spelled for word in known)


def test_a_word_known_to_no_list_may_end_in_one_that_is(ears: Ears, say: Say) -> None:
    """Heard as "wirunja pak"; the whole still sounds like what was said."""
    speech = say("bagaimana cara mengurus surat wirunjapak", "id+m3")
    *known, unknown, end = ears.second_pass(Field.QUESTION, speech).words
    assert [word.text for word in known] == "bagaimana cara mengurus surat".split()
    assert fuzz.ratio(unknown.text + end.text, "wirunjapak") >= 70
    assert unknown.spelled and not any(word.spelled for word in known)


def test_words_come_with_times_and_confidences(ears: Ears, say: Say) -> None:
    speech = say(NUMBER, "id+m7")
    heard = ears.second_pass(Field.DIGITS, speech)
    assert heard.source is Pass.SECOND
    starts = [w.start for w in heard.words]
    assert starts == sorted(starts)
    assert 0.2 < heard.words[0].start < 0.6
    assert speech.seconds - 0.9 < heard.words[-1].end < speech.seconds
    assert all(w.start < w.end and 0.0 <= w.confidence <= 1.0 for w in heard.words)
    assert heard.confidence > 0.5


def test_the_decoder_is_asked_about_questions_alone(ears: Ears, say: Say) -> None:
    audio = say("di mana alamat kantor", "id+m3")
    asked = ears.second_pass(Field.QUESTION, audio)
    assert asked.words and all(word.attention is not None for word in asked.words)
    assert all(word.attention is None for word in ears.second_pass(Field.NAME, audio).words)


def test_without_the_decoder_the_second_pass_hears_as_well(
    graphs: Path, say: Say, tmp_path: Path
) -> None:
    folder = tmp_path / "second-pass"
    folder.mkdir()
    for name in ("encoder.int8.onnx", "head.onnx"):
        (folder / name).symlink_to(MODEL / "second-pass" / name)
    ears = Ears.load(tmp_path, graphs)
    heard = ears.second_pass(Field.QUESTION, say("di mana alamat kantor", "id+m3"))
    ears.close()
    assert "alamat" in heard.text
    assert all(word.attention is None for word in heard.words)


def test_words_of_another_field_are_less_certain(ears: Ears, say: Say) -> None:
    speech = say("dinas pendidikan kota medan", "id+m3")
    right = ears.second_pass(Field.INSTITUTION, speech).confidence
    wrong = ears.second_pass(Field.DIGITS, speech).confidence
    assert wrong < right - 0.03


def test_the_first_pass_leaves_out_what_people_behind_say(ears: Ears, say: Say) -> None:
    """Six people talk for three seconds before and behind the caller's words, 16 dB fainter."""
    voice = say("saya mau tanya cara mengurus ijazah yang hilang", "id+m3")
    lines = ("harga tiket bus ke kota", "anak saya sakit sejak kemarin", "terima kasih banyak pak")
    size = len(voice.samples) + 6 * LINE_RATE
    behind = np.zeros(size, np.float32)
    for number, line in enumerate(lines * 2):
        talk = np.resize(say(line, "id+m7" if number < 3 else "id+f2").samples, size)
        behind += np.roll(talk, 5000 * number) / np.float32(np.sqrt(np.mean(talk**2)))
    power = float(np.sqrt(np.mean(voice.samples**2)))
    behind *= np.float32(power * 10 ** (-16 / 20) / np.sqrt(np.mean(behind**2)))
    behind[3 * LINE_RATE : -3 * LINE_RATE] += voice.samples
    heard = hear_whole(ears.stream(Field.QUESTION), Audio(behind, LINE_RATE))
    assert fuzz.ratio(heard.text, "saya mau tanya cara mengurus ijazah yang hilang") > 60
    assert all(2.5 < word.start < 3.5 + voice.seconds for word in heard.words)


def test_partial_words_grow_and_the_result_resets_nothing(ears: Ears, say: Say) -> None:
    stream = ears.stream(Field.DIGITS)
    assert stream.partial == ""
    seen = set()
    said = say("satu dua tiga", "id+m3")
    for frame in frames(said):
        stream.accept(frame)
        seen.add(stream.partial)
    assert "satu" in seen
    assert stream.result().text == "satu dua tiga"
    more = say("lima enam tujuh", "id+m3")
    for frame in frames(more):
        stream.accept(frame)
    again = stream.result()
    assert again.text == "satu dua tiga lima enam tujuh"
    assert [w.start for w in again.words] == sorted(w.start for w in again.words)
    ended = said.seconds + more.seconds
    assert said.seconds <= again.words[3].start < again.words[-1].end < ended + 0.1


def tones() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    time = np.arange(4 * LINE_RATE) / LINE_RATE
    steps = np.array([262, 330, 392, 523, 440, 349, 294, 494])[(time * 4).astype(int) % 8]
    phase = 2 * np.pi * np.cumsum(steps) / LINE_RATE
    return np.sin(phase) + 0.5 * np.sin(2 * phase) + 0.3 * np.sin(3 * phase)


def hum() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    time = np.arange(4 * LINE_RATE) / LINE_RATE
    return np.sin(2 * np.pi * 50 * time) + 0.5 * np.sin(2 * np.pi * 150 * time)


def white() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.random.default_rng(1).standard_normal(4 * LINE_RATE)


@pytest.mark.parametrize("field", [Field.YESNO, Field.DIGITS, Field.NAME, Field.QUESTION])
@pytest.mark.parametrize("level", [0.0, 0.003, 0.03, 0.1, 0.2])
def test_silence_and_noise_say_nothing(ears: Ears, field: Field, level: float) -> None:
    for sound in (white(), hum()):
        audio = Audio((level * sound).astype(np.float32), LINE_RATE)
        stream = ears.stream(field)
        assert not any(stream.accept(frame) for frame in frames(audio))
        assert stream.result().words == ()
        assert ears.second_pass(field, audio).words == ()


@pytest.mark.parametrize("field", list(Field))
def test_music_says_nothing_to_the_second_pass(ears: Ears, field: Field) -> None:
    audio = Audio((0.15 * tones()).astype(np.float32), LINE_RATE)
    assert ears.second_pass(field, audio).words == ()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field.YESNO, "sudah terima kasih"),
        (Field.DISTRICT, "kota medan"),
        (Field.NAME, "nama saya budi simanjuntak"),
        (Field.DIGITS, NUMBER),
        (Field.QUESTION, "saya mau tanya"),
    ],
)
@pytest.mark.parametrize("noise", [0.0, 0.002])
def test_turn_ends_after_the_silence_of_its_field(
    ears: Ears, say: Say, field: Field, text: str, noise: float
) -> None:
    speech = say(text, "id+m7")
    sounding = np.flatnonzero(np.abs(speech.samples) > 0.02 * np.abs(speech.samples).max())
    spoken = Audio(speech.samples[: sounding[-1] + 1], LINE_RATE)
    audio = Audio.join([spoken, Audio.silence(3.0, LINE_RATE)], LINE_RATE)
    hiss = noise * np.random.default_rng(2).standard_normal(len(audio.samples))
    audio = Audio((audio.samples + hiss).astype(np.float32), LINE_RATE)
    stream = ears.stream(field)
    heard = 0.0
    for frame in frames(audio):
        heard += frame.seconds
        if stream.accept(frame):
            break
    assert heard - spoken.seconds == pytest.approx(TIMINGS[field].end_silence, abs=0.15)


def test_turn_that_never_pauses_ends_at_its_longest(ears: Ears, say: Say) -> None:
    speech = say("tidak petugas", "id+m7")
    voiced = speech.samples[int(0.35 * LINE_RATE) : -int(0.5 * LINE_RATE)]
    audio = Audio(np.tile(voiced, 20), LINE_RATE)
    stream = ears.stream(Field.YESNO)
    heard = 0.0
    for frame in frames(audio):
        heard += frame.seconds
        if stream.accept(frame):
            break
    assert heard == pytest.approx(TIMINGS[Field.YESNO].max_turn, abs=0.6)


def test_utterance_of_a_minute_is_heard_to_its_end(ears: Ears, say: Say) -> None:
    part = say(NUMBER, "id+m7")
    count = int(60 / part.seconds) + 1
    heard = ears.second_pass(Field.DIGITS, Audio.join([part] * count, LINE_RATE))
    assert len(heard.words) >= 0.9 * 10 * count
    assert heard.words[-1].end > 60 - part.seconds


def test_no_audio_is_no_words(ears: Ears) -> None:
    for heard in both(ears, Field.QUESTION, Audio.silence(0.0, LINE_RATE)):
        assert heard.words == ()
    assert ears.second_pass(Field.QUESTION, Audio.silence(0.011, LINE_RATE)).words == ()


def test_another_rate_is_refused(ears: Ears) -> None:
    with pytest.raises(ValueError, match="8000"):
        ears.second_pass(Field.DIGITS, Audio.silence(1.0, 16000))
    with pytest.raises(ValueError, match="8000"):
        ears.stream(Field.DIGITS).accept(Audio.silence(0.02, 16000))


def test_second_pass_comes_back_after_its_process_died(ears: Ears, say: Say) -> None:
    speech = say("kota medan", "id+m3")
    process = ears._second._process  # type: ignore[union-attr]
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert ears.second_pass(Field.DISTRICT, speech).text == "kota medan"


def test_second_pass_that_hangs_is_replaced(
    ears: Ears, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.second_pass._ANSWER_SECONDS", 2.0)
    assert ears._second is not None
    ears._second._process.send_signal(signal.SIGSTOP)
    assert ears.second_pass(Field.YESNO, say("betul", "id+m3")).source is Pass.SECOND


def test_answer_that_came_too_late_is_never_taken_for_that_of_the_next_utterance(
    ears: Ears, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    speech, silence = say("kota medan", "id+m3"), Audio.silence(1.0, LINE_RATE)
    with monkeypatch.context() as hurried:
        hurried.setattr("models.second_pass._ANSWER_SECONDS", 0.0)
        with pytest.raises(ModelError, match="berhenti"):
            ears.second_pass(Field.DISTRICT, speech)
    assert ears.second_pass(Field.DISTRICT, silence).text == ""
    assert ears.second_pass(Field.DISTRICT, speech).text == "kota medan"


def test_ears_without_a_second_pass_say_so(graphs: Path, say: Say) -> None:
    ears = Ears.load(graphs=graphs, second=False)
    assert not ears.has_second
    assert hear_whole(ears.stream(Field.DISTRICT), say("kota medan", "id+m3")).text == "kota medan"
    with pytest.raises(ModelError, match="kedua"):
        ears.second_pass(Field.DISTRICT, Audio.silence(1.0, LINE_RATE))


def test_closed_ears_leave_no_process(graphs: Path) -> None:
    ears = Ears.load(graphs=graphs)
    process = ears._second._process  # type: ignore[union-attr]
    assert process.poll() is None
    ears.close()
    assert process.poll() is not None


@pytest.mark.parametrize("part", ["first-pass/am/final.mdl", "second-pass/head.onnx"])
def test_broken_model_is_one_sentence(tmp_path: Path, phrasings: list[str], part: str) -> None:
    shutil.copytree(MODEL, tmp_path / "id")
    (tmp_path / "id" / part).write_bytes(b"not a model")
    build_graphs(tmp_path / "graphs", phrasings, model=tmp_path / "id")
    with pytest.raises(ModelError, match=r"rusak.*(sapa model build|pasang ulang Sapa)"):
        Ears.load(tmp_path / "id", tmp_path / "graphs")
