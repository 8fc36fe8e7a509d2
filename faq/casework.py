"""Questions about one person's case: no entry can answer them, people must.

Three shapes are recognised by plain patterns over the words, after slang has been made plain:
asking for or checking a person's own data, asking after the progress of one's own matter, and
complaining about somebody. What has another shape is told by a model of the words
(`faq.case_model`), which also overrules a pattern where it is sure that the question is general.
A shape the book itself uses in a phrasing is one it means to answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class Case(StrEnum):
    """What kind of personal matter it is."""

    DATA = "data"
    PROGRESS = "progress"
    COMPLAINT = "complaint"
    OWN = "own"


REASONS: Final = {
    Case.DATA: "penelepon menanyakan data perorangan",
    Case.PROGRESS: "penelepon menanyakan perkembangan urusannya sendiri",
    Case.COMPLAINT: "penelepon mengadukan seseorang atau suatu kejadian",
    Case.OWN: "penelepon menanyakan urusan perorangan",
}

_OWNER: Final = (
    r"(?:saya|kami|aku|awak|ku|dia|istri|suami|bapak saya|ibu saya|adik|teman saya|kawan saya|"
    r"(?:anak|murid|siswa|guru|adik|cucu|keponakan|sekolah)(?:nya)?(?: kandung| didik)?"
    r" (?:saya|kami|aku|awak|ku)|atas nama(?: \w+)?)"
)
_THING: Final = (
    r"(?:nisn|nuptk|npsn|nrg|nik|sktp|tpg|pip|kip|bos|bop|akun|rekening|tunjangan|insentif|"
    r"sertifikasi|kode registrasi|ijazah|nomor induk|nomor|nip|sk|dana|uang|honor|gaji|bantuan|"
    r"berkas|pengajuan|permohonan|usulan|laporan|pengaduan|nama|data|tiket|ppg|inpassing|mutasi)"
)
_DONE: Final = (
    r"(?:terbit|keluar|cair|masuk|dicairkan|diproses|disetujui|selesai|jadi|dibayar|dibayarkan|"
    r"terima|dapat|turun|valid|dibalas|ditanggapi|ditindaklanjuti|ditransfer)(?:nya)?"
)
_STILL: Final = r"(?: (?:juga|ada|pernah|kunjung|mau|bisa|sampai|di|ke|lagi))*"
_PENDING: Final = (
    rf"(?:(?:belum|kapan|sudah){_STILL} {_DONE}|"
    rf"tidak{_STILL} (?:terbit|keluar|cair|diproses|disetujui|dibayar|dibalas|ditanggapi|turun))"
)
_WAITING: Final = rf"(?:belum|kapan){_STILL} {_DONE}"
_PERSON: Final = (
    r"(?:kepala sekolah|kepsek|kasek|guru|wali kelas|operator|bendahara|pengawas|komite|pegawai|"
    r"petugas|oknum|kepala dinas|orang dinas|tata usaha|yayasan|pihak sekolah|dosen|sekolah)"
)
_WRONG: Final = (
    r"(?:memukul(?:i)?|dipukul|dipukuli|menampar|ditampar|kasar|marah(?:i)?|dimarahi|memaki|menghina|"
    r"dihina|korupsi|menggelapkan|digelapkan|menyelewengkan|diselewengkan|penyelewengan|pungli|"
    r"pungutan liar|memungut|dipungut|dipalak|memotong|dipotong|menahan|ditahan|mempersulit|"
    r"dipersulit|melecehkan|dilecehkan|pelecehan|menipu|ditipu|penipuan|memalsukan|dipalsukan|"
    r"pemalsuan|bullying|dibully|perundungan|dirundung|kekerasan|tidak mau|tidak pernah masuk|"
    r"jarang masuk|sewenang wenang|suap|menyuap|disuap|pilih kasih|curang|kecurangan|"
    r"selingkuh|mesum|bolos|memaksa|dipaksa|mengancam|diancam|minta uang|meminta uang)"
)

_PATTERNS: Final[tuple[tuple[Case, re.Pattern[str]], ...]] = tuple(
    (case, re.compile(pattern))
    for case, pattern in (
        (Case.COMPLAINT, rf"\b{_PERSON}\b(?: \w+){{0,6}}? {_WRONG}\b"),
        (Case.COMPLAINT, rf"\b{_WRONG}\b(?: \w+){{0,4}}? (?:oleh |sama )?{_PERSON}\b"),
        (
            Case.COMPLAINT,
            rf"\b(?:lapor|melaporkan|laporkan|mengadukan|adukan|mengadu soal|komplain|protes)"
            rf"(?: \w+){{0,3}}? {_PERSON} "
            r"(?:saya|kami|itu|ini|di|yang|karena|sd|smp|sma|smk|anak)\b",
        ),
        (Case.COMPLAINT, r"\b(?:pungli|pungutan liar|pelecehan|perundungan|korupsi)\b"),
        (
            Case.DATA,
            rf"\b{_THING}(?:nya)? (?:\w+ ){{0,2}}?{_OWNER}(?: \w+){{0,3}}? (?:berapa|nomor berapa|"
            r"apa ya|masih aktif|sudah aktif|sudah valid|terdaftar|ada tidak)\b",
        ),
        (
            Case.DATA,
            rf"\bberapa (?:\w+ ){{0,2}}?{_THING}(?:nya)? (?:\w+ ){{0,1}}?{_OWNER}\b",
        ),
        (
            Case.DATA,
            rf"\b(?:cek|cekkan|ceknya|carikan|cari|bukakan|kasih|beri|minta|tahu)(?: \w+){{0,3}}? "
            rf"{_THING}(?:nya)? (?:\w+ ){{0,2}}?{_OWNER}\b",
        ),
        (Case.DATA, rf"\bstatus (?:\w+ ){{0,2}}?{_THING}(?: \w+){{0,2}}? {_OWNER}\b"),
        (Case.DATA, rf"\b{_OWNER}(?: \w+){{0,3}}? (?:terdaftar|tercatat|masuk|lulus|dapat|terima)"
         rf"(?: \w+){{0,3}}? {_THING}(?: \w+){{0,3}}? (?:tidak|belum|apa tidak|atau tidak)$"),
        (Case.DATA, r"\batas nama \w+"),
        (
            Case.PROGRESS,
            rf"\b{_THING}(?:nya)?(?: \w+){{0,3}}? {_OWNER}(?: \w+){{0,5}}? {_PENDING}\b",
        ),
        (
            Case.PROGRESS,
            rf"\b{_OWNER}(?: \w+){{0,5}}? {_WAITING}\b",
        ),
        (
            Case.PROGRESS,
            rf"\bkapan (?:\w+ ){{0,2}}?{_THING}(?:nya)?(?: \w+){{0,2}}? {_OWNER}"
            rf"(?: \w+){{0,2}}? {_DONE}\b",
        ),
        (Case.DATA, rf"\b(?:apakah|apa|kok) {_OWNER} (?:lulus|lolos|terdaftar|terpilih)\b"),
        (
            Case.DATA,
            rf"\b{_OWNER}(?: \w+){{0,2}}? (?:lulus|lolos|terdaftar|terpilih)(?: \w+){{0,3}}? "
            r"(?:tidak|belum)$",
        ),
        (
            Case.PROGRESS,
            rf"\b{_PENDING}(?: \w+){{0,3}}? {_THING}(?:nya)?(?: \w+){{0,2}}? {_OWNER}\b",
        ),
        (
            Case.PROGRESS,
            rf"\b{_THING}(?:nya)?(?: \w+){{0,2}}? {_OWNER}(?: \w+){{0,3}}? (?:sudah sampai mana|"
            r"sampai mana|bagaimana kelanjutannya|kelanjutannya|prosesnya sampai)\b",
        ),
    )
)  # fmt: skip


SURE: Final = 0.7
"""Chance from which the model of the words is believed without a pattern."""
GENERAL: Final = 0.05
"""Chance below which a pattern is not believed."""

# Asking for the way to do something is a general question, whoever's matter it is.
_WAY: Final = re.compile(r"\b(?:cara|caranya|syarat|syaratnya)\b")


def cases_in(words: Sequence[str], chance: float | None = None) -> frozenset[Case]:
    """Shapes of personal matters in plain words (slang already made plain).

    Args:
        chance: of `faq.case_model` that this is one; None asks the patterns only.
    """
    text = " ".join(words)
    found = {case for case, pattern in _PATTERNS if pattern.search(text)}
    if _WAY.search(text):
        found.discard(Case.PROGRESS)
    if chance is not None and not found and chance >= SURE:
        found.add(Case.OWN)
    if chance is not None and chance < GENERAL:
        found -= {Case.DATA, Case.PROGRESS}
    return frozenset(found)
