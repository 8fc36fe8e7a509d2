"""A scenario: who calls, over what line, what they say when asked, and how the call should end.

A file looks like this; only ``name`` and ``answers`` must be there::

    name: Lupa kode registrasi
    description: Penelepon mendapat jawaban dari daftar tanya jawab.
    at: 2026-11-23T09:10:00+07:00   # the office's clock when the call begins
    voice: ibu                      # a name from voice.caller.voices
    codec: alaw                     # or mulaw
    noise: babble                   # white, babble, street, hum; with snr_db
    snr_db: 15
    seed: 7
    answers:                        # by the key of what Sapa asks; "any" for whatever is left
      question:
        - Saya lupa kode registrasi.
      phone: ["nol delapan satu dua", {hangup: true}]
      satisfied:
        - {say: "Sudah.", delay: 2.0, repeat: true}
    expect: {outcome: answered, entry: dapodik-kode, ticket: false, spoken: [salam, penutup],
             form: {district: Kota Medan}}

A single line is said as often as it is asked for; a list is used up in order. A line is a text,
or a mapping with one of ``say``, ``silent: true`` and ``hangup: true``, where ``delay`` waits that
many seconds longer, ``hangup_after`` hangs up that many seconds into ``say``, and ``repeat: true``
on the last line of a list uses it again and again. ``unless: "08"`` is for when Sapa's question
does not hold that text, such as a number read back wrongly. An empty text is silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from desk import load_procedure
from voice.caller.channel import Noise
from voice.caller.g711 import Codec
from voice.caller.scenario_file import Item, root
from voice.caller.voices import DEFAULT_VOICE, VOICES

ANY: Final = "any"
"""Lines for whatever Sapa asks that has no line of its own left."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller does once when asked.

    Attributes:
        say: the words; "" for silence.
        delay: seconds beyond the usual reaction time.
        hangup: hang up instead of speaking.
        hangup_after: hang up this many seconds into the words.
        repeat: stays the line for every further time.
        unless: passed over, and kept, when Sapa's question holds this text.
    """

    say: str = ""
    delay: float = 0.0
    hangup: bool = False
    hangup_after: float | None = None
    repeat: bool = False
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """How the call should end; None or empty says nothing about it.

    Attributes:
        outcome: name of the outcome, e.g. ``answered``.
        entries: FAQ entries that must have been answered, in this order.
        form: values of the service form by their name.
        ticket: whether there is a ticket.
        spoken: keys of sentences that Sapa must have spoken.
    """

    outcome: str | None = None
    entries: tuple[str, ...] = ()
    form: Mapping[str, str] = field(default_factory=dict)
    ticket: bool | None = None
    spoken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """One simulated call."""

    path: Path
    name: str
    description: str
    at: datetime | None
    voice: str
    codec: Codec
    noise: Noise
    snr_db: float | None
    seed: int
    answers: Mapping[str, tuple[Answer, ...]]
    expect: Expected

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything the caller may say, each once."""
        lines = (line.say for lines in self.answers.values() for line in lines)
        return tuple(dict.fromkeys(text for text in lines if text))


@cache
def askable() -> frozenset[str]:
    """Keys an answer may have: the procedure's sentences, and ``any``."""
    return frozenset({*load_procedure().sentences, ANY})


def load_scenario(path: Path) -> Scenario:
    """Read and check a scenario file.

    Raises:
        VoiceError: ``file:line: what is wrong`` in one sentence.
    """
    document = root(path)
    raw = document.mapping(
        {"name", "description", "at", "voice", "codec", "noise", "snr_db", "seed", "answers",
         "expect"}
    )  # fmt: skip
    for needed in ("name", "answers"):
        if needed not in raw:
            raise document.error(f'harus memuat "{needed}"')
    answers = {key: _lines(item) for key, item in raw["answers"].mapping(askable()).items()}
    return Scenario(
        path=path,
        name=raw["name"].text(),
        description=raw["description"].text() if "description" in raw else "",
        at=raw["at"].moment() if "at" in raw else None,
        voice=raw["voice"].one_of(VOICES) if "voice" in raw else DEFAULT_VOICE,
        codec=Codec(raw["codec"].one_of(list(Codec))) if "codec" in raw else Codec.ALAW,
        noise=Noise(raw["noise"].one_of(list(Noise))) if "noise" in raw else Noise.WHITE,
        snr_db=raw["snr_db"].number(-10, 60) if "snr_db" in raw else None,
        seed=raw["seed"].whole(0, 2**31) if "seed" in raw else 0,
        answers=answers,
        expect=_expected(raw["expect"]) if "expect" in raw else Expected(),
    )


def _lines(item: Item) -> tuple[Answer, ...]:
    if not item.is_list:
        return (replace(_line(item), repeat=True),)
    items = list(item.items())
    lines = tuple(_line(each) for each in items)
    for each, line in zip(items[:-1], lines[:-1], strict=True):
        if line.repeat and not line.unless:
            raise each.error('"repeat" hanya boleh pada baris terakhir')
    return lines


def _line(item: Item) -> Answer:
    if not item.is_mapping:
        return Answer(say=item.text())
    raw = item.mapping({"say", "silent", "hangup", "hangup_after", "delay", "repeat", "unless"})
    if len(raw.keys() & {"say", "silent", "hangup"}) != 1:
        raise item.error('harus memuat satu dari "say", "silent", atau "hangup"')
    if "hangup_after" in raw and "say" not in raw:
        raise raw["hangup_after"].error('hanya berlaku bersama "say"')
    for flag in ("silent", "hangup"):
        if flag in raw and not raw[flag].yes():
            raise raw[flag].error("hanya boleh true")
    return Answer(
        say=raw["say"].text() if "say" in raw else "",
        delay=raw["delay"].number(0, 600) if "delay" in raw else 0.0,
        hangup="hangup" in raw,
        hangup_after=raw["hangup_after"].number(0, 600) if "hangup_after" in raw else None,
        repeat=raw["repeat"].yes() if "repeat" in raw else False,
        unless=raw["unless"].text() if "unless" in raw else "",
    )


def _expected(item: Item) -> Expected:
    raw = item.mapping({"outcome", "entry", "form", "ticket", "spoken"})
    form = (
        {key: each.text() for key, each in raw["form"].mapping().items()} if "form" in raw else {}
    )
    return Expected(
        outcome=raw["outcome"].text() if "outcome" in raw else None,
        entries=_texts(raw["entry"]) if "entry" in raw else (),
        form=form,
        ticket=raw["ticket"].yes() if "ticket" in raw else None,
        spoken=_texts(raw["spoken"]) if "spoken" in raw else (),
    )


def _texts(item: Item) -> tuple[str, ...]:
    return tuple(each.text() for each in item.items()) if item.is_list else (item.text(),)
