"""Gradient descent with a step of its own for every weight (Adam), for both fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

F = TypeVar("F", np.float32, np.float64)

_RATE: Final = 0.02
_SLOPES: Final = 0.9


def descend(
    start: NDArray[F],
    slope: Callable[[NDArray[F]], NDArray[F]],
    rounds: int,
    squares: float,
    allowed: Callable[[NDArray[F]], NDArray[F]] = lambda weights: weights,
) -> NDArray[F]:
    """The weights after so many steps downhill.

    Args:
        start: where to begin.
        slope: of the loss at some weights.
        rounds: how many steps.
        squares: how much of the mean of squared slopes each step keeps, 0..1.
        allowed: brings weights back to where they may be, after every step.
    """
    weights = start
    first, second = np.zeros_like(start), np.zeros_like(start)
    for step in range(1, rounds + 1):
        found = slope(weights)
        first = _SLOPES * first + (1.0 - _SLOPES) * found
        second = squares * second + (1.0 - squares) * found * found
        height = np.sqrt(second / (1.0 - squares**step)) + 1e-8
        move = _RATE * first / (1.0 - _SLOPES**step) / height
        weights = allowed((weights - move).astype(start.dtype))
    return weights
