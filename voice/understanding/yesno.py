"""Yes or no, as Indonesian callers say it."""

from __future__ import annotations

from typing import Final

from .commands import plain

_NO: Final = frozenset("tidak bukan belum salah jangan keliru kurang".split())
_YES: Final = frozenset(
    "ya iya betul benar sudah oke ok baik bisa boleh siap cukup setuju sip jelas yoi ho-oh "
    "terjawab mengerti paham pas tepat".split()
)
_THANKS: Final = "terima kasih"
_MORE: Final = frozenset("ada masih lagi".split())
_ENOUGH: Final = frozenset("sudah cukup".split())


def yes_or_no(text: str) -> bool | None:
    """True for yes, False for no, None when it is neither. A negation anywhere wins."""
    words = plain(text).split()
    if any(w in _NO for w in words):
        return False
    if any(w in _YES for w in words) or _THANKS in " ".join(words):
        return True
    return None


def wants_more(text: str) -> bool | None:
    """The answer to "apakah ada lagi?", where "sudah" and "terima kasih" mean no."""
    said = plain(text)
    words = said.split()
    if any(w in _NO or w in _ENOUGH for w in words) or _THANKS in said:
        return False
    if any(w in _MORE or w in _YES for w in words):
        return True
    return None
