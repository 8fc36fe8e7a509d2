"""Puts the parts together by the configuration: what every call of this process shares."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desk import Clock, Desk, OfficeHours, load_procedure
from faq import Edition, FaqBook, FaqError, Shelf, load_units
from models import BuildReport, Ears, build_graphs, current_build, keep_heap_small

from .call import Office
from .conversing import Manners
from .dialogue import Words
from .errors import VoiceError
from .foreseen import foreseen
from .renewal import LentEars, Renewal
from .settings import Settings
from .speech import OfficeSpeaker, open_speaker

IDLE_SECONDS = 600.0
"""Longest wait for a moment without a call: during one, two pairs of ears fill the memory."""
_WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")


class ZonedClock:
    """The machine's clock in the office's time zone.

    Raises:
        VoiceError: the zone is unknown to this machine.
    """

    def __init__(self, settings: Settings) -> None:
        name = settings.office.timezone
        try:
            self.zone = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise VoiceError(
                f"Zona waktu {name!r} tidak dikenal; periksa [office] timezone di sapa.toml."
            ) from error

    def now(self) -> datetime:
        return datetime.now(self.zone)

    def beginning(self, day: date) -> datetime:
        """The first moment of a day."""
        return datetime.combine(day, time(), self.zone)


def office_hours(settings: Settings) -> OfficeHours:
    """Working hours of the staff as the service clock wants them."""
    week = {}
    for day, hours in settings.office.hours.items():
        opens, closes = (time.fromisoformat(h.replace(".", ":")) for h in hours.split("-"))
        week[_WEEKDAYS.index(day)] = ((opens, closes),)
    return OfficeHours(
        week, frozenset(settings.office.holidays), ZoneInfo(settings.office.timezone)
    )


def open_desk(settings: Settings, clock: Clock | None = None) -> Desk:
    """The records, opened with the office's hours. Raises DeskError."""
    key = settings.knowledge.default_unit
    return Desk.open(
        settings.database_url,
        clock if clock is not None else ZonedClock(settings),
        hours=office_hours(settings),
        front_desk=(key, unit_name(settings, key)),
    )


def open_book(settings: Settings) -> FaqBook:
    """The FAQ as its files are now. Raises FaqError with file and line."""
    return FaqBook.load(faq_folder(settings))


def open_shelf(settings: Settings) -> Shelf:
    """The FAQ as calls get it: the last good version while a file is broken."""
    kept = settings.at_home(settings.storage.knowledge) / "good"
    return Shelf(faq_folder(settings), kept, ZonedClock(settings).now)


def unit_name(settings: Settings, key: str) -> str:
    """Spoken name of a desk by its key; "" is the front desk."""
    key = key or settings.knowledge.default_unit
    try:
        return load_units(faq_folder(settings)).get(key, key)
    except FaqError:
        # Tickets are worked on whatever the state of the FAQ.
        return key


def faq_folder(settings: Settings) -> Path | None:
    """Folder of the entries; None for the packaged one."""
    folder = settings.knowledge.folder
    return None if folder is None else settings.at_home(folder)


def open_voice(settings: Settings) -> OfficeSpeaker:
    """Sapa's voice with its store of rendered speech. Raises VoiceError."""
    return open_speaker(
        settings.at_home(settings.storage.speech),
        voice=settings.speech.voice,
        words_per_minute=settings.speech.words_per_minute,
    )


def open_ears(settings: Settings) -> Ears:
    """Both ears over the built graphs. Raises ModelError."""
    model = settings.hearing.model
    graphs = settings.at_home(settings.storage.graphs)
    second = settings.hearing.second_pass
    if model is None:
        return Ears.load(graphs=graphs, second=second)
    return Ears.load(settings.at_home(model), graphs=graphs, second=second)


def build_ears(settings: Settings, phrasings: Iterable[str] | None = None) -> BuildReport:
    """Build the recognition graphs from the word lists and the FAQ, where anything has changed."""
    spoken = list(phrasings) if phrasings is not None else open_book(settings).phrasings()
    graphs = settings.at_home(settings.storage.graphs)
    model = settings.hearing.model
    if model is None:
        return build_graphs(graphs, spoken)
    return build_graphs(graphs, spoken, model=settings.at_home(model))


def known_sentences(settings: Settings) -> list[str]:
    """Everything this office can be foreseen to say; see :mod:`voice.foreseen`.

    An answer that may not be spoken today is left out.
    """
    book = open_shelf(settings).current().book
    entries = [entry for entry in book if entry.speakable(today(settings))]
    units = load_units(faq_folder(settings)).values()
    return foreseen(load_procedure(), settings.office, entries, units)


def spoken_answers(book: FaqBook, day: date) -> list[str]:
    """The answers that may be spoken on a day."""
    return [entry.answer for entry in book if entry.speakable(day)]


def open_office(settings: Settings, clock: Clock | None = None) -> Office:
    """Everything a call needs, ready.

    Raises:
        VoiceError, ModelError, FaqError, DeskError: a part is missing or broken.
    """
    keep_heap_small()
    shelf = open_shelf(settings)
    known = shelf.current()
    procedure = load_procedure()
    desk = open_desk(settings, clock)
    desk.recover()
    office = settings.office
    speaker = open_voice(settings)
    speaker.prepare()
    built = current_build(settings.at_home(settings.storage.graphs))
    ears = LentEars(open_ears(settings))
    return Office(
        ears=ears,
        speaker=speaker,
        procedure=procedure,
        shelf=shelf,
        renewal=Renewal(
            shelf,
            ears,
            _new_ears(settings, ears, built),
            lambda edition: speaker.prerender(spoken_answers(edition.book, today(settings))),
            known,
        ),
        desk=desk,
        service_clock=desk.service,
        words=Words(office.unit, office.officer, office.recording_notice),
        manners=Manners(
            silence_seconds=settings.calls.silence_seconds,
            longest_seconds=settings.calls.longest_minutes * 60.0,
            barge_in=settings.calls.barge_in,
        ),
        default_unit=settings.knowledge.default_unit,
        recordings=settings.at_home(settings.storage.recordings),
    )


def _new_ears(
    settings: Settings, ears: LentEars, opened: str | None
) -> Callable[[Edition], Ears | None]:
    """Builds the graphs of an edition and opens ears over them.

    Args:
        opened: build over which the present ears were opened. Another process may build too, so
            what this one built says nothing about what its ears know.
    """
    in_use = opened

    def made(edition: Edition) -> Ears | None:
        nonlocal in_use
        built = build_ears(settings, edition.book.phrasings()).key
        if built == in_use:
            return None
        ears.await_idle(IDLE_SECONDS)
        if ears.closed:
            return None
        new = open_ears(settings)
        in_use = built
        return new

    return made


def today(settings: Settings) -> date:
    """The date in the office's time zone."""
    return ZonedClock(settings).now().date()


def free_space(folder: Path) -> int:
    """Free bytes where a folder is or would be."""
    at = folder.absolute()
    while not at.exists():
        at = at.parent
    return shutil.disk_usage(at).free
