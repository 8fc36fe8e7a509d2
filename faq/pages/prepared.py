"""Something that takes long is made once, beside the pages that wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

GRACE: Final = 2.0
"""Seconds a page waits before it says that it is not ready yet; a person hardly notices them."""


class Prepared(Generic[K, V]):
    """The newest value of something, made in the background whenever its key has changed.

    Args:
        grace: seconds to wait for it.
    """

    def __init__(self, grace: float = GRACE) -> None:
        self._grace = grace
        self._lock = threading.Lock()
        self._work: _Work[K, V] | None = None

    def get(self, key: K, make: Callable[[], V]) -> V | None:
        """The value for this key, or None while it is being made; ask again.

        Raises whatever `make` raised; asking after that tries again.
        """
        with self._lock:
            work = self._work
            if work is None or work.key != key:
                if work is not None and work.running:
                    # One at a time: two would both be later.
                    return None
                work = self._work = _Work(key, make)
        if not work.done.wait(self._grace):
            return None
        if work.error is not None:
            with self._lock:
                if self._work is work:
                    self._work = None
            raise work.error
        return work.value


class _Work(Generic[K, V]):
    def __init__(self, key: K, make: Callable[[], V]) -> None:
        self.key = key
        self.value: V | None = None
        self.error: Exception | None = None
        self.done = threading.Event()
        self._make = make
        threading.Thread(target=self._run, name="faq-prepared", daemon=True).start()

    @property
    def running(self) -> bool:
        return not self.done.is_set()

    def _run(self) -> None:
        try:
            self.value = self._make()
        except Exception as error:
            self.error = error
        finally:
            self.done.set()
