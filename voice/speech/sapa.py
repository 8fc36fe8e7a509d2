"""Sapa's voice: what was rendered ahead, numbers from pieces, and the small voice for the rest."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from models.audio import Audio
from voice.errors import VoiceError
from voice.speech import espeak
from voice.speech.cache import SpeechCache, key_of
from voice.speech.clause import Clause, Tone
from voice.speech.engine import SLOW, EngineVoice, StoppedError
from voice.speech.neural import driver, large
from voice.speech.pacing import at_pace
from voice.speech.ready import SHIPPED, ReadySpeech

VOICES: Final = tuple(large.PACES)
"""A woman's and a man's."""

_KEPT: Final = 64
"""Clauses held in memory as they were played last: about 5 MB."""


class SapaVoice:
    """A :class:`voice.speech.engine.Voice` with most of its speech rendered ahead.

    Args:
        voice: one of :data:`VOICES`.
        cache: where ``sapa voice build`` keeps what this office says beyond the shipped speech.
        words_per_minute: 130 is the voice's own pace.
        shipped: speech that comes with the package; the installed one when None.
    """

    def __init__(
        self,
        voice: str,
        cache: SpeechCache,
        words_per_minute: int = driver.USUAL_RATE,
        shipped: ReadySpeech | None = None,
    ) -> None:
        self.voice = voice
        self._cache = cache
        self._pace = words_per_minute / driver.USUAL_RATE
        self._rate = words_per_minute
        self.shipped = shipped or ReadySpeech(SHIPPED / voice, large.voice_id(voice))
        self._at_once = lru_cache(maxsize=_KEPT)(self.shipped.get)
        self._slowed = lru_cache(maxsize=_KEPT)(self._paced)
        self._trouble: VoiceError | None = None
        self._live: EngineVoice
        try:
            self._live = EngineVoice(driver.SMALL, voice, words_per_minute)
        except VoiceError as error:
            self._fall_back(error)

    @property
    def id(self) -> str:
        return self._live.id

    @property
    def name(self) -> str:
        """The voice that speaks live; espeak-ng's when the small one has failed."""
        return self._live.name

    @property
    def trouble(self) -> VoiceError | None:
        """Why espeak-ng speaks live instead; None when all is well."""
        return self._trouble

    def ready(self, clause: Clause, slow: bool = False) -> Audio | None:
        """See :meth:`voice.speech.engine.Voice.ready`."""
        pace = self._pace * (SLOW if slow else 1.0)
        usual = self._usual(clause)
        return usual if usual is None or pace == 1.0 else self._slowed(clause, pace)

    def speak(self, clause: Clause, slow: bool = False) -> Audio:
        """See :meth:`voice.speech.engine.Voice.speak`."""
        try:
            return self._live.speak(clause, slow)
        except StoppedError:
            raise
        except VoiceError as error:
            if self._trouble is not None:
                raise
            self._fall_back(error)
            return self._live.speak(clause, slow)

    def stop(self) -> None:
        """See :meth:`voice.speech.engine.Voice.stop`."""
        self._live.stop()

    def check(self) -> None:
        """Speak a word to nobody, so that :attr:`name` tells the voice that really speaks.

        Raises:
            VoiceError: it is mute.
        """
        self.speak(Clause("selamat pagi", 0, Tone.FALL))

    def _usual(self, clause: Clause) -> Audio | None:
        shipped = self._at_once(clause)
        if shipped is not None:
            return shipped
        rendered = self._cache.get(key_of(clause, self.shipped.voice_id, slow=False))
        return rendered if rendered is not None else self.shipped.assembled(clause)

    def _paced(self, clause: Clause, pace: float) -> Audio | None:
        usual = self._usual(clause)
        return None if usual is None else at_pace(usual, pace)

    def _fall_back(self, error: VoiceError) -> None:
        self._trouble = error
        self._live = EngineVoice(espeak.DRIVER, None, self._rate)
