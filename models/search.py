"""Decoding posteriors over a field's search graph with kaldi-decoder.

Never import this where Vosk is loaded: see :mod:`models.child`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import kaldifst
import numpy as np
import numpy.typing as npt
from kaldi_decoder import (
    DecodableCtc,
    FasterDecoder,
    FasterDecoderOptions,
    LatticeSimpleDecoder,
    LatticeSimpleDecoderConfig,
)

from models.alignment import phone_spans, spelled_confidence, split_by_word
from models.errors import ModelError
from models.graph_words import ENTRIES, Entries
from models.hypothesis import Word
from models.posteriors import FRAME
from models.sounds import join_text

Floats = npt.NDArray[np.float32]

_ACOUSTIC_SCALE: Final = 0.65
_BEAM: Final = 14.0
_MAX_ACTIVE: Final = 6000
_OTHER_BEAM: Final = 9.0
_OTHER_WITHIN: Final = 4.0
_OTHER_PATHS: Final = 30
_OTHER_MOST: Final = 3
_OTHER_LONGEST: Final = 400
"""Frames beyond which other readings are not looked for, since that takes too long."""


class Search:
    """One field's search graph."""

    def __init__(self, folder: Path) -> None:
        """Read a graph folder; ModelError when it is broken."""
        self._fst = kaldifst.StdConstFst.read(str(folder / "HCLG.fst"))
        if self._fst is None:
            raise ModelError(f"Graf di {folder} rusak. Jalankan: sapa model build")
        self._entries = Entries.read(folder / ENTRIES)

    def best(self, posteriors: Floats) -> list[Word]:
        """The best words, syllables not yet joined; empty when nothing fits."""
        if len(posteriors) == 0:
            return []
        options = FasterDecoderOptions(max_active=_MAX_ACTIVE, beam=_BEAM)
        decoder = FasterDecoder(self._fst, options)
        decoder.decode(_decodable(posteriors))
        found, path = decoder.get_best_path()
        if not found:
            return []
        _, labels, outputs, _ = kaldifst.get_linear_symbol_sequence(path)
        entries = [self._entries[label] for label in outputs]
        parts = split_by_word(phone_spans(labels), [entry.ways for entry in entries])
        return [
            Word(
                entry.word,
                spelled_confidence(part, posteriors),
                part[0].first * FRAME if part else 0.0,
                (part[-1].last + 1) * FRAME if part else 0.0,
            )
            for entry, part in zip(entries, parts, strict=True)
        ]

    def others(self, posteriors: Floats, best: str) -> list[str]:
        """Up to three other readings of a short utterance, likeliest first.

        Args:
            posteriors: as for :meth:`best`.
            best: the best reading, which is left out.
        """
        if not 0 < len(posteriors) <= _OTHER_LONGEST:
            return []
        config = LatticeSimpleDecoderConfig(beam=_OTHER_BEAM, lattice_beam=_OTHER_WITHIN)
        decoder = LatticeSimpleDecoder(self._fst, config)
        if not decoder.decode(_decodable(posteriors)):
            return []
        found, lattice = decoder.get_raw_lattice()
        if not found:
            return []
        paths = kaldifst.lattice_to_nbest(lattice, acoustic_scale=1.0, lm_scale=1.0, n=_OTHER_PATHS)
        readings: dict[str, None] = {}
        for path in paths:
            labels = kaldifst.get_linear_symbol_sequence(path)[2]
            text = join_text(" ".join(self._entries[label].word for label in labels))
            if text and text != best:
                readings[text] = None
        return list(readings)[:_OTHER_MOST]


def _decodable(posteriors: Floats) -> DecodableCtc:
    """Scaled columns, each twice: the graph names entering and staying apart."""
    scaled = np.repeat(posteriors * np.float32(_ACOUSTIC_SCALE), 2, axis=1)
    return DecodableCtc(np.ascontiguousarray(scaled, dtype=np.float32))
