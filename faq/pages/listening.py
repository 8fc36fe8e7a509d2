"""Hearing an answer before callers do."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from typing import Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from faq.entry_schema import MAX_TEXT
from faq.pages.frame import Surroundings

_KEPT: Final = 256


class Texts:
    """Texts that a page offers to be heard, under keys it can name. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._texts: OrderedDict[str, str] = OrderedDict()

    def offer(self, text: str) -> str:
        """Path of the text's sound; "" when there is nothing to be said or too much."""
        text = " ".join(text.split())
        if not text or len(text) > MAX_TEXT:
            return ""
        key = hashlib.sha256(text.encode()).hexdigest()[:24]
        with self._lock:
            self._texts[key] = text
            self._texts.move_to_end(key)
            while len(self._texts) > _KEPT:
                self._texts.popitem(last=False)
        return f"/tanya-jawab/suara/{key}.wav"

    def get(self, key: str) -> str | None:
        """The text of a key, or None when it was never offered or long ago."""
        with self._lock:
            return self._texts.get(key)


def add_listening(routes: APIRouter, around: Surroundings, texts: Texts) -> None:
    """The sounds of the texts offered."""

    @routes.get("/suara/{key}.wav")
    def sound(key: str) -> Response:
        text = texts.get(key)
        if text is None:
            raise HTTPException(404)
        return Response(around.wav(text), media_type="audio/wav")
