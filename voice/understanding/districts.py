"""The kabupaten or kota a caller means, by its official name."""

from __future__ import annotations

from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from models import districts

from .mended import mended

_NEAR: Final = 82.0
"""rapidfuzz ratio from which a misheard name still counts."""
_MARGIN: Final = 4.0
_LEAD: Final = frozenset(
    "di dari saya kami ya iya oh eh itu kabupaten kota daerah wilayah ini pak bu sekolah "
    "sekolahnya alamat alamatnya tinggal berada provinsi sumatera sumut".split()
)


@cache
def _ways() -> dict[str, str]:
    """Every way to say a district, without its lead word, to its official name."""
    ways: dict[str, str] = {}
    for official, said in districts().items():
        for way in said:
            ways.setdefault(" ".join(_core(way)), _written(official))
    return ways


def _core(text: str) -> list[str]:
    return [w for w in text.lower().replace("-", " ").split() if w not in _LEAD]


def _written(official: str) -> str:
    return " ".join(w.capitalize() for w in official.split())


def district_name(text: str) -> str | None:
    """``dari deli serdang pak`` -> ``Kabupaten Deli Serdang``; None when it is no district.

    The longest way that stands in the answer wins, so that "nias selatan" is not taken for Nias; a
    slightly misheard name is accepted when no other name is nearly as close.
    """
    said = " ".join(_core(mended(text)))
    if not said:
        return None
    exact = [way for way in _ways() if f" {way} " in f" {said} "]
    if exact:
        return _ways()[max(exact, key=len)]
    near = process.extract(said, list(_ways()), scorer=fuzz.ratio, limit=3, score_cutoff=_NEAR)
    if not near:
        return None
    best = near[0]
    others = [score for way, score, _ in near[1:] if _ways()[way] != _ways()[best[0]]]
    if others and best[1] - others[0] < _MARGIN:
        return None
    return _ways()[best[0]]
