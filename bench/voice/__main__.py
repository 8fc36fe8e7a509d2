"""How well Sapa's voice is understood over the telephone, and how soon it is heard.

    python -m bench.voice [--speech FOLDER] [--limit 200] [--voice perempuan] [--quick]

Sentences of the FAQ go through an 8 kHz mu-law line and are written down by Whisper base and by
Sapa's own ears; the same is done with espeak-ng, with the small voice alone and with news read by a
person. Numbers are heard by Sapa's ears. The last line is ``key=value`` pairs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np
from rapidfuzz.distance import Levenshtein

from bench.hearing import cost, whisper
from bench.hearing.line import Line
from bench.voice import texts
from bench.voice.calls import sentences_of_calls
from models import Audio, Field, ModelError
from models.listening import Listener
from voice.caller.g711 import Codec, round_trip
from voice.office import build_ears, open_ears
from voice.settings import load_settings
from voice.speech import EngineVoice, OfficeSpeaker, Speaker, clauses, open_speaker
from voice.speech.loudness import loudness
from voice.speech.neural import driver
from voice.speech.sapa import SapaVoice
from voice.speech.speaker import CachedSpeaker
from voice.understanding.numbers import digits_in

NAN: Final = float("nan")
_NAMES: Final = (
    "Ibu Rosmawati Sihombing, terima kasih.",
    "Faozisokhi Zebua, apakah benar?",
    "SD Negeri Aek Sitio Tio Medan Barat, apakah benar?",
    "Bapak Teuku Iskandar Muda Nasution, mohon tunggu.",
    "Dermawati Boru Manurung, apakah benar?",
    "Nama yang saya catat ialah Yohanes Hutagalung, apakah benar?",
)
"""Texts whose first clause nobody could render ahead."""

Hear = Callable[[Audio], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--voice", default="perempuan", choices=("perempuan", "laki-laki"))
    parser.add_argument("--limit", type=int, default=texts.SENTENCES)
    parser.add_argument("--quick", action="store_true", help="ten sentences, no calls")
    options = parser.parse_args()
    limit = 10 if options.quick else options.limit
    sentences = texts.faq_sentences(limit)
    numbers = texts.number_strings(min(limit, texts.NUMBERS))
    with tempfile.TemporaryDirectory() as home:
        speaker = open_speaker(Path(home), voice=options.voice)
        figures = _understood(speaker, sentences, options.speech, limit)
        figures |= _own_ears(speaker, sentences, numbers)
        figures |= _times(options.voice, home)
        figures["cache_hit"] = NAN if options.quick else _hit_rate(speaker)
    figures["size_mb"] = _size(speaker) / 1e6
    print(" ".join(f"{key}={_shown(key, value)}" for key, value in figures.items()))


def _understood(
    speaker: OfficeSpeaker, sentences: Sequence[str], speech: Path, limit: int
) -> dict[str, float]:
    """Character error rates by Whisper base, and what the line does to the sound."""
    figures = dict.fromkeys(("cer_human", "cer_voice", "cer_small", "cer_espeak"), NAN)
    said = [speaker.render(sentence) for sentence in sentences]
    levels = [loudness(audio) for audio in said]
    print(f"loudness {min(levels):.1f} to {max(levels):.1f} LUFS, mean {np.mean(levels):.1f}")
    peaks = [
        float(np.abs(round_trip(law, audio).samples).max())
        for audio in said
        for law in (Codec.MULAW, Codec.ALAW)
    ]
    print(f"highest sample after mu-law and A-law {max(peaks):.2f} of full scale")
    if not whisper.installed():
        _say("Whisper tidak terpasang (pip install 'sapa[bench]'); CER-nya nan.")
        return figures
    small = CachedSpeaker(_SmallAlone(speaker), speaker.cache)
    espeak = open_speaker(None, voice="espeak")
    with whisper.whisper(threads=2) as hear:
        figures["cer_voice"] = _error_rate(hear, sentences, said)
        figures["cer_small"] = _error_rate(hear, sentences, _render(small, sentences))
        figures["cer_espeak"] = _error_rate(hear, sentences, _render(espeak, sentences))
        try:
            people = texts.human_readings(speech, min(limit, texts.HUMAN))
        except ModelError as error:
            _say(f"{error} cer_human tidak diukur.")
        else:
            figures["cer_human"] = _error_rate(hear, *zip(*people, strict=True))
    return figures


def _render(speaker: Speaker, sentences: Sequence[str]) -> list[Audio]:
    return [speaker.render(sentence) for sentence in sentences]


class _SmallAlone(EngineVoice):
    """The small voice with nothing rendered ahead."""

    def __init__(self, speaker: OfficeSpeaker) -> None:
        assert speaker.sapa is not None
        super().__init__(driver.SMALL, speaker.sapa.voice)


def _error_rate(hear: Hear, sentences: Sequence[str], said: Sequence[Audio]) -> float:
    """Characters wrong in a hundred; spaces do not count."""
    wrong = total = 0
    line = Line(())
    for sentence, audio in zip(sentences, said, strict=True):
        wanted = texts.letters(sentence)
        heard = texts.letters(hear(line.carried(audio, "clean")))
        wrong += Levenshtein.distance(wanted, heard)
        total += len(wanted)
    return 100 * wrong / max(total, 1)


def _own_ears(
    speaker: OfficeSpeaker, sentences: Sequence[str], numbers: Sequence[str]
) -> dict[str, float]:
    """Sapa's ears: character errors of sentences, and digits and whole numbers right."""
    settings = load_settings()
    build_ears(settings)
    line = Line(())
    digits = wrong = whole = 0
    with closing(open_ears(settings)) as ears, closing(Listener(ears)) as listener:

        def hear(audio: Audio) -> str:
            return listener.hear(Field.QUESTION, audio).text

        rate = _error_rate(hear, sentences[:50], [speaker.render(s) for s in sentences[:50]])
        for number in numbers:
            arrived = line.carried(speaker.render(f"{number}."), "clean")
            heard = digits_in(listener.hear(Field.DIGITS, arrived).text)
            digits += len(number)
            wrong += Levenshtein.distance(number, heard)
            whole += number == heard
    return {
        "cer_own_ears": rate,
        "digits_right": 100 * (1 - wrong / max(digits, 1)),
        "numbers_right": 100 * whole / max(len(numbers), 1),
    }


def _times(voice: str, home: str) -> dict[str, float]:
    """Milliseconds to the first sound, scripted and live, and the small voice's pace."""
    speaker = open_speaker(Path(home) / "times", voice=voice)  # type: ignore[arg-type]
    scripted = (
        "Selamat pagi, Unit Layanan Terpadu BPMP Provinsi Sumatera Utara, dengan petugas Sapa."
    )
    speaker.render("Pemanasan nama baru.")
    unheard = [open_speaker(None, voice=voice) for _ in range(3)]  # type: ignore[arg-type]
    for one in unheard:
        one.prepare()
    with cost.one_core():
        ready = [_first(speaker, scripted) for _ in range(20)]
        live = [_first(one, name) for one in unheard for name in _NAMES]
        small = EngineVoice(driver.SMALL, voice)
        spoken = 0.0
        began = time.perf_counter()
        for name in _NAMES * 3:
            for clause in clauses(name):
                spoken += small.speak(clause).seconds
        pace = (time.perf_counter() - began) / spoken
    return {
        "first_audio_ms": float(np.percentile(ready, 95)) * 1000,
        "live_first_audio_ms": float(np.percentile(live, 95)) * 1000,
        "rtf": pace,
    }


def _first(speaker: Speaker, text: str) -> float:
    began = time.perf_counter()
    next(iter(speaker.say(text)))
    return time.perf_counter() - began


def _hit_rate(speaker: OfficeSpeaker) -> float:
    """Share of the clauses of all scenario calls that are ready before anyone calls."""
    assert isinstance(speaker.sapa, SapaVoice)
    said = [clause for sentence in sentences_of_calls() for clause in clauses(sentence)]
    late = [clause for clause in said if speaker.sapa.ready(clause) is None]
    for text in sorted({clause.text for clause in late}):
        print(f"live: {text}")
    return 100 * (1 - len(late) / max(len(said), 1))


def _size(speaker: OfficeSpeaker) -> int:
    """Bytes of everything that speaks: both voices' ready speech, the small network, the styles."""
    folder = Path(sys.modules["voice.speech.ready"].__file__ or "").parent
    places = (folder / "ready", folder / "neural" / "small", folder / "neural" / "styles")
    return sum(f.stat().st_size for place in places for f in place.rglob("*") if f.is_file())


def _shown(key: str, value: float) -> str:
    return f"{value:.{3 if key == 'rtf' else 1}f}"


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
