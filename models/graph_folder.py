"""Writes the folders of all fields; runs in a process without Vosk."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from models.errors import ModelError
from models.fields import TIMINGS, Field
from models.graph_words import ENTRIES, write_entries
from models.language import general_model, language_of
from models.lexicon import Lexicon
from models.phones import PHONES
from models.phrases import Phrases
from models.search_graph import GraphBuilder
from models.text import acronyms_in
from models.vosk_conf import field_conf


def write_fields(
    folder: Path, phrasings: Sequence[str], model: Path, words: Path, general: Path
) -> dict[str, dict[str, int]]:
    """Write one folder for each field, fit for ``vosk.Model``.

    Returns:
        by field the number of ``words`` and of ``bytes`` of its search graph.
    """
    phrases = Phrases(words)
    lexicon = Lexicon.load(words)
    acronyms = {word for text in phrasings for word in acronyms_in(text)}
    summary: dict[str, dict[str, int]] = {}
    for field in Field:
        background = general_model(general) if field is Field.QUESTION else None
        language = language_of(field, phrases, phrasings, background)
        said = {
            word: lexicon.pronunciations(word, acronym=word in acronyms) for word in language.words
        }
        graph = GraphBuilder(language, said).build()
        place = folder / field.value
        _lay_out(place, model / "first-pass", field)
        hclg = place / "graph" / "HCLG.fst"
        graph.write(str(hclg))
        _write_symbols(place / "graph" / "words.txt", graph.words)
        _write_symbols(place / "graph" / "phones.txt", ["<eps>", *PHONES])
        write_entries(place / "graph" / ENTRIES, graph.words, said)
        summary[field.value] = {"words": len(said), "bytes": hclg.stat().st_size}
    return summary


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
