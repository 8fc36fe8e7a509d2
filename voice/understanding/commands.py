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
    "tolong mohon bisa boleh bu pak ibu bapak mbak mas saya mau ingin pengen minta coba ya iya dong lah "
    "dulu aja saja lagi sekali sekalian kurang jelas maaf yang tadi itu ini dengan sama ke di oh eh anu "
    "bicara ngomong berbicara langsung sambungkan hubungkan disambungkan dihubungkan bicaranya "
    "pertanyaannya kalimatnya apa gimana bagaimana halo terlalu cepat lebih sedikit sebentar seorang".split()
)
_SIGNS: Final[dict[Command, tuple[frozenset[str], ...]]] = {
    Command.OFFICER: tuple(
        frozenset(s.split())
        for s in ("petugas", "petugasnya", "operator", "operatornya", "manusia", "orang", "pegawai")
    ),
    Command.SLOWER: tuple(
        frozenset(s.split()) for s in ("pelan", "perlahan", "lambat", "pelan-pelan", "terlalu cepat")
    ),
    Command.REPEAT: tuple(
        frozenset(s.split())
        for s in ("ulangi", "ulang", "diulang", "diulangi", "ulangin", "apa tadi", "kurang jelas")
    ),
    Command.WAIT: tuple(frozenset(s.split()) for s in ("tunggu", "ditunggu", "sebentar")),
}
_REFUSALS: Final = (
    "lewati", "lewat saja", "tidak mau", "tidak usah", "tidak ada", "tidak punya", "tidak tahu",
    "tidak ingat", "tidak perlu", "tidak bersedia", "tidak hafal", "nanti saja", "keberatan", "rahasia",
    "belum ada", "kosong saja", "tidak",
)  # fmt: skip
_NEGATIONS: Final = {"nggak": "tidak", "enggak": "tidak", "gak": "tidak", "ndak": "tidak",
                     "tak": "tidak", "engga": "tidak", "kagak": "tidak", "tiada": "tidak ada"}  # fmt: skip


def plain(text: str) -> str:
    """Lower case, hyphens opened, colloquial negations in their standard form."""
    words = text.lower().replace("-", " ").split()
    return " ".join(_NEGATIONS.get(w, w) for w in words)


def command_in(text: str) -> Command | None:
    """The command an utterance consists of, or None when it says anything else as well.

    "petugas" inside a real question ("petugas dapodik kami pindah") is no command: every other word
    must be one that merely carries a request.
    """
    words = plain(text).split()
    if not words:
        return None
    for command, signs in _SIGNS.items():
        known = frozenset().union(*signs)
        if any(sign <= set(words) for sign in signs) and all(
            w in known or w in _CARRIERS for w in words
        ):
            return command
    return None


def refuses(text: str) -> bool:
    """Whether the caller declines to give what was asked ("tidak mau", "lewati saja", "nanti saja")."""
    said = plain(text)
    rest = frozenset(said.split())
    for refusal in _REFUSALS:
        if f" {refusal} " in f" {said} ":
            left = rest - set(refusal.split())
            return left <= _CARRIERS | {"data", "nomor", "nomornya", "nama", "namanya", "menyebutkan",
                                        "memberi", "memberikan", "sebutkan", "tidak", "kasih"}  # fmt: skip
    return False
