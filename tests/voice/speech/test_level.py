"""What goes out on the line: rate, level, band, and room for the companding of the telephone."""

import io

import numpy as np
import pytest
import soundfile

from models import LINE_RATE, Audio
from voice.speech import Clause, EngineVoice, Tone
from voice.speech.level import CEILING, LEVEL_LUFS, for_line
from voice.speech.loudness import loudness

_CLAUSES = [
    "nol",
    "selamat pagi",
    "be pe em pe",
    "tiga empat lima enam",
    "nomor tiket bapak ibu",
    "silakan hubungi operator dinas pendidikan kabupaten untuk meminta kode registrasi",
]


@pytest.fixture(scope="module")
def voice() -> EngineVoice:
    return EngineVoice()


def _tone(hertz: float, level: float, seconds: float = 1.0, rate: int = 22_050) -> Audio:
    at = np.arange(round(seconds * rate)) / rate
    return Audio((level * np.sin(2 * np.pi * hertz * at)).astype(np.float32), rate)


@pytest.mark.parametrize("text", _CLAUSES)
def test_every_clause_has_the_same_level(voice: EngineVoice, text: str) -> None:
    spoken = voice.speak(Clause(text, 0, Tone.FALL)).require(LINE_RATE)
    assert loudness(spoken) == pytest.approx(LEVEL_LUFS, abs=1.0)


@pytest.mark.parametrize("law", ["ULAW", "ALAW"])
@pytest.mark.parametrize("text", _CLAUSES)
def test_companding_does_not_clip(voice: EngineVoice, text: str, law: str) -> None:
    spoken = voice.speak(Clause(text, 0, Tone.RISE)).samples
    packed = io.BytesIO()
    soundfile.write(packed, spoken, LINE_RATE, format="WAV", subtype=law)
    heard, _ = soundfile.read(io.BytesIO(packed.getvalue()), dtype="float32")
    assert np.abs(spoken).max() <= CEILING + 1e-6
    assert np.abs(heard).max() < 0.9
    noise = heard - spoken
    assert 10 * np.log10(np.mean(spoken**2) / np.mean(noise**2)) > 30


@pytest.mark.parametrize("text", _CLAUSES)
def test_both_ends_are_quiet(voice: EngineVoice, text: str) -> None:
    spoken = voice.speak(Clause(text, 0, Tone.CONTINUE)).samples
    assert abs(spoken[0]) < 0.005
    assert abs(spoken[-1]) < 0.005


def test_loud_and_faint_voices_come_out_alike() -> None:
    loud, faint = for_line(_tone(800, 0.9)), for_line(_tone(800, 0.004))
    assert loudness(loud) == pytest.approx(LEVEL_LUFS, abs=0.5)
    assert loudness(faint) == pytest.approx(LEVEL_LUFS, abs=0.5)


def test_a_crackle_is_kept_under_the_ceiling() -> None:
    samples = _tone(800, 0.01).samples
    samples[5_000:5_040] = 0.9
    assert np.abs(for_line(Audio(samples, 22_050)).samples).max() <= CEILING + 1e-6


@pytest.mark.parametrize(("hertz", "passes"), [(60, False), (1_000, True), (3_000, True)])
def test_only_the_band_of_the_line_passes(hertz: float, passes: bool) -> None:
    mixed = _tone(800, 0.1).samples + _tone(hertz, 0.1).samples
    spectrum = np.abs(np.fft.rfft(for_line(Audio(mixed, 22_050)).samples))
    bins = np.fft.rfftfreq(2 * (len(spectrum) - 1), 1 / LINE_RATE)
    there = spectrum[np.abs(bins - hertz) < 10].max() / spectrum[np.abs(bins - 800) < 10].max()
    assert (there > 0.7) if passes else (there < 0.15)


def test_nothing_above_the_line_folds_back() -> None:
    spoken = for_line(Audio(_tone(800, 0.1).samples + _tone(6_000, 0.3).samples, 22_050))
    spectrum = np.abs(np.fft.rfft(spoken.samples))
    bins = np.fft.rfftfreq(len(spoken.samples), 1 / LINE_RATE)
    assert spectrum[np.abs(bins - 2_000) < 20].max() < 0.01 * spectrum.max()


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(8_000), np.full(8_000, 1e-6)])
def test_silence_gives_no_samples(samples: np.ndarray) -> None:
    assert len(for_line(Audio(samples.astype(np.float32), 16_000)).samples) == 0


def test_silence_around_speech_is_taken_off() -> None:
    quiet = np.zeros(22_050, np.float32)
    tone = _tone(800, 0.2, seconds=0.5).samples
    spoken = for_line(Audio(np.concatenate([quiet, tone, quiet]), 22_050))
    assert spoken.seconds == pytest.approx(0.52, abs=0.02)
