"""A second look at what the search found: the likeliest readings under a larger language model.

The search keeps a lattice of the ways its best readings may run. Every path through it is weighed
anew, the smaller part by the graph it was found in and the larger by a model that sees more words.
Then a decoder that attends to the sound may say what it thinks of the likeliest.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, Protocol, TypeVar

from models.hypothesis import Word

_GRAPH_SHARE: Final = 0.3
_MOST_READINGS: Final = 24
"""Readings kept in each state of the lattice."""
_WITHIN: Final = 12.0
_ATTENTION_SHARE: Final = 0.7
"""What a nat of the decoder's counts for beside one of the search."""
_TOKEN: Final = 1.0
"""Nats that a token brings: the decoder is fonder of few words than a search over phones."""
_ARC: Final = struct.Struct("<iiffi")
_STATE: Final = struct.Struct("<ffq")
LabelArc = tuple[int, int, float, float, int]
Labels = tuple[int, Any] | None
"""Input labels one behind another: the first, and those behind it."""
Stretch = tuple[Labels, int, float, float, int]
"""Like an arc, but for as many arcs as follow one another without a choice."""
State = TypeVar("State")


class Scores(Protocol[State]):
    """A language model over output labels of the graph; label 0 ends a sentence."""

    @property
    def start(self) -> State:
        """What it knows before the first word."""
        ...

    def after(self, state: State, label: int) -> tuple[float, State]:
        """Cost of a label, the negative natural logarithm, and what is known after it."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand an utterance.

    Attributes:
        words: output labels.
        path: input labels, one a frame.
        cost: the lower the likelier.
    """

    words: tuple[int, ...]
    path: tuple[int, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the decoder thinks of one reading.

    Attributes:
        words: log-probability of every word, given the words before it and the sound.
        ending: that of the end behind them.
        tokens: pieces that the words were weighed in.
    """

    words: tuple[float, ...]
    ending: float
    tokens: int


@dataclass(frozen=True)
class Lattice:
    """What a search kept; state 0 is the start.

    Attributes:
        arcs: of every state: input label, output label, graph cost, sound cost, next state.
        finals: of every state the cost to end there; None where nothing may end.
    """

    arcs: Sequence[Sequence[LabelArc]]
    finals: Sequence[float | None]

    def order(self) -> list[int]:
        """The states that the start leads to, so that every arc leads to a later one."""
        waiting = [0] * len(self.arcs)
        for arcs in self.arcs:
            for arc in arcs:
                waiting[arc[4]] += 1
        ready = [state for state, arrivals in enumerate(waiting) if not arrivals]
        found: list[int] = []
        while ready:
            state = ready.pop()
            found.append(state)
            for arc in self.arcs[state]:
                waiting[arc[4]] -= 1
                if not waiting[arc[4]]:
                    ready.append(arc[4])
        return found

    def stretches(self, order: Sequence[int]) -> list[list[Stretch]]:
        """The arcs of every state, those behind which there is one way to go on joined with it, as
        long as at most one word is said: nine in ten states are passed in this way.

        Args:
            order: from :meth:`order`.
        """
        found: list[list[Stretch]] = [[] for _ in self.arcs]
        for state in reversed(order):
            for enters, word, graph, sound, to in self.arcs[state]:
                behind = found[to]
                if len(behind) == 1 and self.finals[to] is None and not (word and behind[0][1]):
                    labels, said, more_graph, more_sound, to = behind[0]
                    whole = (word or said, graph + more_graph, sound + more_sound, to)
                    found[state].append(((enters, labels), *whole))
                else:
                    found[state].append(((enters, None), word, graph, sound, to))
        return found


def unpacked(lattice: Any) -> Lattice:
    """Read a ``kaldifst.Lattice`` through OpenFst's vector format, far quicker than arc by arc."""
    handle = os.memfd_create("lattice")
    try:
        lattice.write(f"/proc/self/fd/{handle}")
        size = os.lseek(handle, 0, os.SEEK_END)
        content = os.pread(handle, size, 0)
    finally:
        os.close(handle)
    at = 4
    for _ in range(2):
        (length,) = struct.unpack_from("<i", content, at)
        at += 4 + length
    count = struct.unpack_from("<q", content, at + 24)[0]
    at += 40
    arcs: list[list[LabelArc]] = []
    finals: list[float | None] = []
    for _ in range(count):
        graph, sound, number = _STATE.unpack_from(content, at)
        at += _STATE.size
        finals.append(graph + sound if graph < 1e30 else None)
        end = at + number * _ARC.size
        arcs.append(list(_ARC.iter_unpack(content[at:end])))
        at = end
    return Lattice(arcs, finals)


class _Indifferent:
    start = None

    def after(self, state: None, label: int) -> tuple[float, None]:
        return 0.0, None


class _Histories(Generic[State]):
    """Word sequences as numbers, each with what its last word costs."""

    def __init__(self, scores: Scores[State]) -> None:
        self._scores = scores
        self._number: dict[tuple[int, int], int] = {}
        self._state = [scores.start]
        self.parent = [-1]
        self.label = [0]
        self.cost = [0.0]

    def after(self, history: int, label: int) -> int:
        key = (history, label)
        found = self._number.get(key)
        if found is None:
            found = self._number[key] = len(self.parent)
            cost, state = self._scores.after(self._state[history], label)
            self.parent.append(history)
            self.label.append(label)
            self.cost.append(cost)
            self._state.append(state)
        return found

    def ending(self, history: int) -> float:
        return self._scores.after(self._state[history], 0)[0]

    def words(self, history: int) -> tuple[int, ...]:
        labels: list[int] = []
        while history > 0:
            labels.append(self.label[history])
            history = self.parent[history]
        return tuple(labels[::-1])


_Token = tuple[float, int, int, Labels]
"""Cost, the state and history before, and the input labels that led here."""


def readings(lattice: Lattice, scores: Scores[Any] | None, most: int) -> list[Reading]:
    """The likeliest different word sequences of a lattice, best first.

    Args:
        lattice: from :func:`unpacked`.
        scores: the larger model; None leaves it to the graph alone.
        most: largest number of readings.
    """
    histories = _Histories(scores or _Indifferent())
    share = 1.0 if scores is None else _GRAPH_SHARE
    rest = 1.0 - share
    reached: list[dict[int, _Token]] = [{} for _ in lattice.arcs]
    if not reached:
        return []
    reached[0][0] = (0.0, -1, -1, None)
    ends: dict[int, tuple[float, int]] = {}
    order = lattice.order()
    stretches = lattice.stretches(order)
    for state in order:
        tokens = reached[state]
        if not tokens:
            continue
        if len(tokens) > 1:
            tokens = reached[state] = _best(tokens)
        final = lattice.finals[state]
        for history, token in tokens.items():
            cost = token[0]
            if final is not None:
                whole = cost + share * final + rest * histories.ending(history)
                if history not in ends or whole < ends[history][0]:
                    ends[history] = (whole, state)
            for labels, word, graph, sound, to in stretches[state]:
                onward = cost + share * graph + sound
                after = history
                if word:
                    after = histories.after(history, word)
                    onward += rest * histories.cost[after]
                there = reached[to]
                known = there.get(after)
                if known is None or onward < known[0]:
                    there[after] = (onward, state, history, labels)
    best = sorted(ends.items(), key=lambda item: item[1][0])[:most]
    return [
        Reading(histories.words(history), _path(reached, state, history), cost)
        for history, (cost, state) in best
    ]


def _best(tokens: dict[int, _Token]) -> dict[int, _Token]:
    ordered = sorted(tokens.items(), key=lambda item: item[1][0])[:_MOST_READINGS]
    limit = ordered[0][1][0] + _WITHIN
    return {history: token for history, token in ordered if token[0] <= limit}


def _path(reached: Sequence[dict[int, _Token]], state: int, history: int) -> tuple[int, ...]:
    stretches: list[Labels] = []
    while state >= 0:
        _, state, history, labels = reached[state][history]
        stretches.append(labels)
    return tuple(label for labels in reversed(stretches) for label in _each(labels) if label)


def _each(labels: Labels) -> Iterator[int]:
    while labels is not None:
        label, labels = labels
        yield label


def weighed(
    found: Sequence[Reading], evidences: Sequence[Evidence]
) -> tuple[list[Reading], Evidence | None]:
    """Readings in the order that the search and the decoder together find likeliest.

    Args:
        found: by the search, best first.
        evidences: of as many of the first as the decoder has weighed; none leaves all as it is.

    Returns:
        those that were weighed, and what the decoder thinks of the best.
    """
    if not evidences:
        return list(found), None
    both: list[tuple[Reading, Evidence]] = []
    for reading, evidence in zip(found, evidences, strict=False):
        likely = _ATTENTION_SHARE * (sum(evidence.words) + evidence.ending)
        cost = reading.cost - likely - _TOKEN * evidence.tokens
        both.append((replace(reading, cost=cost), evidence))
    both.sort(key=lambda one: one[0].cost)
    return [reading for reading, _ in both], both[0][1]


def within(found: Sequence[Reading], nats: float) -> list[Reading]:
    """The readings, best first, that are less than so many nats behind the first."""
    return [reading for reading in found if reading.cost < found[0].cost + nats]


def attended(words: list[Word], evidence: Evidence | None) -> list[Word]:
    """Words with what the decoder thinks of each; as they are where it weighed others."""
    if evidence is None or len(evidence.words) != len(words):
        return words
    return [
        replace(word, attention=likely) for word, likely in zip(words, evidence.words, strict=True)
    ]
