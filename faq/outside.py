"""Matters of the office's field that no entry answers (`outside.yaml`): people answer them.

They compete with the entries for a question, so that a question of a known kind that only sounds
like an entry is passed on instead of answered.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from faq.errors import FaqError, Problem, shown_path
from faq.lined_yaml import Node, decoded, read

OUTSIDE: Final = Path(__file__).resolve().parent / "outside.yaml"


def load_outside(path: Path = OUTSIDE) -> dict[str, tuple[str, ...]]:
    """The matters by title, each with ways of asking it.

    Raises:
        FaqError: with every problem, each with its line.
    """
    return _matters(read(path), shown_path(path))


def outside_of(content: bytes, file: str) -> dict[str, tuple[str, ...]]:
    """As `load_outside`, for content already in hand; `file` names it in messages."""
    return _matters(decoded(content, file), file)


def _matters(root: Node, file: str) -> dict[str, tuple[str, ...]]:
    if root.value is None:
        return {}
    if not isinstance(root.value, dict):
        raise FaqError([Problem(file, root.line, "berkas harus berbentuk hal: [ucapan, ...]")])
    problems: list[Problem] = []
    found: dict[str, tuple[str, ...]] = {}
    for key, node in root.value.items():
        items = node.value if isinstance(node.value, list) else []
        texts = tuple(item.value for item in items if isinstance(item.value, str))
        asks = tuple(" ".join(text.split()) for text in texts if text.strip())
        if not asks or len(asks) != len(items):
            problems.append(Problem(file, node.line, f'"{key.name}" harus berisi daftar ucapan'))
        elif key.name in found:
            problems.append(Problem(file, key.line, f'hal "{key.name}" sudah ada'))
        found[key.name] = asks
    if problems:
        raise FaqError(problems)
    return found
