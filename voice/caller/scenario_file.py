"""A scenario's YAML with the line of every value, so that a mistake is named where it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from voice.errors import VoiceError


@dataclass(frozen=True, slots=True)
class Item:
    """One YAML value and where it stands.

    The readers below return the value, or raise VoiceError naming file, line and what is wanted.
    """

    path: Path
    node: yaml.Node
    what: str

    def error(self, wanted: str) -> VoiceError:
        return VoiceError(f"{self.path}:{self.node.start_mark.line + 1}: {self.what} {wanted}.")

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    def mapping(self, keys: Collection[str] | None = None) -> dict[str, Item]:
        """The values by key; only the given keys are allowed (None: any)."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error('harus berisi pasangan "kunci: nilai"')
        found: dict[str, Item] = {}
        for key_node, value_node in self.node.value:
            key = Item(self.path, key_node, "kunci")
            name = key.text()
            if name in found:
                raise key.error(f'"{name}" tertulis dua kali')
            if keys is not None and name not in keys:
                raise key.error(f'"{name}" tidak dikenal; yang ada: {", ".join(sorted(keys))}')
            found[name] = Item(self.path, value_node, f'"{name}"')
        return found

    def items(self) -> Iterator[Item]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.error("harus berupa daftar")
        for child in self.node.value:
            yield Item(self.path, child, f"isi {self.what}")

    def text(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode) or self._is("null"):
            raise self.error("harus berupa teks")
        return str(self.node.value).strip()

    def one_of(self, names: Collection[str]) -> str:
        name = self.text()
        if name not in names:
            raise self.error(f'"{name}" tidak dikenal; yang ada: {", ".join(sorted(names))}')
        return name

    def number(self, least: float, most: float) -> float:
        wanted = f"harus berupa angka antara {least:g} dan {most:g}"
        if not isinstance(self.node, yaml.ScalarNode) or not (self._is("int") or self._is("float")):
            raise self.error(wanted)
        value = float(yaml.safe_load(self.node.value))
        if not least <= value <= most:
            raise self.error(wanted)
        return value

    def whole(self, least: int, most: int) -> int:
        value = self.number(least, most)
        if value != int(value):
            raise self.error("harus berupa bilangan bulat")
        return int(value)

    def yes(self) -> bool:
        if not self._is("bool"):
            raise self.error("harus true atau false")
        return str(self.node.value).lower() in ("true", "yes", "on")

    def moment(self) -> datetime:
        """A date and time with its offset from UTC."""
        try:
            moment = datetime.fromisoformat(self.text())
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise self.error("harus berupa waktu dengan zona, misalnya 2026-11-23T09:00:00+07:00")
        return moment

    def _is(self, kind: str) -> bool:
        return bool(self.node.tag == f"tag:yaml.org,2002:{kind}")


def root(path: Path) -> Item:
    """The document of a YAML file.

    Raises:
        VoiceError: the file is missing, unreadable, empty, or not YAML (with its line).
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "bukan teks UTF-8"
        raise VoiceError(f"Berkas skenario {path} tidak dapat dibaca ({reason}).") from error
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise VoiceError(
            f"{path}:{line}: susunan YAML salah ({error.problem or error.context}); "
            "periksa indentasi dan tanda kutip."
        ) from error
    except RecursionError as error:
        raise VoiceError(f"{path}:1: susunan YAML terlalu dalam.") from error
    except yaml.YAMLError as error:
        raise VoiceError(f"{path}:1: berkas memuat huruf yang tidak sah untuk YAML.") from error
    if node is None:
        raise VoiceError(f"{path}:1: berkas skenario kosong.")
    return Item(path, node, "skenario")
