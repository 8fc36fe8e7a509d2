"""Decoding posteriors over a field's search graph with kaldi-decoder.

Never import this where Vosk is loaded: see :mod:`models.child`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from time import thread_time
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

from models.alignment import frames_of, phone_spans, spelled_confidence, split_by_word
from models.errors import ModelError
from models.graph_words import ENTRIES, Entries
from models.hypothesis import Word
from models.language import OFFICE_SHARE, UNKNOWN_COSTS
from models.lm.lookup import Lookup
from models.lm.scores import Mixture
from models.lm.spelling import Spelling
from models.posteriors import FRAME
from models.rescoring import Evidence, Reading, attended, readings, unpacked, weighed, within
from models.search_width import lattice_beams
from models.sounds import join_sounds, join_text

Floats = npt.NDArray[np.float32]
Weigh = Callable[[Sequence[Sequence[str]]], Sequence[Evidence]]
"""What a decoder that attends to the sound thinks of readings, likeliest first; it may leave the
last ones out."""

LARGER: Final = {"office": OFFICE_SHARE, "large": 1.0 - OFFICE_SHARE}
"""Folders of larger language models beside a graph, with their shares, where it has any."""

UNKNOWN: Final = "unknown"
"""Folder beside them: how words that none of them knows are spelled."""

ACOUSTIC_SCALE: Final = 0.75
_BEAM: Final = 14.0
_MAX_ACTIVE: Final = 6000
_LATTICE_WITHIN: Final = 7.0
_LATTICE_LONGEST: Final = 1000
"""Frames beyond which one reading must do, since looking for others takes too long."""
_READINGS: Final = 24
_ATTENDED_WITHIN: Final = 4.0
"""Nats behind the likeliest reading within which others are weighed by the decoder too: it hardly
ever makes one from farther behind the best, and then wrongly as often as not."""
_OTHER_WITHIN: Final = 4.0
_OTHER_MOST: Final = 3
_SLOWEST: Final = 0.6
"""Seconds for every phone of a word, and one more: nobody draws one out longer, but a tone may be
taken for its vowel."""


class Search:
    """One field's search graph."""

    def __init__(self, folder: Path) -> None:
        """Read a graph folder; ModelError when it is broken."""
        self._fst = kaldifst.StdConstFst.read(str(folder / "HCLG.fst"))
        if self._fst is None:
            raise ModelError(f"Graf di {folder} rusak. Jalankan: sapa model build")
        self._entries = Entries.read(folder / ENTRIES)
        self._larger: Mixture | None = None
        if all((folder / name).is_dir() for name in LARGER):
            models = [Lookup(folder / name) for name in LARGER]
            words = self._entries.words()
            chances = [math.exp(-cost) for cost in UNKNOWN_COSTS]
            spelling = Spelling(Lookup(folder / UNKNOWN), chances, words)
            self._larger = Mixture(models, list(LARGER.values()), words, spelling)

    def best(self, posteriors: Floats) -> list[Word]:
        """The best words; none when nothing fits."""
        return self.hear(posteriors)[0]

    def hear(self, posteriors: Floats, weigh: Weigh | None = None) -> tuple[list[Word], list[str]]:
        """The best words, and up to three other readings.

        Long utterances have no other readings, and their words are those of the graph alone.

        Args:
            posteriors: log-probabilities, shape ``(frames, 27)``.
            weigh: asked about the likely readings of whole sentences, where the graph has larger
                models; others are given up.

        Returns:
            the words, none when nothing fits, and other readings as text, likeliest first.
        """
        found = self._readings(posteriors) if 0 < len(posteriors) <= _LATTICE_LONGEST else []
        if not found or self._larger is None:
            words, evidence = self._best_path(posteriors), None
        else:
            likely = within(found, _ATTENDED_WITHIN)
            evidences = weigh([self._text(r.words).split() for r in likely]) if weigh else ()
            found, evidence = weighed(found, evidences)
            words = self._words(found[0].words, found[0].path, posteriors)
        whole = attended(join_sounds(words), evidence)
        said = " ".join(word.text for word in whole)
        if not said:
            return whole, []
        near = within(found, _OTHER_WITHIN)
        texts = dict.fromkeys(self._text(reading.words) for reading in near)
        return whole, [text for text in texts if text not in ("", said)][:_OTHER_MOST]

    def _best_path(self, posteriors: Floats) -> list[Word]:
        if len(posteriors) == 0:
            return []
        options = FasterDecoderOptions(max_active=_MAX_ACTIVE, beam=_BEAM)
        decoder = FasterDecoder(self._fst, options)
        decoder.decode(_decodable(posteriors))
        found, path = decoder.get_best_path()
        if not found:
            return []
        _, labels, outputs, _ = kaldifst.get_linear_symbol_sequence(path)
        return self._words(outputs, labels, posteriors)

    def _readings(self, posteriors: Floats) -> list[Reading]:
        decoder: LatticeSimpleDecoder | None = None
        for beam in lattice_beams(posteriors, thread_time):
            config = LatticeSimpleDecoderConfig(beam=beam, lattice_beam=min(beam, _LATTICE_WITHIN))
            wider = LatticeSimpleDecoder(self._fst, config)
            if wider.decode(_decodable(posteriors)):
                decoder = wider
        if decoder is None:
            return []
        found, lattice = decoder.get_raw_lattice()
        return readings(unpacked(lattice), self._larger, _READINGS) if found else []

    def _words(
        self, outputs: Sequence[int], labels: Sequence[int], posteriors: Floats
    ) -> list[Word]:
        """Words of a path with their times and confidences."""
        entries = [self._entries[label] for label in outputs]
        parts = split_by_word(phone_spans(labels), [entry.ways for entry in entries])
        words: list[Word] = []
        for entry, part in zip(entries, parts, strict=True):
            begins, ends = frames_of(part) if part else (0, -1)
            if ends + 1 - begins <= _SLOWEST / FRAME * (len(part) + 1):
                confidence = spelled_confidence(part, posteriors)
                words.append(Word(entry.word, confidence, begins * FRAME, (ends + 1) * FRAME))
        return words

    def _text(self, outputs: Sequence[int]) -> str:
        return join_text(" ".join(self._entries[label].word for label in outputs))


def _decodable(posteriors: Floats) -> DecodableCtc:
    """Scaled columns, each twice: the graph names entering and staying apart."""
    scaled = np.repeat(posteriors * np.float32(ACOUSTIC_SCALE), 2, axis=1)
    return DecodableCtc(np.ascontiguousarray(scaled, dtype=np.float32))
