"""The chance that a question is about one person's case, from its words and pairs of words.

A logistic model whose weights lie in ``case_model.yaml``; they are fitted by
``python -m bench.matching.fit_cases`` on ``faq/lessons/cases.tsv`` and the entries' own phrasings.
Names of matters (acronyms, "tunjangan", "rekening" ...) count as one word, so that what is learnt
about one matter holds for all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import Final

from faq.errors import FaqError, Problem, shown_path
from faq.lined_yaml import read

CASE_MODEL: Final = Path(__file__).resolve().parent / "case_model.yaml"
BIAS: Final = "bias"
MATTER: Final = "@"
_MATTERS: Final = frozenset(
    "tunjangan insentif bantuan sertifikasi rekening ijazah akun nomor dana uang honor gaji berkas "
    "pengajuan permohonan usulan laporan pengaduan data tiket inpassing mutasi kartu sertifikat "
    "rapor surat sandi password kode".split()
)


@dataclass(frozen=True)
class CaseModel:
    """Weights by feature; ``bias`` is the constant term."""

    weights: Mapping[str, float]

    def chance(self, words: Sequence[str], acronyms: Collection[str]) -> float:
        """Probability 0..1 that plain words (slang already made plain) are a personal case."""
        z = self.weights.get(BIAS, 0.0)
        z += sum(self.weights.get(feature, 0.0) for feature in features(words, acronyms))
        return 1.0 / (1.0 + exp(-max(-40.0, min(40.0, z))))

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, path: Path = CASE_MODEL) -> CaseModel:
        """Read the fitted weights; FaqError when one is no number."""
        root = read(path)
        parts = root.value if isinstance(root.value, dict) else {}
        weights: dict[str, float] = {}
        for key, node in parts.items():
            if isinstance(node.value, bool) or not isinstance(node.value, int | float):
                problem = Problem(shown_path(path), node.line, f'bobot "{key.name}" bukan angka')
                raise FaqError([problem])
            weights[key.name] = float(node.value)
        return cls(weights)


def features(words: Sequence[str], acronyms: Collection[str]) -> frozenset[str]:
    """Words, neighbours, and neighbours but one."""
    return frozenset(_features(words, acronyms))


def _features(words: Sequence[str], acronyms: Collection[str]) -> Iterator[str]:
    plain = [MATTER if _is_matter(word, acronyms) else word for word in words]
    yield from plain
    framed = ["<", *plain, ">"]
    for at in range(len(framed) - 1):
        yield f"{framed[at]} {framed[at + 1]}"
    for at in range(len(framed) - 2):
        yield f"{framed[at]} _ {framed[at + 2]}"


def _is_matter(word: str, acronyms: Collection[str]) -> bool:
    bare = word.removesuffix("nya").removesuffix("ku")
    return word in acronyms or bare in acronyms or word in _MATTERS or bare in _MATTERS
