"""Gradient descent of the fits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bench.matching.descent import descend

LOWEST = np.array([3.0, -2.0, 0.5])


def slope(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.array([1.0, 100.0, 0.01]) * (weights - LOWEST)
    return found


def test_the_lowest_point_is_found_however_steep_each_way_is() -> None:
    found = descend(np.zeros(3), slope, rounds=2000, squares=0.99)
    assert np.allclose(found, LOWEST, atol=0.02)


def test_weights_stay_where_they_may_be_and_of_their_kind() -> None:
    start = np.zeros(3, dtype=np.float32)
    found = descend(
        start,
        lambda weights: slope(weights.astype(np.float64)).astype(np.float32),
        rounds=2000,
        squares=0.99,
        allowed=lambda weights: np.maximum(weights, np.float32(0.0)),
    )
    assert found.dtype == np.float32 and not start.any()
    assert np.allclose(found, np.maximum(LOWEST, 0.0), atol=0.02)
