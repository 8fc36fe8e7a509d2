"""The process that renders callers: ``python -m voice.caller.render``, its order as JSON on stdin.

It is a process of its own so that neither Kokoro (half a gigabyte while it works) nor a second
espeak-ng weighs on the process of the call. On failure it exits with 1 and says why, in one
sentence, on stdout.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
import soundfile

from models.audio import LINE_RATE, Audio
from voice.caller.pronunciation import breaths
from voice.caller.voices import CallerVoice
from voice.errors import VoiceError
from voice.speech import EngineVoice, clauses
from voice.speech.neural.kokoro import Kokoro, assembled

_SOUNDING: Final = 0.01
"""Of the peak: what is softer at the ends is cut off."""
_PEAK: Final = 0.7

Speak = Callable[[str, CallerVoice], Audio]


def main() -> int:
    order = json.load(sys.stdin)
    try:
        speak = _kokoro(Path(order["cache"])) if order["engine"] == "kokoro" else _espeak()
        for job in order["jobs"]:
            _write(trimmed(speak(job["text"], _voice(job["voice"]))), Path(job["out"]))
    except VoiceError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    except (OSError, soundfile.SoundFileError) as error:
        sys.stdout.write(
            f"Suara penelepon tidak dapat disimpan di {order['cache']} ({error}); "
            "periksa ruang dan hak akses folder itu.\n"
        )
        return 1
    return 0


def trimmed(audio: Audio) -> Audio:
    """Without the near-silence before and after, and with its peak at a fixed level.

    Raises:
        VoiceError: there is no sound in it.
    """
    size = np.abs(audio.samples)
    peak = float(size.max(initial=0.0))
    if peak == 0.0:
        raise VoiceError("Suara penelepon keluar kosong; periksa teks dalam skenario.")
    sounding = np.flatnonzero(size >= _SOUNDING * peak)
    inside = audio.samples[sounding[0] : sounding[-1] + 1]
    return Audio(inside * np.float32(_PEAK / peak), audio.rate)


def _kokoro(cache: Path) -> Speak:
    kokoro = Kokoro(assembled(cache))

    def speak(text: str, voice: CallerVoice) -> Audio:
        style = kokoro.style(voice.blend)
        return _joined(
            (kokoro.speech(phonemes, style, voice.speed), pause)
            for phonemes, pause in breaths(text)
        )

    return speak


def _espeak() -> Speak:
    def speak(text: str, voice: CallerVoice) -> Audio:
        engine = EngineVoice(voice=voice.variant, words_per_minute=voice.words_per_minute)
        return _joined((engine.speak(each), each.pause_ms / 1000) for each in clauses(text))

    return speak


def _joined(parts: Iterable[tuple[Audio, float]]) -> Audio:
    """Speech with seconds of pause after each part."""
    pieces = [
        piece for speech, pause in parts for piece in (speech, Audio.silence(pause, LINE_RATE))
    ]
    return Audio.join(pieces, LINE_RATE)


def _voice(raw: dict[str, Any]) -> CallerVoice:
    blend = tuple((str(name), float(weight)) for name, weight in raw.pop("blend"))
    return CallerVoice(blend=blend, **raw)


def _write(audio: Audio, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_suffix(f".{os.getpid()}.tmp")
    try:
        soundfile.write(draft, audio.samples, audio.rate, format="FLAC", subtype="PCM_16")
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
