"""YAML that remembers its lines and refuses what a hand-written data file never needs.

Only plain mappings, lists and scalars are read: no tags, no anchors, no duplicate keys, no
document larger than `MAX_BYTES`. Keys are taken as written (``on`` stays ``on``, although YAML 1.1
would make it ``true``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import yaml

from faq.errors import FaqError, Problem, shown_path

MAX_BYTES: Final = 2 * 1024 * 1024
_CORE: Final = "tag:yaml.org,2002:"
_SCALARS: Final = {"str", "null", "bool", "int", "float", "timestamp"}


@dataclass(frozen=True, slots=True)
class Key:
    """A mapping key with its 1-based line."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its 1-based line.

    Attributes:
        value: str, None, bool, int, float, date, list of nodes, or dict of `Key` to node.
        line: where it begins.
        raw: a scalar's own spelling; "" otherwise.
    """

    value: str | bool | int | float | date | list[Node] | dict[Key, Node] | None
    line: int
    raw: str = ""


class _Builder:
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._scalars = yaml.constructor.SafeConstructor()

    def say(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, message))

    def build(self, node: yaml.Node) -> Node:
        line = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, line)
        if isinstance(node, yaml.SequenceNode):
            if node.tag != _CORE + "seq":
                self.say(line, f'tanda "{node.tag}" tidak diizinkan; tulis nilai biasa')
            return Node([self.build(child) for child in node.value], line)
        if not isinstance(node, yaml.MappingNode):  # pragma: no cover - the three kinds are all
            raise TypeError(type(node).__name__)
        if node.tag != _CORE + "map":
            self.say(line, f'tanda "{node.tag}" tidak diizinkan; tulis nilai biasa')
        pairs: dict[Key, Node] = {}
        seen: dict[str, int] = {}
        for key, value in node.value:
            key_line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.say(key_line, "kunci harus berupa satu kata")
                continue
            if key.value in seen:
                self.say(
                    key_line,
                    f'kunci "{key.value}" ditulis dua kali (sudah ada di baris {seen[key.value]})',
                )
                continue
            seen[key.value] = key_line
            pairs[Key(key.value, key_line)] = self.build(value)
        return Node(pairs, line)

    def _scalar(self, node: yaml.ScalarNode, line: int) -> Node:
        kind = node.tag.removeprefix(_CORE)
        if kind not in _SCALARS:
            self.say(line, f'tanda "{node.tag}" tidak diizinkan; tulis nilai biasa')
            return Node(None, line, node.value)
        try:
            value = self._scalars.construct_object(node)
        except (ValueError, yaml.YAMLError):
            self.say(line, f'"{node.value}" bukan tanggal atau angka yang sah')
            return Node(None, line, node.value)
        return Node(value, line, node.value)


def read(path: Path) -> Node:
    """Read one YAML file.

    Raises:
        FaqError: unreadable, too large, not UTF-8, not YAML, or holding what is refused.
    """
    file = shown_path(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FaqError([Problem(file, 0, f"berkas terlalu besar ({size} bita)")])
        content = path.read_bytes()
    except OSError as exc:
        reason = exc.strerror or str(exc)
        raise FaqError([Problem(file, 0, f"berkas tidak dapat dibaca ({reason})")]) from exc
    return decoded(content, file)


def decoded(content: bytes, file: str) -> Node:
    """As `read`, for a file's content already in hand; `file` names it in messages."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise FaqError([Problem(file, 0, "berkas bukan teks UTF-8")]) from exc
    return parse(text, file)


def parse(text: str, file: str) -> Node:
    """As `read`, for text already in hand; `file` names it in messages."""
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                mark = event.start_mark
                line = mark.line + 1 if mark else 0
                raise FaqError([Problem(file, line, "jangkar (& dan *) tidak diizinkan")])
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as exc:
        where = exc.problem_mark or exc.context_mark
        line = where.line + 1 if where else 0
        message = f"susunan YAML salah ({exc.problem or exc.context}); periksa indentasi dan kutip"
        raise FaqError([Problem(file, line, message)]) from exc
    except yaml.YAMLError as exc:
        raise FaqError([Problem(file, 0, "berkas memuat huruf yang tidak sah")]) from exc
    except RecursionError as exc:
        raise FaqError([Problem(file, 0, "susunan YAML terlalu dalam")]) from exc
    if root is None:
        return Node(None, 1)
    builder = _Builder(file)
    node = builder.build(root)
    if builder.problems:
        raise FaqError(builder.problems)
    return node
