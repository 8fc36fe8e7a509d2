"""Words that always steer the conversation: ulangi, pelan-pelan, petugas, lewati, tunggu."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Command(StrEnum):
    """What the caller wants of the conversation itself."""

    REPEAT = "ulangi"
    SLOWER = "pelan-pelan"
    OFFICER = "petugas"
    SKIP = "lewati"
    WAIT = "tunggu"


_CARRIERS: Final = frozenset(
    "tolong mohon bisa boleh bu pak ibu bapak mbak mas saya mau ingin pengen minta coba ya "
    "iya dong lah dulu aja saja lagi sekali sekalian kurang jelas maaf yang tadi itu ini "
    "dengan sama ke di oh eh anu bicara ngomong berbicara langsung sambungkan hubungkan "
    "disambungkan dihubungkan bicaranya pertanyaannya kalimatnya apa gimana bagaimana halo "
    "terlalu cepat lebih sedikit sebentar seorang".split()
)
_SIGNS: Final[dict[Command, tuple[str, ...]]] = {
    Command.OFFICER: (
        "petugas", "petugasnya", "operator", "operatornya", "manusia", "orang", "pegawai",
    ),
    Command.SLOWER: ("pelan", "perlahan", "lambat", "terlalu cepat", "jangan cepat cepat"),
    Command.REPEAT: (
        "ulangi", "ulang", "diulang", "diulangi", "ulangin", "apa tadi", "maaf apa", "kurang jelas",
        "tidak jelas", "tidak dengar", "tidak kedengaran", "tidak terdengar", "kurang dengar",
    ),
    Command.WAIT: ("tunggu", "ditunggu", "sebentar"),
}  # fmt: skip
"""What a command must contain; all of its other words must be carriers or from here."""
_REFUSALS: Final = (
    "lewati", "lewat saja", "lewatkan saja", "dilewati saja", "lanjut", "tidak mau", "tidak usah",
    "tidak ada", "tidak punya", "tidak tahu", "tidak tau", "tidak ingat", "tidak perlu",
    "tidak bersedia", "tidak hafal", "nanti saja", "nanti dulu", "keberatan", "rahasia", "lupa",
    "belum ada", "kosong saja", "tidak",
)  # fmt: skip
_REFUSED_THINGS: Final = frozenset(
    "data nomor nomornya nama namanya menyebutkan memberi memberikan sebutkan tidak kasih".split()
)
_COLLOQUIAL: Final = {
    "nggak": "tidak", "enggak": "tidak", "gak": "tidak", "ndak": "tidak", "tak": "tidak",
    "engga": "tidak", "kagak": "tidak", "udah": "sudah", "dah": "sudah", "udahlah": "sudah",
    "bener": "benar", "betol": "betul", "iyah": "iya", "yah": "ya", "yap": "ya", "heeh": "iya",
    "blom": "belum", "belom": "belum", "makasih": "terima kasih", "trims": "terima kasih",
    "terimakasih": "terima kasih", "pelanpelan": "pelan pelan",
}  # fmt: skip


def plain(text: str) -> str:
    """Lower case, hyphens opened, everyday forms of the small words in their standard form."""
    words = text.lower().replace("-", " ").split()
    return " ".join(_COLLOQUIAL.get(w, w) for w in words)


def command_in(text: str) -> Command | None:
    """The command an utterance consists of, or None when it says anything else as well.

    "petugas" inside a real question ("petugas dapodik kami pindah") is no command: every other word
    must be one that merely carries a request.
    """
    said = f" {plain(text)} "
    for command, signs in _SIGNS.items():
        known = _CARRIERS.union(*(sign.split() for sign in signs))
        if any(f" {sign} " in said for sign in signs) and known.issuperset(said.split()):
            return command
    return None


def refuses(text: str) -> bool:
    """Whether the caller declines to give what was asked ("tidak mau", "lewati saja")."""
    said = plain(text)
    rest = frozenset(said.split())
    for refusal in _REFUSALS:
        if f" {refusal} " in f" {said} ":
            left = rest - set(refusal.split())
            return left <= _CARRIERS | _REFUSED_THINGS
    return False
