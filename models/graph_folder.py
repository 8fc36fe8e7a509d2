"""Writes the folders of all fields; runs in a process without Vosk."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from models.errors import ModelError
from models.fields import TIMINGS, Field
from models.graph_words import ENTRIES, write_entries
from models.language import (
    OFFICE_SHARE,
    UNKNOWN_COSTS,
    closed_language,
    general_model,
    office_language,
    spelling_model,
)
from models.lexicon import Lexicon
from models.lm.lookup import write_lookup
from models.lm.words import WordModel
from models.phones import PHONES
from models.phrases import Phrases
from models.search_graph import GraphBuilder
from models.text import acronyms_in
from models.vosk_conf import field_conf


def write_fields(
    folder: Path, phrasings: Sequence[str], model: Path, words: Path, general: Path, large: Path
) -> dict[str, dict[str, int]]:
    """Write one folder for each field, fit for ``vosk.Model``.

    Args:
        folder: where the folders go.
        phrasings: the questions of the FAQ as written.
        model: the acoustic models.
        words: the word lists.
        general: the general language model of the open question's graph.
        large: the larger one with which the second pass weighs what it found there.

    Returns:
        by field the number of ``words`` and of ``bytes`` of its search graph.
    """
    phrases = Phrases(words)
    lexicon = Lexicon.load(words)
    acronyms = {word for text in phrasings for word in acronyms_in(text)}
    summary: dict[str, dict[str, int]] = {}
    for field in Field:
        place = folder / field.value
        _lay_out(place, model / "first-pass", field)
        if field is Field.QUESTION:
            language = office_language(phrases, phrasings)
            wide = general_model(general)
            write_lookup(language, place / "graph" / "office")
            write_lookup(general_model(large), place / "graph" / "large")
            write_lookup(spelling_model(wide, order=3), place / "graph" / "unknown")
        else:
            language, wide = closed_language(field, phrases), None
        summary[field.value] = _write_graph(place / "graph", language, wide, lexicon, acronyms)
    return summary


def _write_graph(
    place: Path,
    language: WordModel,
    wide: WordModel | None,
    lexicon: Lexicon,
    acronyms: set[str],
) -> dict[str, int]:
    unknown = spelling_model(wide, order=2) if wide else None
    others = (model.vocabulary for model in (wide, unknown) if model)
    vocabulary = language.vocabulary.union(*others)
    said = {word: lexicon.pronunciations(word, acronym=word in acronyms) for word in vocabulary}
    if wide is None:
        graph = GraphBuilder(language, said).build()
    else:
        builder = GraphBuilder.of_two(language, wide, OFFICE_SHARE, said, unknown, UNKNOWN_COSTS)
        graph = builder.build()
    graph.write(place / "HCLG.fst")
    _write_symbols(place / "words.txt", graph.words)
    _write_symbols(place / "phones.txt", ["<eps>", *PHONES])
    write_entries(place / ENTRIES, graph.words, said)
    return {"words": len(said), "bytes": (place / "HCLG.fst").stat().st_size}


def _lay_out(place: Path, first_pass: Path, field: Field) -> None:
    (place / "graph").mkdir(parents=True)
    (place / "conf").mkdir()
    _link(first_pass / "am", place / "am")
    _link(first_pass / "conf" / "mfcc.conf", place / "conf" / "mfcc.conf")
    base = (first_pass / "conf" / "model.conf").read_text(encoding="utf-8")
    conf = field_conf(base, TIMINGS[field])
    (place / "conf" / "model.conf").write_text(conf, encoding="utf-8")


def _link(source: Path, target: Path) -> None:
    """Link to a file or folder; copy it where the file system knows no links."""
    try:
        target.symlink_to(source.resolve(strict=True))
    except FileNotFoundError:
        raise ModelError(f"Model suara {source} tidak ada; pasang ulang Sapa.") from None
    except OSError:
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy2(source, target)


def _write_symbols(path: Path, symbols: Sequence[str]) -> None:
    path.write_text("".join(f"{s} {n}\n" for n, s in enumerate(symbols)), encoding="utf-8")
