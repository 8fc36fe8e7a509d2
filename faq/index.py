"""The book in the form the matcher reads: tokens as numbers, weights, phrasings as tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from faq.book import FaqBook
from faq.common_words import common_ranks
from faq.likeness import TextIndex
from faq.normalise import CODE, Kind, Normaliser, Token, Utterance
from faq.sounds import SoundTable

QUESTION_WEIGHT: Final = 0.25
NUMBER_WEIGHT: Final = 0.25
UNKNOWN_WEIGHT: Final = 0.85
LEAST_WEIGHT: Final = 0.12
_ACRONYM: Final = re.compile(r"\b[A-Z][A-Z0-9]{1,}\b")


def acronyms_of(
    book: FaqBook, outside: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> frozenset[str]:
    """Words the book and the matters outside it write in capitals, in lower case."""
    texts = [text for entry in book for text in (*entry.ask, entry.title)]
    texts += [text for title, asked in outside.items() for text in (title, *asked)]
    return frozenset(found.lower() for text in texts for found in _ACRONYM.findall(text))


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way of asking, normalised.

    Attributes:
        entry: place of its entry in the book; from its length on, of the matter outside.
        text: as written.
        utterance: its tokens.
        sorted_text: its tokens in alphabetical order, joined.
    """

    entry: int
    text: str
    utterance: Utterance
    sorted_text: str


class _Same:
    """Keeps what many phrasings have in common in memory once."""

    def __init__(self) -> None:
        self._tokens: dict[Token, Token] = {}
        self._kinds: dict[frozenset[str], frozenset[str]] = {}

    def of(self, utterance: Utterance) -> Utterance:
        tokens = tuple(self._tokens.setdefault(token, token) for token in utterance.tokens)
        kinds = self._kinds.setdefault(utterance.questions, utterance.questions)
        return replace(utterance, tokens=tokens, questions=kinds)


class BookIndex:
    """Precomputed tables over a book.

    Matters outside the book stand behind its entries and are indexed like them.

    Attributes:
        outside: titles of the matters no entry answers.
        phrasings: every way of asking, titles included.
        sounds: the vocabulary with its likeness table.
        weight: weight of each vocabulary token, shape [V + 1]; the last is the padding's 0.
        tokens: vocabulary places of each phrasing's tokens, padded with V; shape [P, L].
        sizes: how many tokens each phrasing has, shape [P].
        bag: vocabulary places of each entry's own words, padded with V; shape [E, B].
        bag_sizes: how many words that are, shape [E].
        entry_of: entry of each phrasing, shape [P].
        texts: the phrasings as words and groups of letters.
        postings: phrasings that hold each vocabulary token.
        entry_questions: kinds of question each entry's phrasings ask.
    """

    def __init__(
        self,
        book: FaqBook,
        normaliser: Normaliser,
        outside: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        self.book = book
        self.outside = tuple(outside)
        self.phrasings: list[Phrasing] = []
        asks = [(*entry.ask, entry.title) for entry in book.entries]
        asks += [(*asked, title) for title, asked in outside.items()]
        known: set[str] = set()
        same = _Same()
        for at, texts in enumerate(asks):
            inside = at < len(book.entries)
            for text in texts:
                utterance = same.of(normaliser(text))
                names = " ".join(sorted(token.text for token in utterance.tokens))
                # An entry written for a matter takes it from the table of those outside.
                if inside or names not in known:
                    self.phrasings.append(Phrasing(at, text, utterance, names))
                if inside:
                    known.add(names)
        bags: list[dict[str, None]] = [{} for _ in asks]
        for phrasing in self.phrasings:
            bags[phrasing.entry].update((t.text, None) for t in phrasing.utterance.tokens)
        tags: list[set[str]] = [set() for _ in asks]
        for words, entry in zip(tags, book.entries, strict=False):
            words.update(t.text for tag in entry.tags for t in normaliser(tag).content)
        for bag, words in zip(bags, tags, strict=True):
            bag.update(dict.fromkeys(sorted(words)))
        frequency = Counter(name for bag in bags for name in bag)
        vocabulary = sorted(frequency)
        self.sounds = SoundTable(vocabulary, normaliser.acronyms)
        place = {name: at for at, name in enumerate(vocabulary)}
        self.padding = len(vocabulary)
        self._tagged = [{place[word] for word in words} for words in tags]
        self.weight = np.zeros(self.padding + 1, dtype=np.float32)
        top = np.log(len(bags) + 1.0)
        for name, at in place.items():
            self.weight[at] = _weigh(name, float(np.log((len(bags) + 1) / frequency[name]) / top))
        rows = [[place[t.text] for t in p.utterance.tokens] for p in self.phrasings]
        self.tokens = self._padded(rows)
        self.sizes = np.array([len(row) for row in rows], dtype=np.intp)
        self.bag = self._padded([[place[name] for name in bag] for bag in bags])
        self.bag_sizes = np.array([len(bag) for bag in bags], dtype=np.intp)
        self.entry_of = np.array([p.entry for p in self.phrasings], dtype=np.intp)
        utterances = [phrasing.utterance for phrasing in self.phrasings]
        self.texts = TextIndex(utterances, self.entry_of, len(bags))
        self.postings: list[NDArray[np.intp]] = [
            np.array(sorted(found), dtype=np.intp) for found in self._postings(rows)
        ]
        self.length = np.sqrt(self.weight[self.tokens].sum(axis=1) + 0.5)
        self.entry_questions: list[frozenset[str]] = [
            frozenset(name[1:] for name in bag if name.startswith("?")) for bag in bags
        ]
        self._ranks: dict[str, int] = {}
        for word, rank in common_ranks().items():
            self._ranks.setdefault(normaliser.stem(word), rank)
            self._ranks.setdefault(word, rank)

    def _padded(self, rows: Sequence[Sequence[int]]) -> NDArray[np.intp]:
        width = max((len(row) for row in rows), default=1) or 1
        table = np.full((len(rows), width), self.padding, dtype=np.intp)
        for at, row in enumerate(rows):
            table[at, : len(row)] = row
        return table

    def _postings(self, rows: Sequence[Sequence[int]]) -> list[set[int]]:
        found: list[set[int]] = [set() for _ in range(self.padding)]
        for at, row in enumerate(rows):
            for token in row:
                found[token].add(at)
        return found

    def bag_without(self, phrasing: int) -> NDArray[np.intp]:
        """The words of a phrasing's entry that stand without that phrasing."""
        entry = self.entry_of[phrasing]
        others = np.flatnonzero(self.entry_of == entry)
        rest = set(self.tokens[others[others != phrasing]].ravel().tolist())
        own = set(self.tokens[phrasing].tolist()) - rest - self._tagged[entry]
        return np.array([at for at in self.bag[entry].tolist() if at not in own], dtype=np.intp)

    def is_common(self, word: str) -> bool:
        """Whether everyday Indonesian knows the word."""
        return word in self._ranks

    def unknown_weight(self, name: str, kind: Kind) -> float:
        """Weight of a token the book does not have: little for everyday words, much for rare."""
        if kind is Kind.QUESTION:
            return QUESTION_WEIGHT
        if name.startswith("#") and not name.startswith(CODE):
            return NUMBER_WEIGHT * 0.4
        rank = self._ranks.get(name)
        if rank is None:
            return UNKNOWN_WEIGHT
        steepness = log(rank + 1) / log(len(common_ranks()) + 1)
        return max(LEAST_WEIGHT, UNKNOWN_WEIGHT * steepness**2)


def _weigh(name: str, rarity: float) -> float:
    if name.startswith("?"):
        return QUESTION_WEIGHT
    if name.startswith("#"):
        return max(NUMBER_WEIGHT, rarity)
    return max(LEAST_WEIGHT, rarity)
