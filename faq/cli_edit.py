"""`sapa faq new|edit|verify|remove|undo`: changing the entries."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer
from rich.markup import escape

from faq.check import same_words
from faq.cli_around import FaqContext, around, console, entry_of, fail, tried, written
from faq.cli_ask import day_of, freshness_of
from faq.cli_editor import editor
from faq.cli_session import Session, told_saved
from faq.draft import Draft
from faq.editing import history, retract, save, undo
from faq.entry import PLACEHOLDER, FaqEntry, Freshness

EntryId = Annotated[str, typer.Argument(metavar="ID", help="id butir; lihat: sapa faq list")]
Yes = Annotated[bool, typer.Option("--ya", help="jangan bertanya; simpan bila tidak ada galat")]
Say = Annotated[bool, typer.Option("--say", help="perdengarkan jawabannya")]
Title = Annotated[str | None, typer.Option("--judul", help="judul pendek yang enak diucapkan")]
Topic = Annotated[str | None, typer.Option("--topik", help="nama berkas topik; boleh yang baru")]
Answer = Annotated[str | None, typer.Option("--jawaban", help="jawaban seperti diucapkan")]
Unit = Annotated[str | None, typer.Option("--unit", help="kunci unit di units.yaml")]
Asks = Annotated[
    list[str] | None, typer.Option("--ucapan", help="cara bertanya; ulangi untuk setiap cara")
]
Source = Annotated[list[str] | None, typer.Option("--sumber", help="dasar jawaban; boleh berulang")]
Facts = Annotated[list[str] | None, typer.Option("--fakta", help="id fakta; boleh berulang")]
Tags = Annotated[list[str] | None, typer.Option("--label", help="kata bebas; boleh berulang")]
Ageing = Annotated[
    str | None, typer.Option("--umur", help="umur fakta: tetap, peraturan, musiman, atau lama")
]
Until = Annotated[
    str | None,
    typer.Option("--berlaku-sampai", metavar="TANGGAL", help='misalnya 31-12-2026, atau "tanpa"'),
]
By = Annotated[
    str | None,
    typer.Option("--oleh", metavar="NAMA", help="nama yang mengesahkan jawaban, per hari ini"),
]


def new(
    ctx: typer.Context,
    topic: Topic = None,
    title: Title = None,
    asks: Asks = None,
    answer: Answer = None,
    unit: Unit = None,
    source: Source = None,
    facts: Facts = None,
    ageing: Ageing = None,
    until: Until = None,
    tags: Tags = None,
    entry_id: Annotated[
        str | None, typer.Option("--id", help="bila kosong dibuat dari topik dan judul")
    ] = None,
    by: By = None,
    yes: Yes = False,
    say: Say = False,
) -> None:
    """Tulis butir baru: pertanyaan, cara-cara bertanya, dan jawabannya.

    Isian yang tidak diberikan akan ditanyakan, kecuali dengan --ya.
    """
    obj = around(ctx)
    empty = Draft(entry_id or "", "", "", (), "", "", freshness=Freshness.REGULATION)
    given = _given(obj, topic, title, asks, answer, unit, source, facts, ageing, until, tags, by)
    session = Session(obj, replace(empty, **given))
    if not yes:
        session.fill(given)
    session.finish(yes, say)


def edit(
    ctx: typer.Context,
    entry_id: EntryId,
    title: Title = None,
    topic: Topic = None,
    asks: Asks = None,
    more_asks: Annotated[
        list[str] | None, typer.Option("--tambah-ucapan", help="satu cara bertanya lagi")
    ] = None,
    fewer_asks: Annotated[
        list[str] | None, typer.Option("--hapus-ucapan", help="cara bertanya yang dibuang")
    ] = None,
    answer: Answer = None,
    unit: Unit = None,
    source: Source = None,
    facts: Facts = None,
    ageing: Ageing = None,
    until: Until = None,
    tags: Tags = None,
    new_id: Annotated[str | None, typer.Option("--id-baru", help="ganti id")] = None,
    by: By = None,
    yes: Yes = False,
    say: Say = False,
) -> None:
    """Ubah satu butir. Tanpa pilihan, butir itu dibuka di $EDITOR, atau isiannya ditanyakan."""
    obj = around(ctx)
    entry = entry_of(obj, written(entry_id))
    given = _given(obj, topic, title, asks, answer, unit, source, facts, ageing, until, tags, by)
    if new_id is not None:
        given["id"] = new_id
    if more_asks or fewer_asks:
        given["ask"] = _asks(entry, given.get("ask", entry.ask), more_asks or (), fewer_asks or ())
    session = Session(obj, replace(Draft.of(entry), **given), entry)
    if not given and not yes:
        if editor():
            session.open_editor()
        else:
            session.change_fields()
    session.finish(yes, say)


def verify(
    ctx: typer.Context,
    entry_id: EntryId,
    by: Annotated[str, typer.Option("--oleh", metavar="NAMA", prompt="Disahkan oleh")],
    until: Until = None,
) -> None:
    """Sahkan jawaban per hari ini: sudah dicocokkan dengan sumbernya."""
    obj = around(ctx)
    entry = entry_of(obj, written(entry_id))
    before = Draft.of(entry)
    draft = replace(before, verified_by=by, verified_on=obj.today(), **_until(until))
    if PLACEHOLDER in draft.answer:
        fail(f'Jawaban "{entry.id}" masih berisi tempat kosong {{{{...}}}}; isi dulu, baru sahkan.')
    if draft.valid_until is not None and draft.valid_until < obj.today():
        fail(
            f'Masa berlaku "{entry.id}" sudah habis ({draft.valid_until:%d-%m-%Y}). Kalau '
            "jawabannya masih benar, beri tanggal baru dengan --berlaku-sampai."
        )
    saved = tried(
        lambda: save(obj.faq_folder, draft, entry.id, before.fingerprint, obj.staff_name(), obj.now)
    )
    told_saved(console(), saved, obj)


def remove(ctx: typer.Context, entry_id: EntryId, yes: Yes = False) -> None:
    """Hapus satu butir; dapat dikembalikan dengan: sapa faq undo."""
    obj = around(ctx)
    entry = entry_of(obj, written(entry_id))
    out = console()
    if not yes:
        out.print(escape(f"{entry.id}: {entry.title}\n{entry.answer}"))
        _agreed("Hapus butir ini?")
    fingerprint = Draft.of(entry).fingerprint
    tried(lambda: retract(obj.faq_folder, entry.id, fingerprint, obj.staff_name(), obj.now))
    out.print(escape(f"{entry.id} dihapus. Kembalikan dengan: sapa faq undo"))


def take_back(ctx: typer.Context, yes: Yes = False) -> None:
    """Batalkan perubahan terakhir."""
    obj = around(ctx)
    last = next((c for c in tried(lambda: history(obj.faq_folder)) if not c.undone), None)
    if last is not None and not yes:
        by = f" oleh {last.by}" if last.by else ""
        when = f"{last.made:%d-%m-%Y %H.%M}"
        console().print(escape(f"Perubahan terakhir: {last.what} {last.entry}, {when}{by}."))
        _agreed("Batalkan?")
    change = tried(lambda: undo(obj.faq_folder))
    console().print(escape(f"Dibatalkan: {change.what} {change.entry}."))


def _given(
    obj: FaqContext,
    topic: str | None,
    title: str | None,
    asks: list[str] | None,
    answer: str | None,
    unit: str | None,
    source: list[str] | None,
    facts: list[str] | None,
    ageing: str | None,
    until: str | None,
    tags: list[str] | None,
    by: str | None,
) -> dict[str, Any]:
    """Fields of a draft that were given as options."""
    texts = {"topic": topic, "title": title, "answer": answer, "unit": unit}
    lists = {"ask": asks, "source": source, "facts": facts, "tags": tags}
    given: dict[str, Any] = {name: text for name, text in texts.items() if text is not None}
    given |= {name: tuple(items) for name, items in lists.items() if items}
    if ageing is not None:
        freshness = freshness_of(ageing)
        if freshness is None:
            choices = ", ".join(f.label for f in Freshness)
            fail(f'Umur fakta "{written(ageing)}" tidak dikenal; pilih {choices}.')
        given["freshness"] = freshness
    given |= _until(until)
    if by is not None:
        given |= {"verified_by": by, "verified_on": obj.today()}
    return given


def _until(text: str | None) -> dict[str, Any]:
    if text is None:
        return {}
    if text.strip().casefold() == "tanpa":
        return {"valid_until": None}
    day = day_of(text)
    if day is None:
        fail(f'Tanggal "{written(text)}" tidak dikenal; tulis seperti 31-12-2026.')
    return {"valid_until": day}


def _asks(
    entry: FaqEntry,
    asks: tuple[str, ...],
    more: list[str] | tuple[()],
    fewer: list[str] | tuple[()],
) -> tuple[str, ...]:
    unwanted = {same_words(ask) for ask in fewer}
    missing = unwanted - {same_words(ask) for ask in asks}
    if missing:
        ask = next(ask for ask in fewer if same_words(ask) in missing)
        fail(f'Ucapan "{written(ask)}" tidak ada di "{entry.id}".')
    return (*(ask for ask in asks if same_words(ask) not in unwanted), *more)


def _agreed(question: str) -> None:
    """End the command unless the maintainer says yes."""
    if typer.prompt(f"{question} (y/t)", default="t", show_default=False).strip()[:1] not in "yY":
        fail("Tidak jadi.")
