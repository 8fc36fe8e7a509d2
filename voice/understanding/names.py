"""Names of people and institutions as they are written, from the words of an answer."""

from __future__ import annotations

from typing import Final

from .mended import mended
from .numbers import with_numerals

_BEFORE_NAME: Final = frozenset(
    "nama saya aku ini dengan atas namanya adalah pak bu bapak ibu mbak mas kami dari ya iya "
    "oh eh halo perkenalkan panggil sendiri bicara nya itu oke baik bukan".split()
)
_BEFORE_PLACE: Final = frozenset(
    "saya kami dari di ini ya iya oh eh adalah sekolah instansi nama namanya sekolahnya "
    "instansinya berasal mengajar bekerja bertugas kerja pak bu itu oke baik bukan".split()
)
_UPPER: Final = frozenset(
    "sd smp sma smk tk paud mi mts ma mtsn man min sdn smpn sman smkn slb pkbm skb tpa kb "
    "uptd mis lpmp bpmp pgri".split()
)
_SCHOOLS: Final = {
    "sekolah dasar": "sd",
    "sekolah menengah pertama": "smp",
    "sekolah menengah atas": "sma",
    "sekolah menengah kejuruan": "smk",
    "sekolah luar biasa": "slb",
    "taman kanak kanak": "tk",
}
_LOWER: Final = frozenset("dan atau di".split())


def _titled(words: list[str]) -> str:
    shown = [w.upper() if w in _UPPER else w if w in _LOWER else w.capitalize() for w in words]
    return " ".join(shown)


def _without_lead(text: str, lead: frozenset[str]) -> list[str]:
    words = text.lower().split()
    while words and words[0] in lead:
        words.pop(0)
    return words


def person_name(text: str) -> str | None:
    """``nama saya rina siregar`` -> ``Rina Siregar``; None when no name is left."""
    words = _without_lead(mended(text), _BEFORE_NAME)
    return _titled(words) or None


def institution_name(text: str) -> str | None:
    """An institution as it is written: ``SD Negeri 060843 Medan Barat``."""
    said = f" {mended(text)} "
    for spoken, short in _SCHOOLS.items():
        said = said.replace(f" {spoken} ", f" {short} ")
    words = with_numerals(" ".join(_without_lead(said, _BEFORE_PLACE))).split()
    return _titled(words) or None
