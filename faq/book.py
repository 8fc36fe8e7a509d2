"""The book: every entry of a folder, checked, with the desks that own them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from faq.entry import FaqEntry
from faq.entry_schema import EntryReader, unknown_key
from faq.errors import FaqError, Problem, shown_path
from faq.lined_yaml import decoded
from faq.sources import Sources, content_of, places


@dataclass(frozen=True, slots=True)
class FaqBook:
    """All entries, in the order of files and lines.

    Attributes:
        entries: unique by id.
        units: key of a desk to its spoken name.
    """

    entries: tuple[FaqEntry, ...]
    units: Mapping[str, str] = field(default_factory=dict)
    _by_id: dict[str, FaqEntry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {entry.id: entry for entry in self.entries})

    @classmethod
    def load(cls, folder: Path | None = None, units: Path | None = None) -> FaqBook:
        """Read every ``*.yaml`` of `folder` (the packaged entries by default).

        `units` names the table of desks; by default ``units.yaml`` beside the folder, else the
        packaged one.

        Raises:
            FaqError: with every problem of the folder, each with file and line.
        """
        return cls.of(Sources.read(folder, units))

    @classmethod
    def of(cls, sources: Sources) -> FaqBook:
        """The book of files already read.

        Raises:
            FaqError: with every problem, each with file and line.
        """
        desks = _units(sources.units_text, shown_path(sources.units))
        problems: list[Problem] = []
        entries: list[FaqEntry] = []
        for name, content in sources.topics:
            path = sources.folder / name
            found, wrong = _topic(content, shown_path(path), path.stem, tuple(desks))
            entries += found
            problems += wrong
        problems += _twice(entries)
        if problems:
            raise FaqError(sorted(problems))
        if not entries:
            place = shown_path(sources.folder)
            raise FaqError([Problem(place, 0, "folder FAQ belum berisi satu butir pun")])
        return cls(tuple(entries), desks)

    def get(self, entry_id: str) -> FaqEntry | None:
        """The entry of that id, or None."""
        return self._by_id.get(entry_id)

    def phrasings(self) -> list[str]:
        """Every way of asking, in order: the words the recogniser must know."""
        return [ask for entry in self.entries for ask in entry.ask]

    def __iter__(self) -> Iterator[FaqEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def load_units(folder: Path | None = None) -> dict[str, str]:
    """Desks by key, each with its spoken name: the table that belongs to a folder of entries.

    Raises:
        FaqError: the table is missing or is not a mapping of keys to ``{name: ...}``.
    """
    path = places(folder).units
    return _units(content_of(path), shown_path(path))


def _units(content: bytes, file: str) -> dict[str, str]:
    root = decoded(content, file)
    if not isinstance(root.value, dict) or not root.value:
        raise FaqError([Problem(file, root.line, "daftar unit harus berisi kunci unit")])
    desks: dict[str, str] = {}
    problems: list[Problem] = []
    for key, node in root.value.items():
        parts = node.value if isinstance(node.value, dict) else {}
        name = next((v.value for k, v in parts.items() if k.name == "name"), None)
        if isinstance(node.value, str):
            name = node.value
        if not isinstance(name, str) or not name.strip():
            problems.append(Problem(file, key.line, f'unit "{key.name}" belum punya "name"'))
            continue
        desks[key.name] = name.strip()
    if problems:
        raise FaqError(problems)
    return desks


# One topic of many changes at a time: the others need not be read again.
@lru_cache(maxsize=512)
def _topic(
    content: bytes, file: str, topic: str, desks: tuple[str, ...]
) -> tuple[tuple[FaqEntry, ...], tuple[Problem, ...]]:
    try:
        root = decoded(content, file)
    except FaqError as exc:
        return (), exc.problems
    if root.value is None:
        return (), (Problem(file, 0, "berkas masih kosong"),)
    if isinstance(root.value, dict):
        first = next(iter(root.value), None)
        hint = unknown_key(first.name, ("- id",)) if first else "berkas masih kosong"
        return (), (Problem(file, root.line, f"berkas harus berupa daftar butir; {hint}"),)
    if not isinstance(root.value, list):
        return (), (Problem(file, root.line, 'berkas harus berupa daftar butir "- id: ..."'),)
    reader = EntryReader(file, topic, desks)
    entries = [entry for node in root.value if (entry := reader.entry(node)) is not None]
    return tuple(entries), tuple(reader.problems)


def _twice(entries: Sequence[FaqEntry]) -> list[Problem]:
    first: dict[str, FaqEntry] = {}
    problems = []
    for entry in entries:
        other = first.setdefault(entry.id, entry)
        if other is not entry:
            place = f"{other.origin.file}:{other.origin.line}"
            message = f'id "{entry.id}" sudah dipakai di {place}'
            problems.append(Problem(entry.origin.file, entry.origin.line, message))
    return problems
