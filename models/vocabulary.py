"""Which words of a text the ears do not know yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from models.errors import ModelError
from models.fields import Field
from models.graph_words import ENTRIES
from models.graphs import default_graphs, field_folder
from models.lexicon import default_lexicon
from models.text import acronyms_in, spoken_words


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that is not in the graph of the questions.

    Attributes:
        word: lower case.
        said: how it will be heard once the graph is rebuilt, as phones.
        sure: the pronunciation stands in a table; otherwise it was made by the spelling rules,
            which foreign words do not follow.
    """

    word: str
    said: str
    sure: bool


def unknown_words(texts: Iterable[str], graphs: Path | None = None) -> list[UnknownWord]:
    """The words of some texts that the built graph of the questions does not hold, in order.

    Args:
        texts: phrasings as people write them.
        graphs: folder given to ``build_graphs``; None means ``default_graphs()``.

    Raises:
        ModelError: nothing is built there.
    """
    base = graphs if graphs is not None else default_graphs()
    path = field_folder(base, Field.QUESTION) / "graph" / ENTRIES
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        raise ModelError(f"Graf di {path.parent} rusak. Jalankan: sapa model build") from None
    known = {line.split("\t", 1)[0] for line in lines}
    lexicon = default_lexicon()
    found: dict[str, UnknownWord] = {}
    for text in texts:
        shouted = acronyms_in(text)
        for word in spoken_words(text):
            if word in known or word in found:
                continue
            way = lexicon.pronunciations(word, acronym=word in shouted)[0]
            found[word] = UnknownWord(word, " ".join(way), word in lexicon)
    return list(found.values())
