"""The written procedure (POS) as data: steps, time standards, sentences, form fields.

The file ``procedure.yaml`` beside this module is the only place where steps, standards and scripted
sentences are written; the dialogue, the step records and ``docs/prosedur.md`` are made from it.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import yaml

from desk.errors import DeskError

PROCEDURE_FILE: Final = Path(__file__).with_name("procedure.yaml")


@dataclass(frozen=True, slots=True)
class FormItem:
    """One value of the service form, in the order in which it is asked.

    Attributes:
        name: key of the value and of the sentence that asks for it.
        label: what staff read.
        graph: which recognition graph hears the answer.
    """

    name: str
    label: str
    graph: str


@dataclass(frozen=True, slots=True)
class Step:
    """One of the seven POS steps with its quality standard (mutu baku)."""

    number: int
    title: str
    activity: str
    performer: str
    requires: str
    standard: timedelta
    output: str
    sentences: Mapping[str, str] = field(default_factory=dict)
    form: tuple[FormItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """The whole procedure.

    Attributes:
        greetings: (from this time of day on, word), ascending, the first at 00:00.
        sentences: sentences of every step and the common ones, by key.
    """

    name: str
    number: str
    greetings: tuple[tuple[time, str], ...]
    steps: tuple[Step, ...]
    sentences: Mapping[str, str]

    def step(self, number: int) -> Step:
        return self.steps[number - 1]

    @property
    def form(self) -> tuple[FormItem, ...]:
        return tuple(item for step in self.steps for item in step.form)

    def greeting_word(self, at: datetime) -> str:
        """Pagi, Siang, Sore or Malam for a local time."""
        return [word for start, word in self.greetings if start <= at.time()][-1]

    def sentence(self, key: str, **values: str) -> str:
        """The sentence for a key with its blanks filled in."""
        return self.sentences[key].format(**values)


def load_procedure(path: Path = PROCEDURE_FILE) -> Procedure:
    """Read and check a procedure file.

    Raises:
        DeskError: the file is missing, is not YAML, or lacks something; names file and line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DeskError(f"Berkas prosedur {path} tidak bisa dibaca: {error.strerror}.") from error
    try:
        raw = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DeskError(f"{path}:{line}: YAML tidak sah: {error.problem}.") from error
    try:
        return _procedure(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        line = _line_of(text, str(error))
        raise DeskError(
            f"{path}:{line}: isian prosedur tidak lengkap atau salah: {error}."
        ) from error


def _procedure(raw: Any) -> Procedure:
    steps = tuple(_step(item) for item in raw["langkah"])
    if [s.number for s in steps] != list(range(1, len(steps) + 1)):
        raise ValueError("nomor langkah harus urut mulai dari 1")
    sentences: dict[str, str] = dict(raw["kalimat"])
    for step in steps:
        doubled = sentences.keys() & step.sentences.keys()
        if doubled:
            raise ValueError(f"kalimat {min(doubled)} tertulis dua kali")
        sentences.update(step.sentences)
    for key, sentence in sentences.items():
        _check_sentence(key, sentence)
    greetings = tuple((time.fromisoformat(g["jam"]), str(g["kata"])) for g in raw["sapaan"])
    if not greetings or greetings[0][0] != time(0) or sorted(greetings) != list(greetings):
        raise ValueError("sapaan harus urut dan mulai dari jam 00:00")
    return Procedure(str(raw["nama"]), str(raw["nomor"]), greetings, steps, sentences)


def _step(item: Mapping[str, Any]) -> Step:
    return Step(
        number=int(item["nomor"]),
        title=str(item["judul"]),
        activity=str(item["kegiatan"]),
        performer=str(item["pelaksana"]),
        requires=str(item["kelengkapan"]),
        standard=timedelta(minutes=float(item["standar_menit"])),
        output=str(item["keluaran"]),
        sentences=dict(item.get("kalimat", {})),
        form=tuple(
            FormItem(str(i["nama"]), str(i["label"]), str(i["graf"])) for i in item.get("isian", ())
        ),
    )


def _check_sentence(key: str, sentence: object) -> None:
    if not isinstance(sentence, str) or not sentence.strip():
        raise ValueError(f"kalimat {key} kosong")
    for _, blank, spec, _ in string.Formatter().parse(sentence):
        if blank is not None and (spec or not blank.isidentifier()):
            raise ValueError(f"kalimat {key} memuat kurung kurawal yang salah")


def _line_of(text: str, message: str) -> int:
    """Best guess at the line an error is about: the first line holding its last word."""
    words = re.findall(r"[\w:]+", message)
    for number, line in enumerate(text.splitlines(), 1):
        if words and re.search(rf"\b{re.escape(words[-1])}\b", line):
            return number
    return 1


def procedure_document(procedure: Procedure) -> str:
    """``docs/prosedur.md`` in Indonesian Markdown, made from the procedure."""
    lines = [
        f"# {procedure.name}",
        "",
        f"POS Nomor {procedure.number}. Halaman ini dibuat dari `desk/procedure.yaml` dengan",
        "`sapa docs procedure`; suntinglah berkas itu, bukan halaman ini.",
        "",
        "| No | Langkah | Pelaksana | Standar | Keluaran |",
        "|---|---|---|---|---|",
    ]
    for s in procedure.steps:
        minutes = f"{s.standard.total_seconds() / 60:g} menit"
        lines.append(f"| {s.number} | {s.title} | {s.performer} | {minutes} | {s.output} |")
    lines += [
        "",
        "Sapaan: " + ", ".join(f"{w} mulai {t:%H.%M}" for t, w in procedure.greetings) + ".",
    ]
    for s in procedure.steps:
        lines += ["", f"## {s.number}. {s.title}", "", s.activity]
        if s.form:
            lines += ["", "Isian: " + ", ".join(item.label.lower() for item in s.form) + "."]
        if s.sentences:
            lines += ["", "| Kunci | Kalimat |", "|---|---|"]
            lines += [f"| `{key}` | {text} |" for key, text in s.sentences.items()]
    common = {
        key: text
        for key, text in procedure.sentences.items()
        if not any(key in s.sentences for s in procedure.steps)
    }
    lines += ["", "## Kalimat di setiap langkah", "", "| Kunci | Kalimat |", "|---|---|"]
    lines += [f"| `{key}` | {text} |" for key, text in common.items()]
    return "\n".join(lines) + "\n"
