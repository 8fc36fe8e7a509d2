"""From what was typed to a draft, and from what is wrong with it to the fields of the form."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from faq.draft import Draft, Remark, propose_id
from faq.entry import Freshness
from faq.pages.typed import Typed, day_of, lines

Problems = dict[str, list[str]]
"""Sentences by the name of the form's field; "" for those about no single field."""

RESERVED: Final = frozenset({"baru", "coba", "riwayat", "saran", "suara", "temuan", "tinjau"})
"""Ids that would hide behind pages of the same name."""
_FIELDS: Final = {
    "title": "judul",
    "ask": "cara",
    "answer": "jawaban",
    "unit": "unit",
    "source": "sumber",
    "freshness": "umur",
    "valid_until": "sampai",
    "verified_by": "pengesah",
    "verified_on": "disahkan",
}
_CHOOSE: Final = {
    "judul": "Judul masih kosong.",
    "topik": "Pilih topiknya.",
    "jawaban": "Jawaban masih kosong.",
    "unit": "Pilih unit yang menangani.",
    "umur": "Pilih berapa lama jawaban ini benar.",
}
_DAY: Final = "Tulis tanggal seperti 31-12-2026."


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft, as near as can be, and what of the form could not be read."""

    draft: Draft
    problems: Problems


def drafted(
    typed: Typed, base: Draft | None, taken: Collection[str], person: str, today: date
) -> Drafted:
    """Read a form.

    Args:
        typed: the form.
        base: what is changed; None for a new entry.
        taken: ids of all entries.
        person: who is signed in; vouches for the answer when the box is ticked.
        today: the date.
    """
    topic = "-".join(typed.new_topic.casefold().split()) or typed.topic.strip()
    known = typed.freshness in list(Freshness)
    draft = Draft(
        id=base.id if base else propose_id(topic, typed.title, {*taken, *RESERVED}),
        title=typed.title,
        topic=topic,
        ask=tuple(lines(typed.ask)),
        answer=typed.answer,
        unit=typed.unit,
        source=tuple(lines(typed.source)),
        facts=base.facts if base else (),
        freshness=Freshness(typed.freshness) if known else Freshness.OLD,
        valid_until=day_of(typed.valid_until),
        tags=base.tags if base else (),
    ).tidied()
    empty = {
        "judul": not draft.title,
        "topik": not draft.topic,
        "jawaban": not draft.answer,
        "unit": not draft.unit,
        "umur": not known,
    }
    problems: Problems = {name: [_CHOOSE[name]] for name, is_empty in empty.items() if is_empty}
    if typed.valid_until.strip() and draft.valid_until is None:
        problems["sampai"] = [_DAY]
    if typed.verified_on.strip() and day_of(typed.verified_on) is None:
        problems["disahkan"] = [_DAY]
    if not typed.checked and (typed.verified_by.strip() or typed.verified_on.strip()):
        problems["cocok"] = ["Beri centang bahwa jawaban sudah dicocokkan dengan sumbernya."]
    elif typed.checked and typed.withdrawn:
        problems["cocok"] = ["Pilih salah satu: disahkan atau dicabut."]
    return Drafted(_vouched(draft, typed, base, person, today), problems)


def problems_of(remarks: Iterable[Remark], known: Problems) -> Problems:
    """Remarks as problems of the form, beside those known; a field that has some keeps these."""
    found: Problems = {}
    for remark in remarks:
        name = _FIELDS.get(remark.field, "topik_baru" if remark.field == "topic" else "")
        if name not in known and not (name == "topik_baru" and "topik" in known):
            found.setdefault(name, []).append(sentence(remark))
    return {**known, **found}


def sentence(remark: Remark) -> str:
    """A remark as a sentence beside its field."""
    text = str(remark) if remark.at is not None or not remark.field else remark.message
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _vouched(draft: Draft, typed: Typed, base: Draft | None, person: str, today: date) -> Draft:
    """With who vouches for it: nobody who does not say so."""
    if typed.checked:
        by = " ".join(typed.verified_by.split()) or person
        return replace(draft, verified_by=by, verified_on=day_of(typed.verified_on) or today)
    if base is None or typed.withdrawn:
        return draft
    kept = replace(draft, verified_by=base.verified_by, verified_on=base.verified_on)
    return kept.vouched_anew(base)
