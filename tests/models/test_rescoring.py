"""Other readings of a lattice, weighed anew."""

from __future__ import annotations

import pytest

from models.rescoring import Lattice, readings

# Two words may stand first (1 or 2), one second (3); state 2 comes before state 1.
ARCS = [
    [(5, 1, 1.0, 0.0, 2), (7, 2, 1.5, 0.0, 2)],
    [],
    [(5, 0, 0.0, 0.5, 3)],
    [(9, 3, 1.0, 0.0, 1)],
]
LATTICE = Lattice(ARCS, [None, 0.25, None, None])


class Scores:
    """Word 3 follows word 2, and hardly word 1."""

    start = 0

    def after(self, state: int, label: int) -> tuple[float, int]:
        return 5.0 if (state, label) == (1, 3) else 1.0, label


def test_graph_alone_orders_by_its_costs() -> None:
    found = readings(LATTICE, None, 8)
    assert [reading.words for reading in found] == [(1, 3), (2, 3)]
    assert (found[0].words, found[0].path) == ((1, 3), (5, 5, 9))
    assert found[0].cost == pytest.approx(2.75)


def test_larger_model_changes_the_order() -> None:
    found = readings(LATTICE, Scores(), 8)
    assert [reading.words for reading in found] == [(2, 3), (1, 3)]
    assert found[0].path == (7, 5, 9)


def test_as_many_as_asked_for() -> None:
    assert len(readings(LATTICE, None, 1)) == 1
    assert readings(Lattice([], []), None, 1) == []
