"""The web console put together: the frame from the desk, the FAQ's pages, speech and hearing."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable, Sequence

from fastapi import FastAPI

from desk import Procedure, load_procedure
from desk.console import Access, Level, Link, Notice, Section, application, secret
from faq import Cause, Decision, FaqError, Match, load_units
from faq.pages import ACTIONS, LINKS, Surroundings, notices, router, templates
from faq.review import Senses, Unheard
from models import ModelError, unknown_words
from models.audio import Audio

from .errors import VoiceError
from .office import ZonedClock, faq_folder, open_shelf, open_voice
from .settings import Settings
from .speech import Speaker

TICKET_BLANK = "(nomor tiket)"


def access(settings: Settings, host: str | None = None, port: int | None = None) -> Access:
    """From where the console may be reached.

    Raises:
        DeskError: other computers could come in without a password.
    """
    section = settings.console
    password = section.password.get_secret_value() if section.password is not None else None
    return Access(host or section.host, section.port if port is None else port, password)


def open_console(settings: Settings, allowed: Access) -> FastAPI:
    """The console over the office's FAQ.

    Raises:
        DeskError: the key of the sessions cannot be kept.
        VoiceError: there is no voice.
    """
    speaker = open_voice(settings)
    around = Surroundings(
        shelf=open_shelf(settings),
        now=ZonedClock(settings).now,
        wav=wav_of(speaker),
        reply=reply_of(load_procedure(), _unit_name(settings)),
        senses=senses(settings, speaker),
        folder=faq_folder(settings),
    )
    faq = Section(
        name="faq",
        links=tuple(Link(title, path) for title, path in LINKS),
        actions=tuple(Link(title, path) for title, path in ACTIONS),
        templates=templates(),
        router=lambda shell: router(shell, around),
        notices=lambda: [
            Notice(Level(n.level), n.text, Link(n.action, n.path)) for n in notices(around)
        ],
    )
    return application(
        allowed,
        secret(settings.at_home(settings.storage.knowledge).parent),
        [faq],
        office=settings.office.unit,
        clock=ZonedClock(settings),
        failures=(FaqError, VoiceError, ModelError),
    )


def wav_of(speaker: Speaker) -> Callable[[str], bytes]:
    """A function that says a text as the caller hears it: a WAV file, 8 kHz, 16 bits."""

    def wav(text: str) -> bytes:
        return _wav(speaker.render(text))

    return wav


def reply_of(procedure: Procedure, unit_name: Callable[[str], str]) -> Callable[[Match], str]:
    """A function that gives the first sentence said in a call after a match."""

    def reply(match: Match) -> str:
        if match.decision is Decision.ANSWER and match.entry is not None:
            return procedure.sentence("answer", answer=match.entry.answer)
        if match.decision is Decision.CLARIFY:
            first, second = (candidate.entry.title for candidate in match.candidates[:2])
            return procedure.sentence("clarify", a=first, b=second)
        reworded = match.cause in (Cause.WEAK, Cause.OUTSIDE, Cause.EMPTY)
        if match.decision is Decision.REPHRASE or reworded:
            return procedure.sentence("rephrase")
        return procedure.sentence(
            "passed_on", unit=unit_name(match.unit or ""), ticket=TICKET_BLANK
        )

    return reply


def senses(settings: Settings, speaker: Speaker) -> Senses:
    """What the built graphs and the voice say to texts."""
    graphs = settings.at_home(settings.storage.graphs)

    def unheard(texts: Sequence[str]) -> list[Unheard] | None:
        try:
            return [Unheard(u.word, u.said, u.sure) for u in unknown_words(texts, graphs)]
        except ModelError:
            return None

    def seconds(text: str) -> float | None:
        try:
            return speaker.render(text).seconds
        except VoiceError:
            return None

    return Senses(unheard=unheard, seconds=seconds)


def _unit_name(settings: Settings) -> Callable[[str], str]:
    def name(key: str) -> str:
        key = key or settings.knowledge.default_unit
        try:
            return load_units(faq_folder(settings)).get(key, key)
        except FaqError:
            return key

    return name


def _wav(audio: Audio) -> bytes:
    packed = io.BytesIO()
    with wave.open(packed, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(audio.rate)
        file.writeframes(audio.pcm16())
    return packed.getvalue()
