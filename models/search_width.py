"""How wide the second pass searches for readings of an utterance."""

from __future__ import annotations

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


def lattice_beam(posteriors: Floats) -> float:
    """The beam for an utterance, by how sure the network is where it is least sure.

    Args:
        posteriors: log-probabilities, shape ``(frames, 27)``, 50 frames a second, at least one.
    """
    entropy = -(np.exp(posteriors) * posteriors).sum(axis=1)
    size = min(_STRETCH, len(entropy))
    unsure = np.convolve(entropy, np.ones(size) / size, "valid").max()
    return float(np.interp(unsure, _UNSURE, _BEAMS))
