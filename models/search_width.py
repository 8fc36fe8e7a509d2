"""How wide the second pass searches for readings of an utterance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_UNSURE: Final = (0.8, 1.0, 1.4, 1.8, 2.2, 2.8)
"""Nats of entropy in the least certain half second. Speech in babble at 10 dB has up to 1.8; babble
alone has more."""
_BEAMS: Final = (14.0, 12.0, 11.0, 11.0, 7.0, 5.0)
"""Beams there. Where anything may have been said, a wide one takes many seconds and a gigabyte for
a second of sound, and finds nothing that a narrow one does not."""
_STRETCH: Final = 25
"""Frames."""
_NARROW: Final = 8.0
"""Beam to begin with where the network is unsure; errs hardly more than any wider one there."""
_STEP: Final = 1.5
"""By how much it is widened at once, which takes three times as long."""
_LONG: Final = 0.25
"""Seconds of computing from which no wider one is tried."""
_SURE: Final = 12.0
"""Beams from which a search never takes long, so that the widest one is used at once."""


def lattice_beam(posteriors: Floats) -> float:
    """The beam for an utterance, by how sure the network is where it is least sure.

    Args:
        posteriors: log-probabilities, shape ``(frames, 27)``, 50 frames a second, at least one.
    """
    entropy = -(np.exp(posteriors) * posteriors).sum(axis=1)
    size = min(_STRETCH, len(entropy))
    unsure = np.convolve(entropy, np.ones(size) / size, "valid").max()
    return float(np.interp(unsure, _UNSURE, _BEAMS))


def lattice_beams(posteriors: Floats, clock: Callable[[], float]) -> Iterator[float]:
    """Beams to search with one after another; the last search counts.

    How sure the network is tells how wide a search is worth while, but not how long it takes: with
    a beam of 11 one utterance of six seconds, two people behind, took twelve seconds of computing,
    most others a tenth of a second. So an unsure one is searched narrowly first, and more widely
    while that is quick.

    Args:
        posteriors: log-probabilities, shape ``(frames, 27)``, 50 frames a second, at least one.
        clock: seconds of computing so far; read before and after each search.
    """
    widest = lattice_beam(posteriors)
    beam = widest if widest >= _SURE else min(_NARROW, widest)
    while True:
        began = clock()
        yield beam
        if beam >= widest or clock() - began >= _LONG:
            return
        beam = min(beam + _STEP, widest)
