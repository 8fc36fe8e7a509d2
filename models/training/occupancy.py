"""When each phone of a known text is said, according to the teacher."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_NEVER = -1e30


def occupancy(posteriors: Floats, phones: Sequence[int]) -> Floats | None:
    """Probability of each phone in each frame, given that exactly these phones are said.

    All CTC paths through the text are summed up, forwards and backwards.

    Args:
        posteriors: log-probabilities, ``(frames, columns)``, column 0 the blank.
        phones: column numbers.

    Returns:
        shape ``(frames, columns)``, rows that sum to one; None where the text does not fit in.
    """
    states = np.zeros(2 * len(phones) + 1, np.int64)
    states[1::2] = phones
    scores = posteriors[:, states].astype(np.float64)
    leap = np.full(len(states), _NEVER)
    # From phone to phone without a blank, unless it is the same phone again.
    leap[3::2] = np.where(states[3::2] != states[1:-2:2], 0.0, _NEVER)
    forward = _sums(scores, leap)
    end_leap = np.full(len(states), _NEVER)
    end_leap[:-2] = leap[2:]
    backward = _sums(scores[::-1, ::-1], end_leap[::-1])[::-1, ::-1]
    total = np.logaddexp(forward[-1, -1], forward[-1, -2] if len(phones) else _NEVER)
    if total < _NEVER / 2:
        return None
    shares = np.exp(forward + backward - scores - total)
    found = np.zeros(posteriors.shape, np.float32)
    for state, column in enumerate(states):
        found[:, column] += shares[:, state]
    found /= np.maximum(found.sum(axis=1, keepdims=True), 1e-9)
    return found


def _sums(
    scores: npt.NDArray[np.float64], leap: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Log-probability of all paths up to each frame and state."""
    found = np.full(scores.shape, _NEVER)
    found[0, :2] = scores[0, :2]
    for frame in range(1, len(scores)):
        before = found[frame - 1]
        reached = before.copy()
        reached[1:] = np.logaddexp(reached[1:], before[:-1])
        reached[2:] = np.logaddexp(reached[2:], before[:-2] + leap[2:])
        found[frame] = np.maximum(reached + scores[frame], _NEVER)
    return found
