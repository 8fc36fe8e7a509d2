"""What can be wrong with the FAQ, said so that a maintainer can put it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_ROOM = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in one place.

    Attributes:
        file: the file as a maintainer knows it, e.g. ``faq/entries/pip.yaml``.
        line: 1-based line; 0 when the whole file is meant.
        message: Indonesian sentence without the place.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class FaqError(Exception):
    """The FAQ cannot be used as it stands; the text names every problem, one a line."""

    def __init__(self, problems: Sequence[Problem] | str) -> None:
        self.problems: tuple[Problem, ...] = () if isinstance(problems, str) else tuple(problems)
        text = problems if isinstance(problems, str) else "\n".join(map(str, problems))
        super().__init__(text)


def shown_path(path: Path) -> str:
    """``faq/entries/pip.yaml`` for packaged files, else the path as it was given."""
    try:
        return (Path("faq") / path.resolve().relative_to(_ROOM)).as_posix()
    except ValueError:
        return str(path)
