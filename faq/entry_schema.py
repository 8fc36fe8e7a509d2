"""The form of an entry in YAML, checked key by key; every problem is named with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Final

from faq.entry import FaqEntry, Freshness, Origin
from faq.errors import Problem
from faq.lined_yaml import Key, Node

REQUIRED: Final = ("id", "title", "ask", "answer", "unit", "facts", "freshness", "source")
OPTIONAL: Final = ("verified", "valid_until", "tags")
KEYS: Final = REQUIRED + OPTIONAL
MIN_ASKS: Final = 3
MAX_TEXT: Final = 4000
IDENTIFIER: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORD: Final = re.compile(r"[^\W\d_]")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no editor shows and YAML holds only in disguise."""


def unknown_key(name: str, known: Iterable[str]) -> str:
    """Message for a key nobody reads, with the likeliest intended one."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    hint = f'; mungkin maksudnya "{near[0]}"' if near else f"; yang dikenal: {', '.join(known)}"
    return f'kunci "{name}" tidak dikenal{hint}'


class EntryReader:
    """Reads the entries of one file; problems gather in `problems`."""

    def __init__(self, file: str, topic: str, units: Collection[str]) -> None:
        self.file = file
        self.topic = topic
        self.units = units
        self.problems: list[Problem] = []

    def entry(self, node: Node) -> FaqEntry | None:
        """One list item; None when anything in it is wrong."""
        before = len(self.problems)
        if not isinstance(node.value, dict):
            self._say(node.line, 'butir harus dimulai dengan "- id: ..."')
            return None
        fields = {key.name: value for key, value in node.value.items()}
        for key in node.value:
            if key.name not in KEYS:
                self._say(key.line, unknown_key(key.name, KEYS))
        for name in REQUIRED:
            if name not in fields:
                self._say(node.line, f'kunci "{name}" belum ada')
        ident = self._text(fields, "id")
        if ident and not IDENTIFIER.fullmatch(ident):
            self._say(fields["id"].line, f'id "{ident}" harus huruf kecil berpisah tanda hubung')
        title = self._text(fields, "title")
        answer = self._text(fields, "answer")
        unit = self._unit(fields)
        ask, ask_lines = self._asks(fields)
        freshness = self._freshness(fields)
        verified_by, verified_on = self._verified(fields)
        valid_until = self._valid_until(fields)
        if freshness is Freshness.SEASONAL and valid_until is None and "freshness" in fields:
            at = fields.get("valid_until", fields["freshness"]).line
            self._say(at, 'fakta musiman (M) wajib punya tanggal "valid_until"')
        source, _ = self._texts(fields, "source")
        facts, _ = self._texts(fields, "facts")
        tags, _ = self._texts(fields, "tags")
        if freshness is None or len(self.problems) > before:
            return None
        return FaqEntry(
            id=ident,
            title=title,
            topic=self.topic,
            ask=ask,
            answer=answer,
            unit=unit,
            source=source,
            facts=facts,
            freshness=freshness,
            verified_by=verified_by,
            verified_on=verified_on,
            valid_until=valid_until,
            tags=tags,
            origin=Origin(self.file, node.line, ask_lines),
        )

    def _say(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, message))

    def _string(self, node: Node, what: str) -> str:
        if isinstance(node.value, str):
            text = " ".join(node.value.split())
            if not text:
                self._say(node.line, f"{what} masih kosong")
            elif len(text) > MAX_TEXT:
                self._say(node.line, f"{what} terlalu panjang ({len(text)} huruf)")
            elif found := _CONTROL.search(text):
                sign = f"{ord(found[0]):04X}"
                self._say(node.line, f"{what} memuat huruf kendali (U+{sign}); hapus huruf itu")
            return text
        if node.value is None:
            self._say(node.line, f"{what} masih kosong")
        else:
            hint = f'; beri tanda kutip: "{node.raw}"' if node.raw else ""
            self._say(node.line, f"{what} harus berupa teks{hint}")
        return ""

    def _text(self, fields: Mapping[str, Node], name: str) -> str:
        return self._string(fields[name], f'"{name}"') if name in fields else ""

    def _texts(
        self, fields: Mapping[str, Node], name: str
    ) -> tuple[tuple[str, ...], tuple[int, ...]]:
        node = fields.get(name)
        if node is None or (node.value is None and name not in REQUIRED):
            return (), ()
        if not isinstance(node.value, list):
            self._say(node.line, f'"{name}" harus berupa daftar: [..., ...]')
            return (), ()
        items = [(self._string(item, f'isi "{name}"'), item.line) for item in node.value]
        return tuple(text for text, _ in items), tuple(line for _, line in items)

    def _asks(self, fields: Mapping[str, Node]) -> tuple[tuple[str, ...], tuple[int, ...]]:
        asks, lines = self._texts(fields, "ask")
        seen: dict[str, int] = {}
        for text, line in zip(asks, lines, strict=True):
            plain = " ".join(text.casefold().split())
            if text and not _WORD.search(text):
                self._say(line, f'ucapan "{text}" tidak memuat kata')
            if plain in seen:
                self._say(line, f'ucapan "{text}" sudah ada di baris {seen[plain]}')
            seen.setdefault(plain, line)
        if "ask" in fields and isinstance(fields["ask"].value, list) and len(asks) < MIN_ASKS:
            self._say(
                fields["ask"].line, f'"ask" perlu sedikitnya {MIN_ASKS} ucapan, baru {len(asks)}'
            )
        return asks, lines

    def _unit(self, fields: Mapping[str, Node]) -> str:
        unit = self._text(fields, "unit")
        if unit and unit not in self.units:
            near = get_close_matches(unit, list(self.units), n=1, cutoff=0.5)
            hint = f'; mungkin maksudnya "{near[0]}"' if near else ""
            self._say(fields["unit"].line, f'unit "{unit}" tidak ada di units.yaml{hint}')
        return unit

    def _freshness(self, fields: Mapping[str, Node]) -> Freshness | None:
        text = self._text(fields, "freshness")
        if not text:
            return None
        try:
            return Freshness(text)
        except ValueError:
            choices = ", ".join(f"{f.value} ({f.label})" for f in Freshness)
            self._say(fields["freshness"].line, f'"freshness" harus salah satu dari {choices}')
            return None

    def _day(self, node: Node, what: str) -> date | None:
        # A timestamp with a clock time is a datetime, which is also a date: refuse it by name.
        if isinstance(node.value, date) and not isinstance(node.value, datetime):
            return node.value
        self._say(node.line, f"{what} harus tanggal TTTT-BB-HH")
        return None

    def _valid_until(self, fields: Mapping[str, Node]) -> date | None:
        node = fields.get("valid_until")
        if node is None or node.value is None:
            return None
        return self._day(node, '"valid_until"')

    def _verified(self, fields: Mapping[str, Node]) -> tuple[str | None, date | None]:
        node = fields.get("verified")
        if node is None or node.value is None:
            return None, None
        if not isinstance(node.value, dict):
            self._say(node.line, '"verified" harus {by: "nama", on: TTTT-BB-HH} atau null')
            return None, None
        parts: dict[Key, Node] = node.value
        inner = {key.name: value for key, value in parts.items()}
        for key in parts:
            if key.name not in ("by", "on"):
                self._say(key.line, unknown_key(key.name, ("by", "on")))
        for name in ("by", "on"):
            if name not in inner:
                self._say(node.line, f'"verified" belum punya "{name}"')
        by = self._string(inner["by"], '"verified.by"') if "by" in inner else None
        on = self._day(inner["on"], '"verified.on"') if "on" in inner else None
        return by, on
