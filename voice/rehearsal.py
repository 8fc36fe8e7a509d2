"""What a call would make of texts, without a call: for those who write the FAQ."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from desk import Procedure
from faq import Decision, Match, Senses, Unheard
from models import Audio, ModelError, unknown_words
from models.text import spoken_words

from .dialogue.review import likely, may_be_reworded, offers, which
from .errors import VoiceError
from .lines.playing import play
from .settings import Settings
from .speech import Speaker, clauses

TICKET_BLANK = "(nomor tiket)"


class Said:
    """A text in Sapa's voice, as the caller hears it."""

    def __init__(self, audio: Audio) -> None:
        """Args: audio: at 8 kHz."""
        self.audio = audio

    @property
    def seconds(self) -> float:
        return self.audio.seconds

    def play(self) -> None:
        """On the machine's loudspeaker, to the end; VoiceError when there is none."""
        play(self.audio)

    @property
    def wav(self) -> bytes:
        """A WAV file of 16 bits at 8 kHz."""
        packed = io.BytesIO()
        with wave.open(packed, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self.audio.rate)
            file.writeframes(self.audio.pcm16())
        return packed.getvalue()

    def write(self, path: Path) -> None:
        """As a WAV file; VoiceError when it cannot be written."""
        try:
            path.write_bytes(self.wav)
        except OSError as error:
            raise VoiceError(
                f"Suara tidak dapat ditulis ke {path} ({error.strerror}); pilih tempat lain."
            ) from error


def reply(procedure: Procedure, match: Match, today: date, unit_name: Callable[[str], str]) -> str:
    """The first sentence said in a call after a question was matched."""
    if match.decision is Decision.ANSWER and match.entry is not None:
        return procedure.sentence("answer", answer=match.entry.answer)
    probable = likely(match, today)
    if probable:
        return which(procedure, probable)
    if may_be_reworded(match):
        return procedure.sentence("rephrase")
    offered = offers(match, today)
    if match.decision is Decision.CLARIFY and offered:
        return which(procedure, offered)
    return procedure.sentence("passed_on", unit=unit_name(match.unit or ""), ticket=TICKET_BLANK)


def senses(settings: Settings, speaker: Callable[[], Speaker]) -> Senses:
    """What the built graphs and the voice say to texts; what is missing is not asked.

    Args:
        settings: where the graphs are.
        speaker: opened when first needed.
    """
    graphs = settings.at_home(settings.storage.graphs)

    def seconds(text: str) -> float | None:
        try:
            return speaker().render(text).seconds
        except VoiceError:
            return None

    return Senses(lambda texts: unheard(texts, graphs), seconds, unspeakable)


def unheard(texts: Sequence[str], graphs: Path) -> list[Unheard] | None:
    """Words of some phrasings that the ears cannot hear now; None when no graph is built."""
    try:
        unknown = unknown_words(texts, graphs)
    except ModelError:
        return None
    never = (word for text in texts for word in text.split() if _foreign(word))
    return [
        *(Unheard(word, "", False) for word in dict.fromkeys(never)),
        *(Unheard(one.word, one.said.replace(" ", ""), one.sure) for one in unknown),
    ]


def unspeakable(text: str) -> str | None:
    """Why a text cannot be said; None when all of it can."""
    if next(clauses(text), None) is None:
        return "tidak memuat satu kata pun"
    lost = [word for word in text.split() if _foreign(word)]
    if lost:
        return f'"{lost[0][:30]}" tidak ditulis dengan huruf Latin'
    return None


def _foreign(word: str) -> bool:
    """Whether a word has letters, but none that Indonesian is written with."""
    return any(sign.isalpha() for sign in word) and not spoken_words(word)
