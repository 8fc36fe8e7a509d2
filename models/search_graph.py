"""From an n-gram model and pronunciations to one search graph (HCLG) for both ears.

Every language-model state becomes a prefix tree of the words it predicts. As soon as a prefix
leaves one word only, its label and its cost are paid and the rest of the word is a chain, shared
by every tree that ends the same way in the same next state. That is what composing,
determinising and minimising the usual transducers would give, built directly, with whole arrays
at a time. Two models may stand side by side in one graph, with a third, of syllables, that either
hands over to for a word that it does not know.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from models.lm.arrays import ArrayNgram, Floats, Ints
from models.lm.words import WordModel, with_same_words
from models.phones import PHONE_INDEX
from models.sounds import START

_BLANK: Final = 0
_VARIANT_COST: Final = 0.7
_EPSILON: Final = 0
CHANGE_COST: Final = 4.0
"""Of going over to another model within a sentence, some one in fifty times."""

_SOUND_COST: Final = 2.0
"""Added to words known by their sound only: a listed word that is nearly as good must win."""

_IMPOSSIBLE: Final = -60.0
"""Natural logarithm of a probability below which a word is no part of a model."""

_ARC: Final = np.dtype([("enters", "<i4"), ("word", "<i4"), ("cost", "<f4"), ("to", "<i4")])
_STATE: Final = np.dtype(
    [("final", "<f4"), ("at", "<u4"), ("arcs", "<u4"), ("silent", "<u4"), ("wordless", "<u4")]
)
_CONST_FST: Final = (2125659606, b"const", b"standard", 2, 0, 1)
"""OpenFst's header: magic number, kind, weights, version, flags, properties (expanded)."""

Arcs = npt.NDArray[np.void]


@dataclass(frozen=True)
class SearchGraph:
    """A weighted transducer from network columns to words; state 0 is the start.

    Attributes:
        words: output labels in order; label 0 is ``<eps>``.
        counts: number of arcs of every state.
        arcs: arcs of all states in turn: input label, output label, cost, next state.
        finals: final costs of all states, infinite where a state is not final.
    """

    words: list[str]
    counts: Ints
    arcs: Arcs
    finals: npt.NDArray[np.float32]

    def write(self, path: Path) -> None:
        """Write as an OpenFst const transducer, the form that Vosk and kaldi-decoder read."""
        magic, kind, weights, version, flags, properties = _CONST_FST
        head = struct.pack("<i", magic)
        for name in (kind, weights):
            head += struct.pack("<i", len(name)) + name
        numbers = (version, flags, properties, 0, len(self.counts), len(self.arcs))
        head += struct.pack("<iiQqqq", *numbers)
        states = np.zeros(len(self.counts), _STATE)
        source = np.repeat(np.arange(len(self.counts)), self.counts)
        states["final"] = self.finals
        states["at"] = np.cumsum(self.counts) - self.counts
        states["arcs"] = self.counts
        for column, label in (("silent", "enters"), ("wordless", "word")):
            none = source[self.arcs[label] == _EPSILON]
            states[column] = np.bincount(none, minlength=len(states))
        path.write_bytes(head + states.tobytes() + self.arcs.tobytes())


class _Ways:
    """Pronunciations as numbers: each once, in alphabetical order, with all its endings.

    Attributes:
        phones: shape ``(ways, longest)``, padded with -1.
        length: phones of each way.
        ending: shape ``(ways, longest)``: number of what is left of a way from each phone on.
        first: first phone of every ending.
        rest: the ending behind that phone; -1 where there is none.
    """

    def __init__(self, ways: Iterable[tuple[int, ...]]) -> None:
        ordered = sorted(set(ways))
        self.number = {way: n for n, way in enumerate(ordered)}
        longest = max(map(len, ordered))
        self.phones = np.full((len(ordered), longest), -1, np.int64)
        self.ending = np.full((len(ordered), longest), -1, np.int64)
        self.length = np.array([len(way) for way in ordered])
        numbers: dict[tuple[int, int], int] = {}
        for n, way in enumerate(ordered):
            self.phones[n, : len(way)] = way
            rest = -1
            for at in range(len(way) - 1, -1, -1):
                rest = numbers.setdefault((way[at], rest), len(numbers))
                self.ending[n, at] = rest
        pairs = np.array(list(numbers), np.int64)
        self.first, self.rest = pairs[:, 0], pairs[:, 1]

    def shared(self, one: Ints, two: Ints) -> Ints:
        """How many phones two ways have in common from the beginning, for many pairs."""
        same = (self.phones[one] == self.phones[two]) & (self.phones[one] >= 0)
        common: Ints = np.cumprod(same, axis=1).sum(axis=1)
        return common


class _Contexts:
    """The states of one model: one for every n-gram that is a context.

    Attributes:
        model: the model.
        states: by length of context from 0 the state of every n-gram; -1 where it is no context.
    """

    def __init__(self, model: ArrayNgram, new_states: Callable[[int], Ints]) -> None:
        self.model = model
        self.states = [new_states(1)]
        for level, above in zip(model.levels, model.levels[1:], strict=False):
            used = np.unique(above.context)
            numbers = np.full(len(level), -1)
            numbers[used] = new_states(len(used))
            self.states.append(numbers)

    def after(self, words: Ints) -> Ints:
        """The state of the longest tail of some histories that is a context.

        Args:
            words: shape ``(histories, n)``.
        """
        found = np.full(len(words), -1)
        for length in range(min(words.shape[1], len(self.states) - 1), 0, -1):
            at = self.model.entry(words[:, words.shape[1] - length :])
            here = np.where(at >= 0, self.states[length][at], -1)
            found = np.where(found < 0, here, found)
        return np.where(found < 0, self.states[0][0], found)

    def each(self) -> Iterator[tuple[int, Ints, Ints]]:
        """By length from 1: the n-grams that are contexts, and their words."""
        for k in range(1, len(self.states)):
            context = np.flatnonzero(self.states[k] >= 0)
            yield k, context, self.model.ngrams(k - 1)[context]


class GraphBuilder:
    """Builds one search graph; use once."""

    def __init__(
        self, language: WordModel, pronunciations: Mapping[str, Sequence[Sequence[str]]]
    ) -> None:
        """The graph of one model; ``pronunciations`` must know all of its words."""
        self._languages = [language]
        self._shares = [1.0]
        self._unknown: WordModel | None = None
        self._unknown_costs: Sequence[float] = ()
        self._said = pronunciations
        self._blocks: list[tuple[Ints, Arcs]] = []
        self._size = 1

    @classmethod
    def of_two(
        cls,
        narrow: WordModel,
        wide: WordModel,
        share: float,
        pronunciations: Mapping[str, Sequence[Sequence[str]]],
        unknown: WordModel | None = None,
        unknown_costs: Sequence[float] = (),
    ) -> GraphBuilder:
        """The graph of two models side by side.

        A sentence is one's or the other's from its first word on, and may go over to the other
        between any two words, which costs some. Mixing their probabilities word by word would cost
        every word of a sentence that one model knows nothing of.

        Args:
            narrow: what people are expected to say.
            wide: whatever else they may say.
            share: part of the sentences that begin as ``narrow`` expects.
            pronunciations: of the words of all.
            unknown: syllables of words that neither knows, from ``language.spelling_model``.
            unknown_costs: of going there from either.
        """
        models = [narrow, wide] if unknown is None else [narrow, wide, unknown]
        narrow, wide, *rest = with_same_words(*models)
        builder = cls(narrow, pronunciations)
        builder._languages, builder._shares = [narrow, wide], [share, 1.0 - share]
        if rest:
            builder._unknown, builder._unknown_costs = rest[0], unknown_costs
        return builder

    def build(self) -> SearchGraph:
        start = np.zeros(1, np.int64)
        self._arcs(start, _stay(_BLANK), _EPSILON, 0.0, start)
        parts = [_Contexts(language.model, self._states) for language in self._languages]
        spelled = self._unknown and _Contexts(self._unknown.model, self._states)
        finals = self._tree_arcs(parts)
        for part, share in zip(parts, self._shares, strict=True):
            self._back_off_arcs(part)
            first = part.after(np.array([[self._languages[0].begin]]))
            self._arcs(start, _EPSILON, _EPSILON, -np.log(share), first)
        if len(parts) > 1:
            self._change_arcs(*parts)
        if spelled:
            self._unknown_arcs(parts, spelled)
        source = np.concatenate([block[0] for block in self._blocks])
        arcs = np.concatenate([block[1] for block in self._blocks])
        order = np.argsort(source, kind="stable")
        costs = np.full(self._size, np.inf, np.float32)
        costs[finals[0]] = finals[1]
        counts = np.bincount(source, minlength=self._size)
        return SearchGraph(["<eps>", *self._languages[0].words[2:]], counts, arcs[order], costs)

    def _states(self, count: int) -> Ints:
        self._size += count
        return np.arange(self._size - count, self._size)

    def _arcs(
        self, source: Ints, enters: Ints | int, word: Ints | int, cost: Floats | float, to: Ints
    ) -> None:
        block = np.zeros(len(source), _ARC)
        block["enters"], block["word"], block["cost"], block["to"] = enters, word, cost, to
        self._blocks.append((source, block))

    def _phone_states(self, phones: Ints) -> Ints:
        """States entered by a phone: it may last, and a pause may follow it.

        The pause shares the state, so "a pause a" may also pass for one long "a". That halves the
        graph; where a word has a phone twice, its second state is still a step of its own.
        """
        states = self._states(len(phones))
        self._arcs(states, 2 * phones + 1, _EPSILON, 0.0, states)
        self._arcs(states, _stay(_BLANK), _EPSILON, 0.0, states)
        return states

    def _back_off_arcs(self, part: _Contexts) -> None:
        for k, context, words in part.each():
            cost = -part.model.levels[k - 1].backoff[context]
            shorter = part.after(words[:, 1:])
            able = cost < -_IMPOSSIBLE
            source = part.states[k][context][able]
            self._arcs(source, _EPSILON, _EPSILON, cost[able], shorter[able])

    def _change_arcs(self, narrow: _Contexts, wide: _Contexts) -> None:
        """From every context of the narrow model to the same one of the wide, and back without any.

        The way back leaves from a state that the way there does not reach without a word, so that
        nobody goes in circles.
        """
        for k, context, words in narrow.each():
            inside = words[:, -1] != self._languages[0].begin
            there = wide.after(words[inside])
            self._arcs(narrow.states[k][context][inside], _EPSILON, _EPSILON, CHANGE_COST, there)
        self._arcs(wide.states[0], _EPSILON, _EPSILON, CHANGE_COST, narrow.states[0])

    def _unknown_arcs(self, parts: Sequence[_Contexts], spelled: _Contexts) -> None:
        """From either model without any context to a word spelled by its sound, and back."""
        states, costs = self._tree_arcs([spelled])
        self._back_off_arcs(spelled)
        begin = spelled.after(np.array([[self._languages[0].begin]]))
        for part, cost in zip(parts, self._unknown_costs, strict=True):
            self._arcs(part.states[0], _EPSILON, _EPSILON, cost, begin)
            back = np.repeat(part.states[0], len(states))
            self._arcs(states, _EPSILON, _EPSILON, costs, back)

    def _tree_arcs(self, parts: Sequence[_Contexts]) -> tuple[Ints, Floats]:
        """Add all words of all contexts; returns the states that may end, with their costs."""
        language = self._languages[0]
        source, word, cost, goes_to = [], [], [], []
        for part in parts:
            for k, level in enumerate(part.model.levels):
                states = part.states[k]
                source.append(states[level.context] if k else np.repeat(states, len(level)))
                word.append(level.word)
                cost.append(-level.logp)
                goes_to.append(part.after(part.model.ngrams(k)))
        rows = [np.concatenate(each) for each in (source, word, goes_to)]
        costs = np.concatenate(cost)
        ends = (rows[1] == language.end) & (costs < -_IMPOSSIBLE)
        finals = (rows[0][ends], costs[ends])
        keep = (rows[1] != language.begin) & (rows[1] != language.end) & (costs < -_IMPOSSIBLE)
        self._grow(rows[0][keep], rows[1][keep], rows[2][keep], costs[keep])
        return finals

    def _grow(self, source: Ints, word: Ints, goes_to: Ints, cost: Floats) -> None:
        said = [
            [tuple(PHONE_INDEX[p] for p in way) for way in self._said[spelling]]
            for spelling in self._languages[0].words[2:]
        ]
        ways = _Ways(way for each in said for way in each)
        number = np.array([ways.number[way] for each in said for way in each])
        times = np.array([0, 0, *map(len, said)])
        begins = np.cumsum(times) - times
        alone = self._unknown is None
        sounds = [_SOUND_COST * (alone and s.startswith(START)) for s in self._languages[0].words]
        # One row for every way to say every word.
        row = np.repeat(np.arange(len(word)), times[word])
        nth = np.arange(len(row)) - np.repeat(np.cumsum(times[word]) - times[word], times[word])
        way = number[begins[word[row]] + nth]
        cost = (cost + np.array(sounds)[word])[row] + _VARIANT_COST * (nth > 0)
        order = np.lexsort((cost, way, source[row]))
        row, way, cost = row[order], way[order], cost[order]
        self._branch(ways, source[row], way, word[row] - 1, cost, goes_to[row])

    def _branch(
        self, ways: _Ways, source: Ints, way: Ints, label: Ints, cost: Floats, goes_to: Ints
    ) -> None:
        """Add the prefix trees of rows sorted by state and pronunciation."""
        before = np.zeros(len(way), np.int64)
        before[1:] = ways.shared(way[:-1], way[1:]) * (source[:-1] == source[1:])
        depth = np.maximum(before, np.append(before[1:], 0))
        node, paid = source.copy(), np.zeros(len(way))
        for d in range(1, int(depth.max(initial=0)) + 1):
            rows = np.flatnonzero(depth >= d)
            opens = before[rows] < d
            starts = np.flatnonzero(opens)
            group = np.cumsum(opens) - 1
            best = np.minimum.reduceat(cost[rows], starts)
            leaders = rows[starts]
            phones = ways.phones[way[leaders], d - 1]
            to = self._phone_states(phones)
            self._arcs(node[leaders], 2 * phones + 2, _EPSILON, best - paid[leaders], to)
            node[rows], paid[rows] = to[group], best[group]
        whole = ways.length[way] == depth
        self._arcs(node[whole], _EPSILON, label[whole], (cost - paid)[whole], goes_to[whole])
        part = ~whole
        ending = ways.ending[way[part], depth[part]]
        to = self._chains(ways, ending, goes_to[part])
        enters = 2 * ways.first[ending] + 2
        self._arcs(node[part], enters, label[part], (cost - paid)[part], to)

    def _chains(self, ways: _Ways, ending: Ints, goes_to: Ints) -> Ints:
        """The states entered by the first phones of endings that lead, unbranched, to contexts."""
        size = int(goes_to.max(initial=0)) + 1
        wanted = ending * size + goes_to
        layers = [np.unique(wanted)]
        while len(layers[-1]):
            rest = ways.rest[layers[-1] // size]
            following = rest * size + layers[-1] % size
            layers.append(np.unique(following[rest >= 0]))
        keys = np.unique(np.concatenate(layers))
        phone, rest, end = ways.first[keys // size], ways.rest[keys // size], keys % size
        states = self._phone_states(phone)
        more = rest >= 0
        to = states[np.searchsorted(keys, rest[more] * size + end[more])]
        self._arcs(states[more], 2 * ways.first[rest[more]] + 2, _EPSILON, 0.0, to)
        self._arcs(states[~more], _EPSILON, _EPSILON, 0.0, end[~more])
        return states[np.searchsorted(keys, wanted)]


def _stay(phone: int) -> int:
    return 2 * phone + 1
