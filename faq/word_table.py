"""The editable table of how callers speak (`words.yaml`), read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from faq.entry_schema import unknown_key
from faq.errors import FaqError, Problem, shown_path
from faq.lined_yaml import Node, decoded, read

WORDS: Final = Path(__file__).resolve().parent / "words.yaml"
_GROUPED: Final = ("acronyms", "slang", "synonyms", "questions")
_LISTED: Final = ("fillers", "stopwords", "negations", "markers", "general", "keep")
_KEYS: Final = (*_GROUPED, "related", *_LISTED)


@dataclass(frozen=True, slots=True)
class WordTable:
    """Everything people may edit about words.

    Attributes:
        acronyms: acronym -> other ways it is said.
        slang: plain form -> everyday forms.
        synonyms: word standing for all -> words of the same meaning.
        questions: kind of question -> phrases that show it.
        related: pairs of question kinds callers mix.
        fillers: phrases without meaning for the question.
        stopwords: words without a topic.
        negations: words that turn a question round.
        markers: words and phrases that mark a matter of their own.
        general: acronyms that do not.
        keep: words the stemmer leaves alone.
    """

    acronyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    slang: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    related: frozenset[frozenset[str]] = frozenset()
    fillers: tuple[str, ...] = ()
    stopwords: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    markers: frozenset[str] = frozenset()
    general: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()

    @classmethod
    def load(cls, path: Path = WORDS) -> WordTable:
        """Read the table.

        Raises:
            FaqError: with every problem, each with its line.
        """
        return _Reader(shown_path(path)).table(read(path))

    @classmethod
    def of(cls, content: bytes, file: str) -> WordTable:
        """As `load`, for content already in hand; `file` names it in messages."""
        return _Reader(file).table(decoded(content, file))


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def table(self, root: Node) -> WordTable:
        if not isinstance(root.value, dict):
            raise FaqError([Problem(self.file, root.line, "berkas harus berisi daftar berkunci")])
        for key in root.value:
            if key.name not in _KEYS:
                self._say(key.line, unknown_key(key.name, _KEYS))
        parts = {key.name: node for key, node in root.value.items()}
        grouped = {name: self._groups(parts.get(name)) for name in _GROUPED}
        listed = {name: self._phrases(parts.get(name), name) for name in _LISTED}
        related = self._related(parts.get("related"), grouped["questions"])
        if self.problems:
            raise FaqError(sorted(self.problems))
        return WordTable(
            acronyms=grouped["acronyms"],
            slang=grouped["slang"],
            synonyms=grouped["synonyms"],
            questions=grouped["questions"],
            related=related,
            fillers=listed["fillers"],
            stopwords=frozenset(listed["stopwords"]),
            negations=frozenset(listed["negations"]),
            markers=frozenset(listed["markers"]),
            general=frozenset(listed["general"]),
            keep=frozenset(listed["keep"]),
        )

    def _say(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, message))

    def _phrases(self, node: Node | None, what: str) -> tuple[str, ...]:
        if node is None or node.value is None:
            return ()
        if not isinstance(node.value, list):
            self._say(node.line, f'isi "{what}" harus berupa daftar')
            return ()
        phrases = []
        for item in node.value:
            # "no", "on" and the like are words here: take the spelling, whatever YAML thinks.
            text = item.value if isinstance(item.value, str) else item.raw
            plain = " ".join(text.lower().split())
            if not plain:
                self._say(item.line, f'ada isi kosong di "{what}"')
                continue
            phrases.append(plain)
        return tuple(phrases)

    def _groups(self, node: Node | None) -> dict[str, tuple[str, ...]]:
        if node is None or node.value is None:
            return {}
        if not isinstance(node.value, dict):
            self._say(node.line, "bagian ini harus berbentuk kata: [kata lain, ...]")
            return {}
        return {key.name: self._phrases(child, key.name) for key, child in node.value.items()}

    def _related(
        self, node: Node | None, kinds: Mapping[str, tuple[str, ...]]
    ) -> frozenset[frozenset[str]]:
        if node is None or not isinstance(node.value, list):
            return frozenset()
        pairs = set()
        for item in node.value:
            names = self._phrases(item, "related")
            if len(set(names)) != 2 or not set(names) <= set(kinds):
                self._say(item.line, '"related" berisi pasangan dua jenis pertanyaan yang dikenal')
                continue
            pairs.add(frozenset(names))
        return frozenset(pairs)
