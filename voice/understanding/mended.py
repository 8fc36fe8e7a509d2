"""What a caller means to have said: without hesitation, and with slips of the tongue taken back."""

from __future__ import annotations

import re
from typing import Final

_HESITATION: Final = re.compile(r"\b(?:e{2,}|em|ehm+|hm+|anu|aduh|apa ya|apa namanya)\b")
_TAKEN_BACK: Final = re.compile(
    r"\b(?:eh bukan|eh maaf|eh salah|bukan bukan|maaf maksud saya|maksud saya|maksudnya|ralat|tapi"
    r"|eh|maaf)\b"
)
_COURTEOUS: Final = re.compile(
    r"(?:\s+(?:pak|bu|ya|kak|bang|mbak|mas|min|gitu|begitu|terima kasih))+$"
)


def mended(text: str) -> str:
    """``rina eh bukan anu rini ya pak`` -> ``rini``; never less than one word of the answer."""
    said = _tidy(_HESITATION.sub(" ", text.lower()))
    said = _COURTEOUS.sub("", f" {said}").strip() or said
    *before, last = (_tidy(part) for part in _TAKEN_BACK.split(said))
    return last or next((part for part in reversed(before) if part), said)


def _tidy(text: str) -> str:
    return " ".join(text.split())
