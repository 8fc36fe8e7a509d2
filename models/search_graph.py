"""From an n-gram model and pronunciations to one search graph (HCLG) for both ears.

Every language-model state becomes a prefix tree of the words it predicts. As soon as a prefix
leaves one word only, its label and its cost are paid and the rest of the word is a chain, shared
by every tree that ends the same way in the same next state. That is what composing,
determinising and minimising the usual transducers would give, built directly and in one go.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from models import child
from models.ngram import BEGIN, END, Context, Ngram
from models.phones import PHONE_INDEX, enter_label, stay_label
from models.sounds import START

_BLANK: Final = 0
_VARIANT_COST: Final = 0.7
_EPSILON: Final = 0
_SOUND_COST: Final = 2.0
"""Added to words known by their sound only: a listed word that is nearly as good must win."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One way to say one word from a language-model state."""

    phones: tuple[int, ...]
    word: int
    cost: float
    goes_to: Context


@dataclass
class SearchGraph:
    """A weighted transducer from network columns to words.

    Attributes:
        arcs: for every state its arcs (input label, output label, cost, next state); start is 0.
        finals: final states with their cost.
        words: output labels in order; label 0 is ``<eps>``.
    """

    words: list[str]
    arcs: list[list[tuple[int, int, float, int]]] = field(default_factory=list)
    finals: dict[int, float] = field(default_factory=dict)

    def write(self, path: str) -> None:
        """Write as an OpenFst const transducer, the form that Vosk and kaldi-decoder read.

        Never call this where Vosk is loaded: see :mod:`models.child`.
        """
        child.keep_apart("vosk")
        import kaldifst

        fst = kaldifst.StdVectorFst()
        fst.reserve_states(len(self.arcs))
        for _ in self.arcs:
            fst.add_state()
        fst.start = 0
        arc_of: Callable[[int, int, float, int], object] = kaldifst.StdArc
        for state, arcs in enumerate(self.arcs):
            for enters, word, cost, to in arcs:
                fst.add_arc(state, arc_of(enters, word, cost, to))
        for state, cost in self.finals.items():
            fst.set_final(state, cost)
        kaldifst.StdConstFst(fst).write(path)


class GraphBuilder:
    """Builds one search graph; use once."""

    def __init__(self, model: Ngram, pronunciations: Mapping[str, Sequence[Sequence[str]]]) -> None:
        """``pronunciations`` must know every word of the model."""
        self._model = model
        vocabulary = sorted(model.words)
        self._number = {word: label for label, word in enumerate(vocabulary, 1)}
        self._ways = {
            word: [tuple(PHONE_INDEX[p] for p in way) for way in pronunciations[word]]
            for word in vocabulary
        }
        self._graph = SearchGraph(["<eps>", *vocabulary])
        self._roots: dict[Context, int] = {}
        self._chains: dict[tuple[tuple[int, ...], Context], int] = {}
        self._pending: list[Context] = []

    def build(self) -> SearchGraph:
        start = self._state()
        self._graph.arcs[start].append((stay_label(_BLANK), _EPSILON, 0.0, start))
        first = self._root(self._model.known_context((BEGIN,)))
        self._graph.arcs[start].append((_EPSILON, _EPSILON, 0.0, first))
        while self._pending:
            self._expand(self._pending.pop())
        return self._graph

    def _state(self) -> int:
        self._graph.arcs.append([])
        return len(self._graph.arcs) - 1

    def _phone_state(self, phone: int) -> int:
        """A state entered by a phone: it may last, and a pause may follow it.

        The pause shares the state, so "a pause a" may also pass for one long "a". That halves the
        graph; where a word has a phone twice, its second state is still a step of its own.
        """
        state = self._state()
        self._graph.arcs[state] = [
            (stay_label(phone), _EPSILON, 0.0, state),
            (stay_label(_BLANK), _EPSILON, 0.0, state),
        ]
        return state

    def _root(self, context: Context) -> int:
        if context not in self._roots:
            self._roots[context] = self._state()
            self._pending.append(context)
        return self._roots[context]

    def _expand(self, context: Context) -> None:
        root = self._roots[context]
        model = self._model
        items: list[Spoken] = []
        for word, prob in model.probs[context].items():
            cost = -math.log(prob) + _SOUND_COST * word.startswith(START)
            if word == END:
                self._graph.finals[root] = cost
                continue
            goes_to = model.known_context((*context, word))
            items.extend(
                Spoken(phones, self._number[word], cost + _VARIANT_COST * (nth > 0), goes_to)
                for nth, phones in enumerate(self._ways[word])
            )
        self._branch(root, items, 0, 0.0)
        if context:
            shorter = self._root(model.known_context(context[1:]))
            cost = -math.log(model.backoff[context])
            self._graph.arcs[root].append((_EPSILON, _EPSILON, cost, shorter))

    def _branch(self, state: int, items: Sequence[Spoken], depth: int, paid: float) -> None:
        """Add the tree of some items below a state that already stands for ``depth`` phones."""
        by_phone: dict[int, list[Spoken]] = {}
        for item in items:
            if len(item.phones) == depth:
                self._graph.arcs[state].append(
                    (_EPSILON, item.word, item.cost - paid, self._root(item.goes_to))
                )
            else:
                by_phone.setdefault(item.phones[depth], []).append(item)
        for phone, group in by_phone.items():
            best = min(item.cost for item in group)
            if len(group) == 1:
                to = self._chain(group[0].phones[depth:], group[0].goes_to)
                word = group[0].word
            else:
                to = self._phone_state(phone)
                word = _EPSILON
                self._branch(to, group, depth + 1, best)
            self._graph.arcs[state].append((enter_label(phone), word, best - paid, to))

    def _chain(self, phones: tuple[int, ...], goes_to: Context) -> int:
        """The state entered by the first of the phones that lead, unbranched, to a context."""
        key = (phones, goes_to)
        state = self._chains.get(key)
        if state is None:
            state = self._phone_state(phones[0])
            self._chains[key] = state
            if len(phones) > 1:
                following = self._chain(phones[1:], goes_to)
                self._graph.arcs[state].append((enter_label(phones[1]), _EPSILON, 0.0, following))
            else:
                self._graph.arcs[state].append((_EPSILON, _EPSILON, 0.0, self._root(goes_to)))
        return state
