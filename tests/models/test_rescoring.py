"""Other readings of a lattice, weighed anew."""

from __future__ import annotations

import random
from collections.abc import Iterator

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


def _drawn(seed: int) -> Lattice:
    """A lattice of few choices and many steps without any; every arc leads to a later state."""
    draw = random.Random(seed)
    count = draw.randint(2, 14)
    arcs = [
        [
            (draw.randint(0, 9), draw.choice((0, 0, 1, 2)), draw.random(), draw.random(), to)
            for to in sorted(draw.choices(range(state + 1, count), k=draw.choice((1, 1, 1, 2))))
        ]
        for state in range(count - 1)
    ]
    may_end = [draw.random() if draw.random() < 0.2 else None for _ in arcs]
    return Lattice([*arcs, []], [*may_end, 0.5])


def _paths(
    lattice: Lattice, state: int = 0
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], float]]:
    """Words, input labels and cost of every way from a state to an end."""
    final = lattice.finals[state]
    if final is not None:
        yield (), (), final
    for enters, word, graph, sound, to in lattice.arcs[state]:
        for words, labels, cost in _paths(lattice, to):
            said = (word, *words) if word else words
            yield said, ((enters, *labels) if enters else labels), cost + graph + sound


@pytest.mark.parametrize("seed", range(40))
def test_steps_without_a_choice_lose_nothing(seed: int) -> None:
    lattice = _drawn(seed)
    best: dict[tuple[int, ...], tuple[float, tuple[int, ...]]] = {}
    for words, labels, cost in _paths(lattice):
        best[words] = min(best.get(words, (cost, labels)), (cost, labels))
    found = readings(lattice, None, len(best))
    assert {r.words: r.path for r in found} == {words: path for words, (_, path) in best.items()}
    assert [r.cost for r in found] == pytest.approx(sorted(cost for cost, _ in best.values()))
