"""Questions to judge the matcher by, written apart from the entries by several people.

Sets lie in ``faq/eval`` as ``labels<TAB>question``, in files named after their kind. A question
belongs to the tuning half or to the test half by the checksum of its text, so that adding one moves
no other. Thresholds and weights may only ever be tuned on the tuning half.

``heard.tsv`` holds the same questions as the recogniser understood them over a telephone line,
spoken by synthetic voices: ``question<TAB>voice<TAB>word:confidence ...<TAB>other readings``
(written by ``python -m bench.matching.hear``).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import faq
from faq import FaqEntry

SETS: Final = Path(faq.__file__).resolve().parent / "eval"
HEARD: Final = SETS / "heard.tsv"
NAMES: Final = ("in_scope", "out_of_scope", "ambiguous", "case_specific")
# Fixed, so that the figures do not change with the calendar.
TODAY: Final = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a set.

    Attributes:
        kind: one of ``NAMES``.
        labels: fact or entry ids it may be answered with.
        text: as asked.
        words: as heard, each with the recogniser's confidence 0..1; empty where it was written.
        voice: who spoke it, "" where it was written.
        others: what else may have been said, likeliest first.
    """

    kind: str
    labels: frozenset[str]
    text: str
    words: tuple[tuple[str, float], ...] = ()
    voice: str = ""
    others: tuple[str, ...] = ()

    @property
    def half(self) -> str:
        return "tuning" if zlib.crc32(self.text.encode()) % 2 == 0 else "test"

    @property
    def said(self) -> str:
        """What the matcher is given."""
        return " ".join(word for word, _ in self.words) if self.voice else self.text

    def is_right(self, entry: FaqEntry) -> bool:
        return entry.id in self.labels or not self.labels.isdisjoint(entry.facts)


def read_questions(folder: Path = SETS) -> list[Question]:
    """Every question of every set, as written."""
    return [
        Question(kind, frozenset(labels.split(",")) - {"-"}, text)
        for kind in NAMES
        for path in sorted(folder.glob(f"{kind}*.tsv"))
        for labels, text in _rows(path)
    ]


def read_heard(path: Path = HEARD) -> list[Question]:
    """Every question as it was heard; one whose text is in no set any more is left out."""
    written = {question.text: question for question in read_questions(path.parent)}
    found = []
    for text, voice, said, *rest in _rows(path):
        question = written.get(text)
        if question is not None:
            words = tuple(_heard_word(part) for part in said.split())
            readings = tuple(other for part in rest for other in part.split("|") if other)
            found.append(Question(question.kind, question.labels, text, words, voice, readings))
    return found


def _heard_word(part: str) -> tuple[str, float]:
    word, _, confidence = part.rpartition(":")
    return word, float(confidence)


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
