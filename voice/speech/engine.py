"""A voice is a pyttsx3 driver: this speaks one clause through it and gives 8 kHz audio back."""

from __future__ import annotations

import threading
from functools import cache
from typing import Any, Final, Protocol

import pyttsx3

from models.audio import LINE_RATE, Audio
from voice.errors import VoiceError
from voice.speech import espeak
from voice.speech.clause import Clause, Tone
from voice.speech.level import for_line
from voice.speech.neural import driver as neural
from voice.speech.pcm_driver import WORDS_PER_MINUTE

SLOW: Final = 0.8
"""Speed of "pelan-pelan" relative to the usual one; the pitch stays."""


class StoppedError(VoiceError):
    """``stop`` ended an utterance; not a fault."""


class Voice(Protocol):
    """What the speaker needs of a voice; another one takes its place by having these."""

    @property
    def id(self) -> str:
        """Changes whenever the voice would sound different: part of the key of cached audio."""

    def ready(self, clause: Clause, slow: bool = False) -> Audio | None:
        """A clause as :meth:`speak` gives it, if it was rendered ahead; at once."""

    def speak(self, clause: Clause, slow: bool = False) -> Audio:
        """One clause at 8 kHz and the level of the line, without its pause.

        Raises:
            StoppedError: :meth:`stop` ended it.
            VoiceError: no sound came of it.
        """

    def stop(self) -> None:
        """End a ``speak`` that another thread is in."""


class EngineVoice:
    """A pyttsx3 driver with a ``sink`` property as a :class:`Voice`.

    Args:
        driver: name for ``pyttsx3.init``.
        voice: one of the driver's voices; its own choice when None.
        words_per_minute: usual speed.

    Raises:
        VoiceError: the driver or the voice is not there.
    """

    def __init__(
        self,
        driver: str = espeak.DRIVER,
        voice: str | None = None,
        words_per_minute: int = WORDS_PER_MINUTE,
    ) -> None:
        self._machine = _machine(driver)
        self._driver = driver
        self._rate = words_per_minute
        with self._machine.lock:
            self._voice = voice or str(self._machine.engine.getProperty("voice"))
            self._machine.set("voice", self._voice)
            self._version = str(self._machine.engine.getProperty("version"))
            self._real = str(self._machine.engine.getProperty("voice"))

    @property
    def id(self) -> str:
        return f"{self._driver} {self._version} {self._real} {self._rate}"

    @property
    def name(self) -> str:
        """The voice that really speaks now; a lesser one when the wanted one has failed."""
        return self._real

    def ready(self, clause: Clause, slow: bool = False) -> Audio | None:
        """Nothing is: what this voice said is kept by whoever asked."""
        return None

    def speak(self, clause: Clause, slow: bool = False) -> Audio:
        """See :meth:`Voice.speak`."""
        machine = self._machine
        with machine.lock:
            if machine.engine.getProperty("voice") != self._voice:
                machine.set("voice", self._voice)
            machine.set("rate", round(self._rate * (SLOW if slow else 1.0)))
            raw = machine.speak(clause.text + clause.tone.value)
            self._real = str(machine.engine.getProperty("voice"))
        spoken = for_line(raw)
        if not len(spoken.samples):
            raise VoiceError(
                f"Mesin suara tidak menghasilkan bunyi untuk teks '{clause.text[:40]}'. "
                "Jalankan: sapa doctor"
            )
        return spoken

    def check(self) -> None:
        """Speak a word to nobody, so that :attr:`name` tells the voice that really speaks.

        Raises:
            VoiceError: it is mute.
        """
        self.speak(Clause("selamat pagi", 0, Tone.FALL))

    def stop(self) -> None:
        """See :meth:`Voice.stop`."""
        self._machine.engine.stop()


class _Machine:
    """One running pyttsx3 engine; whoever uses it holds its lock."""

    def __init__(self, driver: str) -> None:
        self.lock = threading.RLock()
        self._pieces: list[Audio] = []
        self._errors: list[BaseException] = []
        try:
            self.engine: Any = pyttsx3.init(driver)
        except (ImportError, RuntimeError) as error:
            raise VoiceError(
                f"Mesin suara '{driver}' tidak dapat dijalankan ({error}). Jalankan: sapa doctor"
            ) from error
        self.engine.connect("error", self._failed)
        self.engine.connect("finished-utterance", self._finished)
        self.engine.startLoop(False)
        self.engine.iterate()

    def set(self, name: str, value: object) -> None:
        self.engine.setProperty(name, value)
        self._raise_errors()

    def speak(self, text: str) -> Audio:
        self._pieces.clear()
        self._completed = False
        self.set("sink", self._pieces.append)
        self.engine.say(text)
        self._raise_errors()
        if not self._completed:
            raise StoppedError("Ucapan dihentikan sebelum selesai.")
        pieces = self._pieces
        return Audio.join(pieces, pieces[0].rate if pieces else LINE_RATE)

    def _failed(self, name: str | None, exception: BaseException) -> None:
        self._errors.append(exception)

    def _finished(self, name: str | None, completed: bool) -> None:
        self._completed = completed

    def _raise_errors(self) -> None:
        """pyttsx3 turns what a driver raises into a notice; make it an error again."""
        if self._errors:
            error = self._errors[0]
            self._errors.clear()
            if isinstance(error, VoiceError):
                raise error
            raise VoiceError(f"Mesin suara gagal ({error}). Jalankan: sapa doctor") from error


@cache
def _machine(driver: str) -> _Machine:
    if driver == espeak.DRIVER:
        espeak.register()
    elif driver in (neural.SMALL, neural.LARGE):
        neural.register(driver)
    return _Machine(driver)
