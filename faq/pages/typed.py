"""The form for one entry, exactly as it was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from faq.draft import MOST_ASKS
from faq.entry import FaqEntry

_DAY: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_KEPT: Final = "\n\t"
# Joiners belong to emoji and some scripts; the others are left over from copied documents.
_JOINERS: Final = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Typed:
    """Every field as text, so that nothing typed is lost whatever it is.

    Attributes:
        title, topic, answer, unit, freshness: as in `FaqEntry`.
        new_topic: name of a topic that is not there yet; it counts when not empty.
        ask: ways of asking, one a line.
        source: addresses, one a line.
        valid_until: a day, as ``2026-12-31`` or ``31-12-2026``.
        checked: the person says to have compared the answer with its source.
        verified_by, verified_on: who did instead, and when; empty for the person and today.
        withdrawn: nobody vouches for it any more.
    """

    title: str = ""
    topic: str = ""
    new_topic: str = ""
    ask: str = ""
    answer: str = ""
    unit: str = ""
    source: str = ""
    freshness: str = ""
    valid_until: str = ""
    checked: bool = False
    verified_by: str = ""
    verified_on: str = ""
    withdrawn: bool = False

    @classmethod
    def of_form(cls, form: Mapping[str, object]) -> Typed:
        """As posted; a field left out is empty."""

        def field(name: str) -> str:
            value = form.get(name, "")
            return cleaned(value) if isinstance(value, str) else ""

        return cls(
            title=field("judul"),
            topic=field("topik"),
            new_topic=field("topik_baru"),
            ask=field("cara"),
            answer=field("jawaban"),
            unit=field("unit"),
            source=field("sumber"),
            freshness=field("umur"),
            valid_until=field("sampai"),
            checked=bool(field("cocok")),
            verified_by=field("pengesah"),
            verified_on=field("disahkan"),
            withdrawn=bool(field("cabut")),
        )

    @classmethod
    def of_entry(cls, entry: FaqEntry) -> Typed:
        """As the form opens."""
        return cls(
            title=entry.title,
            topic=entry.topic,
            ask="\n".join(entry.ask),
            answer=entry.answer,
            unit=entry.unit,
            source="\n".join(entry.source),
            freshness=entry.freshness.value,
            valid_until=entry.valid_until.isoformat() if entry.valid_until else "",
        )

    def asked_also(self, wordings: Sequence[str]) -> Typed:
        """With more ways of asking, those already there left out."""
        asks = {" ".join(line.casefold().split()): line for line in lines(self.ask)}
        for wording in wordings[:MOST_ASKS]:
            line = " ".join(cleaned(wording).split())
            if line:
                asks.setdefault(line.casefold(), line)
        return replace(self, ask="\n".join(asks.values()))


def lines(text: str) -> list[str]:
    """The lines that hold something, without list marks and spaces around."""
    found = (re.sub(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+", "", line) for line in text.splitlines())
    return [" ".join(line.split()) for line in found if line.strip()]


def day_of(text: str) -> date | None:
    """The day that was typed; None when it is none."""
    text = text.strip()
    found = _DAY.fullmatch(text)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def cleaned(text: str) -> str:
    """Without what cannot be seen: control characters and the marks of copied documents."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    return "".join(c for c in text if c in _KEPT or c in _JOINERS or not _unseen(c))


def _unseen(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co")
