"""An entry while a person is writing it: plain fields, what is wrong with them, its identity."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final

from faq.check import Level
from faq.entry import FaqEntry, Freshness, Origin
from faq.entry_schema import IDENTIFIER, EntryReader
from faq.errors import FaqError, Problem
from faq.lined_yaml import Key, Node, parse

MOST_ASKS: Final = 500
LONGEST_ASK: Final = 300
LONGEST_ID: Final = 60
LABELS: Final = {
    "id": "id",
    "title": "judul",
    "topic": "topik",
    "ask": "ucapan",
    "answer": "jawaban",
    "unit": "unit",
    "source": "sumber",
    "facts": "fakta",
    "freshness": "umur fakta",
    "verified_by": "nama pengesah",
    "verified_on": "tanggal pengesahan",
    "valid_until": "berlaku sampai",
    "tags": "label",
}
"""The fields as maintainers know them, in the order of a form."""

_FIRST_FIELD: Final = 100_000
"""Phrasings are counted from 1, as on a form; the fields come after any number of them."""
_INVISIBLE: Final = dict.fromkeys(
    [0x00AD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
"""Marks that come along when text is pasted and that nobody means to write."""
_SCRIPT: Final = "naskah"
_LONG_QUOTE: Final = re.compile(r'"([^"]{60})[^"]+"')
_ID_WORDS: Final = 3
_EMPTY_WORDS: Final = frozenset(
    "dan atau di ke dari yang untuk dengan pada bagi oleh dalam tentang soal itu ini apa".split()
)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to see to in one field.

    Attributes:
        level: an error keeps the entry from being saved, a warning asks for a look.
        field: name of the field of `Draft`; "" when no single one is meant.
        message: Indonesian, without the name of the field when that goes without saying.
        at: place in a list (of phrasings, sources), from 0; None for the whole field.
    """

    level: Level
    field: str
    message: str
    at: int | None = None

    def __str__(self) -> str:
        where = LABELS.get(self.field, "")
        if where and self.at is not None:
            where = f"{where} {self.at + 1}"
        return f"{where}: {self.message}" if where else self.message


class DraftError(FaqError):
    """A draft cannot be saved as it stands.

    Attributes:
        remarks: what is wrong, field by field.
    """

    def __init__(self, remarks: Collection[Remark]) -> None:
        self.remarks = tuple(remarks)
        super().__init__("Belum disimpan. " + "; ".join(map(str, self.remarks)) + ".")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a maintainer fills in. Nothing is checked until `wrong` or ``faq.review`` is asked.

    The fields are those of `FaqEntry`; `topic` is the name of the file without its ending.
    """

    id: str
    title: str
    topic: str
    ask: tuple[str, ...]
    answer: str
    unit: str
    source: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    freshness: Freshness = Freshness.FIXED
    verified_by: str | None = None
    verified_on: date | None = None
    valid_until: date | None = None
    tags: tuple[str, ...] = ()

    @classmethod
    def of(cls, entry: FaqEntry) -> Draft:
        """The fields of an entry, exactly."""
        return cls(**{field.name: getattr(entry, field.name) for field in fields(cls)})

    @classmethod
    def parsed(cls, text: str, topic: str, units: Collection[str]) -> Draft:
        """The one entry of a YAML text, as it stands in a topic file.

        Raises:
            FaqError: with every problem and its line; the file is named ``naskah``.
        """
        root = parse(text, _SCRIPT)
        node = root.value[0] if isinstance(root.value, list) and len(root.value) == 1 else root
        if not isinstance(node.value, dict):
            raise FaqError(
                [Problem(_SCRIPT, root.line, 'tulis tepat satu butir, mulai "- id: ..."')]
            )
        reader = EntryReader(_SCRIPT, topic, units)
        entry = reader.entry(node)
        if entry is None:
            raise FaqError(sorted(reader.problems))
        return cls.of(entry)

    @property
    def fingerprint(self) -> str:
        """Changes with any field; tells whether somebody else has changed the entry meanwhile."""
        values = "\0".join(repr(getattr(self, field.name)) for field in fields(self))
        return hashlib.sha256(values.encode("utf-8", "backslashreplace")).hexdigest()[:16]

    def tidied(self) -> Draft:
        """With single spaces, without invisible marks and empty rows: as it will be read back."""
        return replace(
            self,
            id=_tidy(self.id),
            title=_tidy(self.title),
            topic=_tidy(self.topic),
            ask=_rows(self.ask),
            answer=_tidy(self.answer),
            unit=_tidy(self.unit),
            source=_rows(self.source),
            facts=_rows(self.facts),
            verified_by=_tidy(self.verified_by or "") or None,
            tags=_rows(self.tags),
        )

    def entry(self) -> FaqEntry:
        """As an entry, whatever may be wrong with it. Its phrasings lie on lines 1, 2, ..."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        lines = tuple(range(1, len(self.ask) + 1))
        return FaqEntry(**values, origin=Origin("", _FIRST_FIELD, lines))

    def wrong(self, units: Collection[str], topics: Collection[str] = ()) -> list[Remark]:
        """What keeps the entry from being saved; empty for a good one.

        Args:
            units: keys of the desks.
            topics: files that are there already, however they are named.
        """
        reader = EntryReader("", self.topic, units)
        reader.entry(_as_node(self))
        return [*_limits(self, topics), *(_remark(problem) for problem in reader.problems)]

    def vouched_anew(self, before: Draft) -> Draft:
        """Without its verification when what was vouched for has changed since `before`.

        A new name or day counts as vouching for the new text, and stays.
        """
        vouched = (self.verified_by, self.verified_on)
        if self.answer == before.answer or vouched != (before.verified_by, before.verified_on):
            return self
        return replace(self, verified_by=None, verified_on=None)


def propose_id(topic: str, title: str, taken: Collection[str]) -> str:
    """A kebab-case id that nobody has: the topic and the telling words of the title."""
    topic_words = _id_words(topic)
    said = _id_words(title)
    told = [w for w in said if w not in topic_words and w not in _EMPTY_WORDS][:_ID_WORDS]
    base = "-".join([*topic_words, *(told or said[:_ID_WORDS])])[:LONGEST_ID].strip("-") or "butir"
    number, proposed = 1, base
    while proposed in taken:
        number += 1
        proposed = f"{base}-{number}"
    return proposed


def _id_words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[a-z0-9]+", folded.encode("ascii", "ignore").decode())


def _tidy(text: str) -> str:
    return " ".join(text.translate(_INVISIBLE).split())


def _rows(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(_tidy, texts)))


def _as_node(draft: Draft) -> Node:
    """The draft as if it had been read from a file; a line stands for a field or a phrasing."""

    def texts(name: str) -> Node:
        line = _line(name)
        return Node([Node(text, line) for text in getattr(draft, name)], line)

    values: dict[str, Node] = {
        name: Node(str(getattr(draft, name)), _line(name))
        for name in ("id", "title", "answer", "unit", "freshness")
    }
    values |= {name: texts(name) for name in ("source", "facts", "tags")}
    values["ask"] = Node([Node(ask, at) for at, ask in enumerate(draft.ask, 1)], _line("ask"))
    if draft.verified_by is not None or draft.verified_on is not None:
        parts = {"by": draft.verified_by, "on": draft.verified_on}
        inner: dict[Key, Node] = {
            Key(name, _line(f"verified_{name}")): Node(value, _line(f"verified_{name}"))
            for name, value in parts.items()
        }
        values["verified"] = Node(inner, _line("verified_by"))
    values["valid_until"] = Node(draft.valid_until, _line("valid_until"))
    pairs = {Key(name, node.line): node for name, node in values.items()}
    return Node(pairs, _FIRST_FIELD)


def _line(field: str) -> int:
    return _FIRST_FIELD + 1 + list(LABELS).index(field)


def _remark(problem: Problem) -> Remark:
    if problem.line < _FIRST_FIELD:
        return Remark(Level.ERROR, "ask", _in_words(problem.message), problem.line - 1)
    field = list(LABELS)[problem.line - _FIRST_FIELD - 1]
    return Remark(Level.ERROR, field, _in_words(problem.message))


def _in_words(message: str) -> str:
    message = _LONG_QUOTE.sub(r'"\1…"', message)
    message = message.replace('"verified.by"', LABELS["verified_by"])
    message = message.replace('"verified.on"', LABELS["verified_on"])
    for name, label in LABELS.items():
        message = message.replace(f'"{name}"', label)
    return message


def _limits(draft: Draft, topics: Collection[str]) -> Iterator[Remark]:
    if not draft.topic:
        yield Remark(Level.ERROR, "topic", "masih kosong")
    elif draft.topic not in topics and not IDENTIFIER.fullmatch(draft.topic):
        message = "harus huruf kecil berpisah tanda hubung, misalnya kepala-sekolah"
        yield Remark(Level.ERROR, "topic", message)
    elif len(draft.topic) > LONGEST_ID:
        yield Remark(Level.ERROR, "topic", f"terlalu panjang, paling banyak {LONGEST_ID} huruf")
    if len(draft.id) > LONGEST_ID:
        yield Remark(Level.ERROR, "id", f"terlalu panjang, paling banyak {LONGEST_ID} huruf")
    if len(draft.ask) > MOST_ASKS:
        message = f"terlalu banyak ({len(draft.ask)}), paling banyak {MOST_ASKS}"
        yield Remark(Level.ERROR, "ask", message)
    for at, ask in enumerate(draft.ask):
        if len(ask) > LONGEST_ASK:
            message = f"terlalu panjang ({len(ask)} huruf), paling banyak {LONGEST_ASK}"
            yield Remark(Level.ERROR, "ask", message, at)
