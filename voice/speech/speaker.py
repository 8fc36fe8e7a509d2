"""Saying a text: clause by clause, from the cache where it can, in frames of the line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from models.audio import LINE_RATE, Audio
from voice.errors import VoiceError
from voice.speech.cache import SpeechCache, key_of
from voice.speech.clause import Clause
from voice.speech.engine import SLOW, StoppedError, Voice
from voice.speech.frontend import clauses

FRAME: Final = LINE_RATE // 50
"""Samples in one piece of speech: 20 ms, as long as a frame of the line."""
LONGEST_KEPT: Final = 4000
"""Characters; a longer text is spoken but not cached, for it would push the prompts out."""


class Speaker(Protocol):
    """Whoever can say written Indonesian over the line."""

    def say(self, text: str, slow: bool = False) -> Iterator[Audio]:
        """Speech in pieces of 20 ms at 8 kHz; closing the iterator or :meth:`stop` ends it.

        Args:
            text: written Indonesian, of any length; normalised here.
            slow: "pelan-pelan": about a fifth slower at the same pitch.

        Raises:
            VoiceError: at once, not at the first piece, when nothing in the text can be spoken;
                while iterating, when the voice fails.
        """

    def render(self, text: str, slow: bool = False) -> Audio:
        """All of :meth:`say` in one piece."""

    def stop(self) -> None:
        """End every ``say`` under way: none gives another piece after this returns."""


@dataclass(frozen=True, slots=True)
class Prerendered:
    """What :meth:`CachedSpeaker.prerender` did: clauses rendered now, found ready, and in all."""

    rendered: int
    ready: int
    seconds: float


class CachedSpeaker:
    """A :class:`Speaker` that renders what the cache lacks.

    Args:
        voice: renders clauses.
        cache: keeps them.
    """

    def __init__(self, voice: Voice, cache: SpeechCache) -> None:
        self._voice = voice
        self._cache = cache
        self._stops = 0
        self._ahead = ThreadPoolExecutor(max_workers=2, thread_name_prefix="speech")

    @property
    def voice(self) -> Voice:
        return self._voice

    def say(self, text: str, slow: bool = False) -> Iterator[Audio]:
        """See :meth:`Speaker.say`."""
        first, rest = _first(text)
        keep = len(text) <= LONGEST_KEPT
        stops = self._stops
        # The first clause is rendered before the call returns: its first piece waits for nothing.
        opening = self._audio(first, slow, keep, stops)
        return self._frames(opening, first, rest, slow, keep, stops)

    def render(self, text: str, slow: bool = False) -> Audio:
        """See :meth:`Speaker.render`."""
        return Audio.join(list(self.say(text, slow)), LINE_RATE)

    def stop(self) -> None:
        """See :meth:`Speaker.stop`."""
        self._stops += 1
        self._voice.stop()

    def prerender(self, texts: Iterable[str], slow: bool = False) -> Prerendered:
        """Make the speech of texts ready.

        Raises:
            VoiceError: nothing in one of the texts can be spoken, or the voice fails.
        """
        rendered = ready = 0
        seconds = 0.0
        for text in texts:
            first, rest = _first(text)
            for clause in (first, *rest):
                audio = self._kept(clause, slow)
                if audio is not None:
                    ready += 1
                else:
                    rendered += 1
                    audio = self._audio(clause, slow, True, self._stops)
                seconds += audio.seconds if audio is not None else 0.0
        return Prerendered(rendered, ready, seconds)

    def _frames(
        self,
        opening: Audio | None,
        first: Clause,
        rest: Iterator[Clause],
        slow: bool,
        keep: bool,
        stops: int,
    ) -> Iterator[Audio]:
        left = np.zeros(0, np.float32)
        clause: Clause | None = first
        audio = opening
        while clause is not None and audio is not None:
            pause = clause.pause_ms / 1000 / (SLOW if slow else 1.0)
            silence = np.zeros(round(pause * LINE_RATE), np.float32)
            samples = np.concatenate([left, audio.samples, silence])
            whole = len(samples) // FRAME * FRAME
            ahead: Future[tuple[Clause | None, Audio | None]] | None = None
            for start in range(0, whole, FRAME):
                if self._stops != stops:
                    return
                yield Audio(samples[start : start + FRAME], LINE_RATE)
                # While a clause is heard the next one is rendered, its first sound not delayed.
                ahead = ahead or self._ahead.submit(self._next, rest, slow, keep, stops)
            left = samples[whole:]
            clause, audio = ahead.result() if ahead else self._next(rest, slow, keep, stops)
        if len(left) and self._stops == stops:
            yield Audio(np.pad(left, (0, FRAME - len(left))), LINE_RATE)

    def _next(
        self, rest: Iterator[Clause], slow: bool, keep: bool, stops: int
    ) -> tuple[Clause | None, Audio | None]:
        clause = next(rest, None)
        return clause, None if clause is None else self._audio(clause, slow, keep, stops)

    def _audio(self, clause: Clause, slow: bool, keep: bool, stops: int) -> Audio | None:
        """A clause from the cache or the voice; None when :meth:`stop` came meanwhile."""
        audio = self._kept(clause, slow)
        while audio is None:
            if self._stops != stops:
                return None
            try:
                audio = self._voice.speak(clause, slow)
            except StoppedError:
                # Meant for this speaker, or for another one that shares the voice.
                continue
            if keep:
                # Asked again: a voice that failed and was replaced has another identity now.
                audio = self._cache.put(key_of(clause, self._voice.id, slow), audio)
        return audio

    def _kept(self, clause: Clause, slow: bool) -> Audio | None:
        """A clause that needs no rendering: the voice has it ready, or the cache does."""
        ready = self._voice.ready(clause, slow)
        if ready is not None:
            return ready
        return self._cache.get(key_of(clause, self._voice.id, slow))


def _first(text: str) -> tuple[Clause, Iterator[Clause]]:
    """The first clause and those after it; VoiceError when there is none."""
    rest = iter(clauses(text))
    first = next(rest, None)
    if first is None:
        shown = " ".join(text.split())[:40]
        raise VoiceError(
            f"Teks '{shown}' tidak memuat kata yang dapat diucapkan. Isi dengan kalimat "
            "bahasa Indonesia."
        )
    return first, rest
