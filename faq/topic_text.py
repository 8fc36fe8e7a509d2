"""One topic file as text in which entries are changed in place; the rest stays byte for byte."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import yaml

from faq.draft import Draft
from faq.entry_text import ORDER, entry_text, field_text, item_line
from faq.errors import FaqError, Problem

_FIELDS: Final = {"verified": ("verified_by", "verified_on")}
"""Keys that hold more than the field of their name."""
_EMPTY: Final = ("null", "[]")
_BLANK_LINE: Final = re.compile(r"[ \t]*\r?\n")
_BLANK_END: Final = re.compile(r"(\n|\A)([ \t]*\r?\n)+\Z")
_DASH: Final = re.compile(r" *- +")
_BLOCK_HEAD: Final = re.compile(r"[>|][-+0-9]*[ \t]*")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry stands: offsets into the text.

    Attributes:
        dash: of the dash.
        start: of the first key.
        end: after the last value, without the rest of its line.
        column: of the keys.
        values: each key with its node and that of its value.
        flow: it is written as ``{...}``.
    """

    dash: int
    start: int
    end: int
    column: int
    values: dict[str, tuple[yaml.Node, yaml.Node]]
    flow: bool


class TopicText:
    """The text of a topic file that loads.

    Args:
        text: decoded as it is, line ends included.
        file: as maintainers know it, for messages.

    Raises:
        FaqError: the entries are not written as a block list (``- id: ...``).
    """

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self._file = file
        self._newline = "\r\n" if "\r\n" in text else "\n"
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is None:
            self._places: dict[str, _Place] = {}
            self._dash_column = 0
            return
        if not isinstance(root, yaml.SequenceNode) or root.flow_style:
            message = "susunan berkas ini hanya dapat diubah dengan penyunting teks"
            raise FaqError([Problem(file, root.start_mark.line + 1, message)])
        dashes = [
            token.start_mark.index
            for token in yaml.scan(text, Loader=yaml.SafeLoader)
            if isinstance(token, yaml.BlockEntryToken)
        ]
        self._dash_column = root.start_mark.column
        self._places = {}
        for node in root.value:
            start = node.start_mark.index
            values = {key.value: (key, value) for key, value in node.value}
            self._places[values["id"][1].value.strip()] = _Place(
                dash=max(at for at in dashes if at < start),
                start=start,
                end=self._end(node),
                column=node.start_mark.column,
                values=values,
                flow=bool(node.flow_style),
            )

    def __len__(self) -> int:
        return len(self._places)

    def added(self, draft: Draft) -> str:
        """The text with one more entry at its end."""
        dash = " " * self._dash_column + "- "
        return self._appended(dash + entry_text(draft, len(dash)))

    def changed(self, entry_id: str, before: Draft, after: Draft) -> str:
        """The text with those fields of an entry rewritten that differ."""
        place = self._places[entry_id]
        if place.flow:
            new = self._ended(entry_text(after, place.column))
            return self.text[: place.start] + new + self.text[place.end :]
        text = self.text
        # From the end, so that the offsets before stay good.
        edits = sorted(self._edits(place, before, after), key=lambda edit: edit[0])
        for at, end, new in reversed(edits):
            text = text[:at] + self._ended(new) + text[end:]
        return text

    def without(self, entry_id: str) -> str:
        """The text without an entry and the blank lines that parted it from the next."""
        start, end = self._lines(self._places[entry_id])
        while blank := _BLANK_LINE.match(self.text, end):
            end = blank.end()
        kept = self.text[:start]
        if not self.text[end:].strip():
            kept = _BLANK_END.sub(r"\1", kept)
        return kept + self.text[end:]

    def moved(self, entry_id: str, draft: Draft, target: TopicText) -> str:
        """The text of another file with an entry of this one at its end, comments included."""
        if self._dash_column or target._dash_column:
            return target.added(draft)
        start, end = self._places[entry_id].dash, self._lines(self._places[entry_id])[1]
        return target._appended(self.text[start:end].replace("\r\n", "\n").rstrip("\n"))

    def _appended(self, written: str) -> str:
        text = self.text
        if text and not text.endswith("\n"):
            text += self._newline
        if text and not re.search(r"\n[ \t\r]*\n\Z", text):
            text += self._newline
        return text + self._ended(written + "\n")

    def _edits(self, place: _Place, before: Draft, after: Draft) -> list[tuple[int, int, str]]:
        """(from, to, new text) for every field that differs; none overlap."""
        edits = []
        missing = ""
        for key in ORDER:
            names = _FIELDS.get(key, (key,))
            if all(getattr(before, name) == getattr(after, name) for name in names):
                continue
            pair = place.values.get(key)
            if pair is None:
                value = field_text(after, key, place.column, block=False)
                missing += "" if value in _EMPTY else f"\n{' ' * place.column}{key}: {value}"
                continue
            name, node = pair
            if isinstance(node, yaml.SequenceNode) and not node.flow_style:
                edits.append(self._items(name, node, getattr(after, key)))
            else:
                edits.append(self._value(place, key, node, after))
        if missing:
            end = self._line_end(place.end)
            edits.append((end, end, missing))
        return edits

    def _value(
        self, place: _Place, key: str, node: yaml.Node, draft: Draft
    ) -> tuple[int, int, str]:
        start, end = node.start_mark.index, self._end(node)
        old = self.text[start:end]
        alone = not self.text[end : self._line_end(end)].strip()
        new = field_text(draft, key, place.column, block=key == "answer" and alone)
        if not old:
            new = f" {new}"
        elif new.startswith(">-") and (head := _BLOCK_HEAD.match(old)):
            # A comment may stand behind the sign of a block.
            note = old[head.end() :].split("\n", 1)[0].rstrip()
            new = new.replace(">-", f">- {note}", 1) if note.startswith("#") else new
        return start, end, new

    def _items(
        self, name: yaml.Node, node: yaml.SequenceNode, texts: tuple[str, ...]
    ) -> tuple[int, int, str]:
        """The lines of items that stay are kept as they are, with the comments below them."""
        start, end = node.start_mark.index, self._end(node)
        column = node.start_mark.column
        if not texts:
            return name.end_mark.index + 1, end, " []"
        starts = [self._line_start(item.start_mark.index) for item in node.value]
        heads = (
            self.text[line : item.start_mark.index]
            for line, item in zip(starts, node.value, strict=True)
        )
        kept: dict[str, list[str]] = {}
        if all(_DASH.fullmatch(head) for head in heads):
            start, end = starts[0], self._line_end(end)
            for item, line, stop in zip(node.value, starts, [*starts[1:], end], strict=True):
                written = self.text[line:stop].rstrip("\r\n").replace("\r\n", "\n")
                kept.setdefault(" ".join(item.value.split()), []).append(written)
        lines = [kept[t].pop(0) if kept.get(t) else item_line(t, column) for t in texts]
        return start, end, "\n".join(lines)[0 if kept else column :]

    def _lines(self, place: _Place) -> tuple[int, int]:
        """An entry's whole lines; from its dash on when something stands before that."""
        start = self._line_start(place.dash)
        if self.text[start : place.dash].strip():
            start = place.dash
        return start, self._after(place.end)

    def _after(self, at: int) -> int:
        """Behind the line break at or after an offset."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        """Offset of the line break that ends a line, or of the end of the text."""
        found = self.text.find("\n", at)
        if found < 0:
            return len(self.text)
        return found - 1 if self.text[at:found].endswith("\r") else found

    def _end(self, node: yaml.Node) -> int:
        """Behind a node's last sign; what YAML counts as its end may lie lines further on."""
        if isinstance(node, yaml.ScalarNode):
            written = self.text[node.start_mark.index : node.end_mark.index]
            return node.start_mark.index + len(written.rstrip())
        assert isinstance(node, yaml.CollectionNode)
        if node.flow_style or not node.value:
            return int(node.end_mark.index)
        last = node.value[-1]
        return self._end(last[1] if isinstance(last, tuple) else last)

    def _ended(self, text: str) -> str:
        return text.replace("\n", self._newline)
