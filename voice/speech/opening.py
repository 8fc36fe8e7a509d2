"""Putting the speaker together, and telling the operator which voice speaks."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from voice.errors import VoiceError
from voice.speech import espeak
from voice.speech.cache import SpeechCache
from voice.speech.engine import EngineVoice
from voice.speech.library import mbrola_installed
from voice.speech.speaker import CachedSpeaker

Choice = Literal["auto", "espeak", "mbrola"]

_VOICES: Final[dict[str, str | None]] = {
    "auto": None,
    "espeak": espeak.FORMANT_VOICE,
    "mbrola": espeak.MBROLA_VOICE,
}


class OfficeSpeaker(CachedSpeaker):
    """The speaker of an office: espeak-ng or MBROLA through pyttsx3."""

    def __init__(self, voice: EngineVoice, cache: SpeechCache) -> None:
        super().__init__(voice, cache)
        self._engine_voice = voice

    def report(self) -> str:
        """One Indonesian sentence or two for ``sapa doctor``: which voice speaks.

        Speaks a sentence inwardly first, so that a voice that is there but mute is found out.

        Raises:
            VoiceError: no voice can speak.
        """
        self._engine_voice.check()
        if self._engine_voice.name == espeak.MBROLA_VOICE:
            return "Suara MBROLA id1 melalui espeak-ng."
        if mbrola_installed():
            return (
                "Suara cadangan espeak-ng (id+m3), padahal MBROLA terpasang: periksa setelan "
                "[speech] voice dan paket espeak-ng dari Debian."
            )
        return (
            "Suara espeak-ng (id+m3). Untuk suara yang lebih jelas pasang MBROLA: "
            "apt install espeak-ng mbrola mbrola-id1"
        )


def open_speaker(
    folder: Path | None,
    voice: Choice = "auto",
    words_per_minute: int = espeak.WORDS_PER_MINUTE,
) -> OfficeSpeaker:
    """A speaker that keeps what it rendered in a folder.

    Args:
        folder: of the cache, made when missing; None keeps speech in memory alone.
        voice: "auto" takes MBROLA when it is installed, else espeak-ng's own voice.
        words_per_minute: usual speed.

    Raises:
        VoiceError: the speech library or the voice asked for is not there.
    """
    if voice not in _VOICES:
        raise VoiceError(f"Suara '{voice}' tidak dikenal. Pilih auto, espeak, atau mbrola.")
    if voice == "mbrola" and not mbrola_installed():
        raise VoiceError(
            "Suara MBROLA belum terpasang. Jalankan: apt install espeak-ng mbrola mbrola-id1"
        )
    return OfficeSpeaker(
        EngineVoice(voice=_VOICES[voice], words_per_minute=words_per_minute),
        SpeechCache(folder),
    )
