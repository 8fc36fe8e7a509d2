"""Putting the speaker together, and telling the operator which voice speaks."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from voice.errors import VoiceError
from voice.speech import espeak
from voice.speech.cache import SpeechCache
from voice.speech.engine import EngineVoice
from voice.speech.library import mbrola_installed
from voice.speech.pcm_driver import WORDS_PER_MINUTE
from voice.speech.sapa import VOICES, SapaVoice
from voice.speech.speaker import CachedSpeaker

Choice = Literal["auto", "perempuan", "laki-laki", "mbrola", "espeak"]

USUAL: Final = "perempuan"
_ENGINES: Final = {"espeak": espeak.FORMANT_VOICE, "mbrola": espeak.MBROLA_VOICE}


class OfficeSpeaker(CachedSpeaker):
    """The speaker of an office: Sapa's own voice, or espeak-ng through pyttsx3."""

    def __init__(self, voice: SapaVoice | EngineVoice, cache: SpeechCache) -> None:
        super().__init__(voice, cache)
        self._chosen = voice
        self.cache = cache

    @property
    def sapa(self) -> SapaVoice | None:
        """Sapa's own voice; None when another one was chosen."""
        return self._chosen if isinstance(self._chosen, SapaVoice) else None

    def prepare(self) -> None:
        """Read what is ready now, before a call. VoiceError when it is damaged."""
        if self.sapa is not None:
            self.sapa.shipped.prepare()

    def report(self) -> str:
        """One Indonesian sentence or two for ``sapa doctor``: which voice speaks.

        Speaks a sentence inwardly first, so that a voice that is there but mute is found out.

        Raises:
            VoiceError: no voice can speak, or Sapa's own cannot.
        """
        self._chosen.check()
        if self.sapa is not None:
            if self.sapa.trouble is not None:
                raise VoiceError(
                    f"{self.sapa.trouble} Sementara itu nama dan kalimat baru dibacakan dengan "
                    "suara cadangan espeak-ng."
                )
            ready = len(self.sapa.shipped.rows)
            return f"Suara Sapa ({self.sapa.voice}); {ready} potongan kalimat siap diputar."
        if self._chosen.name == espeak.MBROLA_VOICE:
            return "Suara MBROLA id1 melalui espeak-ng."
        return (
            "Suara espeak-ng (id+m3), yang paling sulit dipahami. Untuk suara Sapa isi "
            '[speech] voice = "auto" di sapa.toml.'
        )


def open_speaker(
    folder: Path | None,
    voice: Choice = "auto",
    words_per_minute: int = WORDS_PER_MINUTE,
) -> OfficeSpeaker:
    """A speaker that keeps what it rendered in a folder.

    Args:
        folder: of the cache, made when missing; None keeps speech in memory alone.
        voice: "auto" is Sapa's own voice, a woman's.
        words_per_minute: usual speed; 130 is the own pace of Sapa's voices.

    Raises:
        VoiceError: the speech library or the voice asked for is not there.
    """
    cache = SpeechCache(folder)
    chosen = USUAL if voice == "auto" else voice
    if chosen in VOICES:
        return OfficeSpeaker(SapaVoice(chosen, cache, words_per_minute), cache)
    if chosen not in _ENGINES:
        raise VoiceError(
            f"Suara '{voice}' tidak dikenal. Pilih auto, {', '.join(VOICES)}, mbrola, atau espeak."
        )
    if chosen == "mbrola" and not mbrola_installed():
        raise VoiceError(
            "Suara MBROLA belum terpasang. Jalankan: apt install espeak-ng mbrola mbrola-id1"
        )
    return OfficeSpeaker(
        EngineVoice(voice=_ENGINES[chosen], words_per_minute=words_per_minute), cache
    )
