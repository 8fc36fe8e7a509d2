"""Two questions in one breath, told apart only where that is safe."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_BREAKS: Final = re.compile(
    r"\b(?:satu lagi|sekalian(?: mau)?(?: tanya)?|selain itu|pertanyaan kedua|yang kedua|"
    r"terus juga|terus satu lagi|dan juga|lalu|terus|dan|sama)\b"
)


def split_compound(text: str, settled: Callable[[str], str | None]) -> list[str]:
    """The questions in `text`, in order; the text itself when it is one question.

    Args:
        text: what was said.
        settled: the id of the entry that answers a text beyond doubt, or None.

    A break counts only when both sides are beyond doubt on their own, with different entries:
    "syarat dan cara NUPTK" stays whole.
    """
    for found in _BREAKS.finditer(text):
        before, after = text[: found.start()].strip(), text[found.end() :].strip()
        if len(before.split()) < 2 or len(after.split()) < 2:
            continue
        first = settled(before)
        if first is None:
            continue
        rest = split_compound(after, settled)
        others = {settled(part) for part in rest}
        if None not in others and first not in others:
            return [before, *rest]
    return [text]
