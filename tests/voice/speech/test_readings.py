"""What a good announcer would make of written Indonesian: a table of readings, kind by kind."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice.speech import Tone, clauses

_TABLE = Path(__file__).with_name("readings.tsv")
_ESCAPES = {
    r"\n": "\n",
    r"\t": "\t",
    r"\0": "\0",
    r"\a": "\a",
    r"\e": "\x1b",
    r"\u200b": "\u200b",
}
_KINDS = {
    *("number", "decimal", "percent", "phone", "clock", "date", "range", "money", "ordinal"),
    *("roman", "abbreviation", "word-acronym", "letter-acronym", "unit", "url", "email"),
    *("bracket", "english", "degree", "batak", "nias", "code", "regulation", "school", "sign"),
    *("question", "answer", "bad"),
}


def _rows() -> Iterator[tuple[str, str, str]]:
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("# "):
            kind, written, said = line.split("\t")
            for escape, char in _ESCAPES.items():
                written = written.replace(escape, char)
            yield kind, written, said


_ROWS = list(_rows())


def _said(text: str) -> str:
    return " | ".join(c.text + "?" * (c.tone is Tone.RISE) for c in clauses(text))


def test_the_table_has_rows_enough_of_every_kind() -> None:
    counted = Counter(kind for kind, _, _ in _ROWS)
    assert len({written for _, written, _ in _ROWS}) >= 400
    assert set(counted) == _KINDS
    assert min(counted.values()) >= 15


@pytest.mark.parametrize(
    ("written", "said"),
    [pytest.param(w, s, id=f"{kind}-{i}") for i, (kind, w, s) in enumerate(_ROWS)],
)
def test_is_said_as_an_announcer_would(written: str, said: str) -> None:
    assert _said(written) == said
