"""``sapa ticket``: working an escalated call from the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated, Protocol, TypeVar, cast

import typer
from rich.console import Console

from desk.desk import Desk
from desk.errors import DeskError
from desk.questions import AskedQuestion
from desk.states import CallbackResult, Labelled, TicketStatus
from desk.ticket_tables import as_json, ticket_list, ticket_page
from desk.tickets import OPEN, DeviationUnaccountedError
from desk.views import WrongAnswerView

_WIDE = 160
_W = TypeVar("_W", bound=Labelled)


class TicketContext(Protocol):
    """What the program around these commands hands in as ``ctx.obj``."""

    def open_desk(self) -> Desk:
        """The desk over the configured database; raises DeskError."""
        ...

    def staff_name(self) -> str:
        """Who sits at this terminal when ``--by`` is not given."""
        ...

    def require_entry(self, entry_id: str) -> None:
        """Pass when the FAQ has an entry of that id; raises DeskError."""
        ...

    def keep_as_test(self, report: WrongAnswerView) -> str:
        """Make a wrong answer a test of the FAQ; returns a sentence for staff, raises DeskError."""
        ...


app = typer.Typer(
    name="ticket",
    help="Mengerjakan tiket dari panggilan yang diteruskan ke petugas.",
    no_args_is_help=True,
)

Number = Annotated[
    str, typer.Argument(metavar="NOMOR", help="Nomor tiket, misalnya ULT-2026-000123.")
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAMA", help="Nama petugas yang bertindak."),
]
Json = Annotated[bool, typer.Option("--json", help="Tulis sebagai JSON.")]


@app.command("list")
def list_tickets(
    ctx: typer.Context,
    everything: Annotated[
        bool, typer.Option("--all", help="Sertakan tiket yang sudah selesai.")
    ] = False,
    status: Annotated[
        str | None,
        typer.Option(metavar="STATUS", help="Hanya status ini, misalnya baru atau menunggu."),
    ] = None,
    unit: Annotated[
        str | None, typer.Option(metavar="UNIT", help="Hanya unit ini, misalnya dapodik.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAMA", help="Hanya tiket petugas ini.")
    ] = None,
    late: Annotated[bool, typer.Option("--late", help="Hanya yang terlambat.")] = False,
    as_data: Json = False,
) -> None:
    """Daftar tiket, yang tenggatnya terdekat di atas."""
    with _desk(ctx) as desk:
        wanted = frozenset(TicketStatus) if everything else OPEN
        if status is not None:
            wanted = frozenset({_word(TicketStatus, status, "Status")})
        tickets = desk.tickets.list(wanted, unit, by, late)
    if as_data:
        typer.echo(as_json(tickets))
    else:
        _console().print(ticket_list(tickets))


@app.command()
def show(ctx: typer.Context, number: Number, as_data: Json = False) -> None:
    """Satu tiket: formulir, transkrip, langkah, pencocokan, tindakan, rekaman."""
    with _desk(ctx) as desk:
        detail = desk.tickets.show(number)
    if as_data:
        typer.echo(as_json(detail))
    else:
        _console().print(ticket_page(detail))


@app.command()
def claim(
    ctx: typer.Context,
    number: Number,
    by: By = None,
    handover: Annotated[
        str | None,
        typer.Option(
            metavar="ALASAN",
            help="Alihkan dari petugas lain; sebutkan alasan atau surat penugasannya.",
        ),
    ] = None,
) -> None:
    """Ambil tiket untuk dikerjakan."""
    with _desk(ctx) as desk:
        person = _person(ctx, by)
        desk.tickets.claim(number, person, handover)
    typer.echo(f"Tiket {number} sekarang ditangani {person}.")


@app.command()
def note(
    ctx: typer.Context,
    number: Number,
    text: Annotated[str, typer.Argument(metavar="CATATAN", help="Isi catatan.")] = "",
    by: By = None,
) -> None:
    """Tambahkan catatan pada tiket."""
    with _desk(ctx) as desk:
        desk.tickets.note(number, text, _person(ctx, by))
    typer.echo(f"Catatan pada tiket {number} tersimpan.")


@app.command()
def callback(
    ctx: typer.Context,
    number: Number,
    result: Annotated[
        str,
        typer.Argument(
            metavar="HASIL",
            help="terhubung (reached), tidak-diangkat (no_answer), sibuk (busy), "
            "atau salah-sambung (wrong_number).",
        ),
    ] = "",
    text: Annotated[
        str, typer.Option("--note", metavar="CATATAN", help="Apa yang dibicarakan.")
    ] = "",
    minutes: Annotated[
        float, typer.Option(metavar="MENIT", help="Lama menelepon, sampai saat ini.")
    ] = 0.0,
    by: By = None,
) -> None:
    """Catat bahwa penelepon sudah ditelepon kembali, dan hasilnya."""
    with _desk(ctx) as desk:
        what = _word(CallbackResult, result, "Hasil")
        talked = timedelta(minutes=minutes)
        desk.tickets.callback(number, what, _person(ctx, by), text, talked)
    typer.echo(f"Telepon kembali untuk tiket {number} tercatat: {what.label}.")


@app.command()
def close(
    ctx: typer.Context,
    number: Number,
    answer: Annotated[
        str,
        typer.Option(metavar="JAWABAN", help="Jawaban yang disampaikan, atau sebab tak dijawab."),
    ] = "",
    reason: Annotated[
        str | None,
        typer.Option(
            metavar="ALASAN", help="Alasan bila ada langkah yang menyimpang dari standar."
        ),
    ] = None,
    by: By = None,
) -> None:
    """Selesaikan tiket."""
    with _desk(ctx) as desk:
        desk.tickets.close(number, answer, _person(ctx, by), reason)
    typer.echo(f"Tiket {number} selesai.")


@app.command()
def reopen(
    ctx: typer.Context,
    number: Number,
    reason: Annotated[
        str, typer.Option(metavar="ALASAN", help="Mengapa tiket dibuka kembali.")
    ] = "",
    by: By = None,
) -> None:
    """Buka kembali tiket yang sudah selesai."""
    with _desk(ctx) as desk:
        desk.tickets.reopen(number, reason, _person(ctx, by))
    typer.echo(f"Tiket {number} dibuka kembali.")


@app.command()
def wrong(
    ctx: typer.Context,
    number: Annotated[
        str,
        typer.Argument(metavar="NOMOR", help="Nomor tiket, atau nomor panggilan tanpa tiket."),
    ],
    entry: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Butir tanya-jawab yang seharusnya dijawab, bila tahu."),
    ] = None,
    none: Annotated[
        bool, typer.Option("--none", help="Tidak ada butir yang menjawab pertanyaan itu.")
    ] = False,
    question: Annotated[
        int | None,
        typer.Option(metavar="N", help="Pertanyaan keberapa, bila panggilan memuat beberapa."),
    ] = None,
    text: Annotated[
        str, typer.Option("--note", metavar="CATATAN", help="Apa yang salah, bila perlu.")
    ] = "",
    by: By = None,
) -> None:
    """Laporkan jawaban Sapa yang salah; pertanyaannya menjadi ujian bagi: sapa faq check."""
    around = cast(TicketContext, ctx.obj)
    with _desk(ctx) as desk:
        if entry is not None:
            around.require_entry(entry)
        asked = _asked(desk, number, question)
        report = desk.report_wrong(asked, _person(ctx, by), entry, none, text)
        typer.echo(f"Tercatat pada panggilan {asked.call_id}: {report.sentence}")
        typer.echo(around.keep_as_test(report))


@contextmanager
def _desk(ctx: typer.Context) -> Iterator[Desk]:
    """The desk; what goes wrong in the block is said in one sentence, exit status 1."""
    try:
        with cast(TicketContext, ctx.obj).open_desk() as desk:
            yield desk
    except DeviationUnaccountedError as error:
        typer.echo(f"{error} Tambahkan --reason ALASAN.", err=True)
        raise typer.Exit(1) from error
    except DeskError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _person(ctx: typer.Context, by: str | None) -> str:
    name = cast(TicketContext, ctx.obj).staff_name() if by is None else by
    if not name.strip():
        raise DeskError("Nama petugas belum disebut. Tambahkan --by NAMA.")
    return name.strip()


def _asked(desk: Desk, number: str, wanted: int | None) -> AskedQuestion:
    """The question of a call that was answered wrongly, in its last wording."""
    number = number.strip()
    call = int(number) if number.isdecimal() else desk.tickets.show(number).call.id
    asked = {one.matter: one for one in desk.questions_of(call)}
    answered = [one for one in asked.values() if one.answered_by is not None]
    if wanted in asked:
        return asked[wanted]
    if wanted is None and len(answered) == 1:
        return answered[0]
    if wanted is None and len(asked) == 1:
        return next(iter(asked.values()))
    if not asked:
        raise DeskError(f"Dalam panggilan {call} tidak ada pertanyaan yang dicari jawabannya.")
    known = "; ".join(
        f'{matter} "{one.question}" ({f"dijawab {one.answered_by}" if one.answered_by else "-"})'
        for matter, one in asked.items()
    )
    raise DeskError(f"Pilih pertanyaan panggilan {call} dengan --question: {known}.")


def _word(kind: type[_W], text: str, what: str) -> _W:
    """A stored word or its Indonesian label, however it is joined up."""
    wanted = _joined(text)
    for member in kind:
        if wanted in (_joined(member.value), _joined(member.label)):
            return member
    known = ", ".join(member.label.replace(" ", "-") for member in kind)
    raise DeskError(f"{what} {text!r} tidak dikenal. Pilih salah satu: {known}.")


def _joined(text: str) -> str:
    return text.strip().lower().replace(" ", "-").replace("_", "-")


def _console() -> Console:
    console = Console(highlight=False)
    # A file or a pipe has no width; the usual guess of 80 columns would break up the columns.
    return console if console.is_terminal else Console(highlight=False, width=_WIDE)
