"""How entries are written in ``entries/*.yaml``: quoted phrasings, folded answers, flow lists.

Everything here takes text as `Draft.tidied` leaves it (single spaces, no control characters) and
writes YAML that reads back as exactly that text.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import yaml

from faq.draft import Draft
from faq.entry import PLACEHOLDER

WIDTH: Final = 96
_STEP: Final = 2
_PLAIN: Final = re.compile(r"[^\W_][\w .()/&'+–-]*", re.UNICODE)
"""Text that needs no quotes, unless YAML takes it for a number, a date or a yes."""


def quoted(text: str) -> str:
    """In double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def scalar(text: str) -> str:
    """Without quotes where that is safe, also inside a flow list."""
    return text if _is_plain(text) else quoted(text)


def folded(text: str, indent: int) -> str:
    """A folded block: ``>-`` and lines of at most `WIDTH`, indented by so many spaces."""
    lines = textwrap.wrap(
        text, max(WIDTH - indent, 20), break_long_words=False, break_on_hyphens=False
    )
    return "\n".join([">-", *(" " * indent + line for line in lines)])


def flow(texts: Sequence[str], each: Callable[[str], str] = scalar) -> str:
    """A list on one line."""
    return f"[{', '.join(map(each, texts))}]"


def answer_text(text: str, column: int, block: bool = True) -> str:
    """An answer; a placeholder stands in quotes, so that nobody overlooks it.

    Args:
        column: where the key stands, from 0.
        block: whether a folded block may be written there.
    """
    if text.startswith(PLACEHOLDER) or not block:
        return quoted(text)
    return folded(text, column + _STEP)


def item_line(text: str, column: int) -> str:
    """One item of a block list whose dash stands in `column`, without the line's end."""
    return f"{' ' * column}- {quoted(text)}"


def vouched(by: str | None, on: date | None) -> str:
    """Who verified it and when."""
    if by is None or on is None:
        return "null"
    return f"{{by: {quoted(by)}, on: {on.isoformat()}}}"


def field_text(draft: Draft, key: str, column: int, block: bool = True) -> str:
    """The value of a key, with its line breaks inside but none at its end.

    Args:
        draft: tidied.
        key: as in the files, so ``verified`` for both fields of the verification.
        column: where the key stands, from 0.
        block: whether a block may be written there; else everything is on one line.
    """
    if key in ("ask", "source"):
        texts: tuple[str, ...] = getattr(draft, key)
        if not block or (key == "source" and len(texts) < 2):
            return flow(texts, quoted)
        return "\n" + "\n".join(item_line(text, column + _STEP) for text in texts)
    if key == "answer":
        return answer_text(draft.answer, column, block)
    if key == "verified":
        return vouched(draft.verified_by, draft.verified_on)
    if key == "valid_until":
        return draft.valid_until.isoformat() if draft.valid_until is not None else "null"
    if key in ("facts", "tags"):
        return flow(getattr(draft, key))
    return scalar(str(getattr(draft, key)))


ORDER: Final = (
    "id", "title", "ask", "answer", "unit", "facts", "freshness", "source", "verified",
    "valid_until", "tags",
)  # fmt: skip
"""The keys in the order of the files."""


def entry_text(draft: Draft, column: int = _STEP) -> str:
    """A whole entry from its first key on, without the dash and the last line's end.

    Args:
        draft: tidied.
        column: where the keys stand, from 0.
    """
    lines = []
    for key in ORDER:
        value = field_text(draft, key, column)
        lines.append(f"{key}:{value}" if value.startswith("\n") else f"{key}: {value}")
    return ("\n" + " " * column).join(lines)


def _is_plain(text: str) -> bool:
    if not _PLAIN.fullmatch(text) or text != text.strip():
        return False
    try:
        return bool(yaml.safe_load(f"[{text}]") == [text])
    except (yaml.YAMLError, ValueError):
        return False
