"""Keeps the ears and the rendered speech abreast of the FAQ while calls are being taken."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from faq import Edition, FaqError, Shelf
from models import ModelError

from .errors import VoiceError
from .hearing import EarsLike

EVERY: Final = 2.0
"""Seconds between two looks at the files of the FAQ."""

AFTER_FAILURE: Final = 60.0
"""The same while a change could not be made ready: trying is dear."""


class LentEars:
    """The ears of the office. A call keeps those it began with; new ones are for calls to come."""

    def __init__(self, ears: EarsLike) -> None:
        self._ears = ears
        self._users: dict[int, int] = {}
        self._changed = threading.Condition()
        self._closed = False

    @contextmanager
    def lent(self) -> Iterator[EarsLike]:
        """The newest ears for one call; closed afterwards when others took their place."""
        with self._changed:
            ears = self._ears
            self._users[id(ears)] = self._users.get(id(ears), 0) + 1
        try:
            yield ears
        finally:
            with self._changed:
                self._users[id(ears)] -= 1
                last = not self._users[id(ears)]
                if last:
                    del self._users[id(ears)]
                superseded = last and (ears is not self._ears or self._closed)
                self._changed.notify_all()
            if superseded:
                ears.close()

    def replace(self, ears: EarsLike) -> None:
        """Give these to every call that begins from now on."""
        with self._changed:
            if self._closed:
                spare: EarsLike | None = ears
            else:
                before, self._ears = self._ears, ears
                spare = before if id(before) not in self._users else None
        if spare is not None:
            spare.close()

    def await_idle(self, seconds: float) -> bool:
        """Wait until no call has ears; False when that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._users or self._closed, seconds)

    @property
    def closed(self) -> bool:
        """Whether no call will be lent ears any more."""
        return self._closed

    def close(self) -> None:
        """Close the ears, those of running calls when these end. Again is harmless."""
        with self._changed:
            unused = not self._closed and id(self._ears) not in self._users
            self._closed = True
            self._changed.notify_all()
        if unused:
            self._ears.close()


class Renewal:
    """Makes ready what a change of the FAQ needs: search graphs and rendered answers.

    Neither is waited for. Until the graphs are there, calls hear with the ones before; an answer
    that is not rendered yet is rendered when it is said.

    Args:
        shelf: the FAQ.
        ears: in use.
        hear: new ears for an edition, or None when the present ones will do.
        speak: renders the answers of an edition.
        known: the edition that ears and speech were opened with.
    """

    def __init__(
        self,
        shelf: Shelf,
        ears: LentEars,
        hear: Callable[[Edition], EarsLike | None],
        speak: Callable[[Edition], object],
        known: Edition,
    ) -> None:
        self._shelf = shelf
        self._ears = ears
        self._hear = hear
        self._speak = speak
        self._ready = known.key
        self._phrasings = frozenset(known.book.phrasings())
        self._working = threading.Lock()
        self._stop = threading.Event()
        self._starting = threading.Lock()
        self._begun: threading.Thread | None = None
        self.failure = ""
        """Why the last change is not ready, to be tried again; "" when it is."""

    def watch(self, every: float = EVERY) -> None:
        """Look every so many seconds from now on; graphs that are out of date are built first."""

        def run() -> None:
            unsure, pause = True, 0.0
            while not self._stop.wait(pause):
                with suppress(FaqError):
                    self._make(self._shelf.current(), unsure)
                    unsure = unsure and bool(self.failure)
                pause = max(every, AFTER_FAILURE) if self.failure else every

        _in_background(run)

    def call_begins(self, edition: Edition) -> None:
        """Begin in the background to make an edition ready, if it is not; returns at once.

        While another is being made ready nothing is begun; a later call does it.
        """
        with self._starting:
            busy = self._working.locked() or (self._begun is not None and self._begun.is_alive())
            if not busy and edition.key != self._ready and not self._stop.is_set():
                self._begun = _in_background(lambda: self._make(edition))

    def finish(self) -> None:
        """Wait for what :meth:`call_begins` began."""
        if self._begun is not None:
            self._begun.join()

    def close(self) -> None:
        """Begin nothing any more. What runs is not waited for; it ends with the process."""
        self._stop.set()

    def _make(self, edition: Edition, unsure: bool = False) -> None:
        with self._working:
            if self._stop.is_set() or (edition.key == self._ready and not unsure):
                return
            phrasings = frozenset(edition.book.phrasings())
            failures = [_failure(lambda: self._speak(edition))]
            if unsure or phrasings != self._phrasings:
                heard = _failure(lambda: self._listen(edition))
                failures.append(heard)
                if not heard:
                    self._phrasings = phrasings
            self.failure = " ".join(filter(None, failures))
            if not self.failure:
                self._ready = edition.key

    def _listen(self, edition: Edition) -> None:
        ears = self._hear(edition)
        if ears is not None:
            self._ears.replace(ears)


def _failure(work: Callable[[], object]) -> str:
    """Do something and tell why it failed; "" when it did not."""
    try:
        work()
    except (ModelError, VoiceError) as error:
        return str(error)
    except Exception as error:
        # Whatever it is, the thread must live on and the reason must be seen.
        return f"Perubahan tanya-jawab belum siap: {type(error).__name__}: {error}"
    return ""


def _in_background(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, name="faq-renewal", daemon=True)
    thread.start()
    return thread
