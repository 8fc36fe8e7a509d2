"""How the learning rate goes."""

from __future__ import annotations

import math


def rising_and_falling(done: float, rise: float = 0.1) -> float:
    """Factor of the highest rate after a part of all steps: up in a line, down as a cosine."""
    if done < rise:
        return 0.02 + 0.98 * done / rise
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (done - rise) / (1 - rise)))
