"""Caller speech to the tokens the matcher compares.

A recogniser delivers lower case without punctuation, acronyms now whole and now letter by letter,
fillers and everyday forms as they were said. Entries are written as people write. Both become the
same tokens here.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from faq.common_words import common_ranks
from faq.spoken_numbers import read_number
from faq.stem import stem
from faq.word_table import WordTable

_SPLIT: Final = re.compile(r"[^\w]+|_", re.UNICODE)
_LETTERS: Final = {
    "a": "a", "be": "b", "ce": "c", "de": "d", "e": "e", "ef": "f", "ge": "g", "ha": "h", "i": "i",
    "je": "j", "ka": "k", "el": "l", "em": "m", "en": "n", "o": "o", "pe": "p", "ki": "q",
    "er": "r", "es": "s", "te": "t", "u": "u", "ve": "v", "fe": "v", "we": "w", "eks": "x",
    "ye": "y", "zet": "z",
}  # fmt: skip
NOT: Final = "?!"
CODE: Final = "#kode"
_OF_CODES: Final = frozenset({"kode", "kodenya", "status", "statusnya"})
_CODE_WORDS: Final = 2
_COUNTED: Final = {"kode", "kelas", "tahap", "triwulan", "semester", "nomor", "fase"}
_MAX_PHRASE: Final = 8
_MAX_TOKENS: Final = 400


class Kind(StrEnum):
    """What a token does in a question."""

    CONTENT = "isi"
    QUESTION = "tanya"
    STOP = "umum"


@dataclass(frozen=True, slots=True)
class Token:
    """One normalised word.

    Attributes:
        text: canonical form; question words carry the kind of question as ``?kind``, numbers
            ``#value``, those of a code ``#kodevalue``.
        kind: content, question or stop word.
        surface: the words it came from.
        confidence: 0..1, lowest of its words.
    """

    text: str
    kind: Kind
    surface: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """A normalised question.

    Attributes:
        tokens: content and question words in order, without fillers and stop words.
        words: plain words after slang, fillers and stop words included.
        questions: kinds of question asked.
        negated: whether a word turns the question round.
    """

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    questions: frozenset[str]
    negated: bool

    @property
    def content(self) -> tuple[Token, ...]:
        """The content tokens only."""
        return tuple(token for token in self.tokens if token.kind is Kind.CONTENT)


@dataclass(slots=True)
class _Word:
    text: str
    surface: str
    confidence: float


class _Phrases:
    """Longest-match lookup of word sequences."""

    def __init__(self) -> None:
        self._table: dict[tuple[str, ...], str] = {}
        self._longest: dict[str, int] = {}

    def add(self, words: Sequence[str], value: str) -> None:
        key = tuple(words)
        if not key or len(key) > _MAX_PHRASE:
            return
        self._table.setdefault(key, value)
        self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def has(self, word: str) -> bool:
        return (word,) in self._table

    def at(self, words: Sequence[str], start: int) -> tuple[str, int] | None:
        limit = min(self._longest.get(words[start], 0), len(words) - start)
        for size in range(limit, 0, -1):
            value = self._table.get(tuple(words[start : start + size]))
            if value is not None:
                return value, size
        return None


def plain_words(text: str) -> list[str]:
    """Lower-case words without punctuation; accents and exotic letter forms folded.

    Each word is in memory once, however many phrasings hold it.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return [sys.intern(word) for word in _SPLIT.split(folded) if word][:_MAX_TOKENS]


class Normaliser:
    """Turns text into an `Utterance`. Cheap to call, safe to share between threads.

    Args:
        table: the words people may edit.
        acronyms: further acronyms (from the book), lower case.
    """

    def __init__(self, table: WordTable | None = None, acronyms: Iterable[str] = ()) -> None:
        self.table = WordTable.load() if table is None else table
        self.acronyms = frozenset(self.table.acronyms) | frozenset(acronyms)
        self._ranks = common_ranks()
        self._roots = frozenset(self.table.keep) | self.acronyms | self._table_words()
        self.stem = lru_cache(maxsize=20_000)(self._stem)
        self._slang = _Phrases()
        for plain, forms in self.table.slang.items():
            for form in forms:
                self._slang.add(form.split(), plain)
        self._fillers = _Phrases()
        for filler in self.table.fillers:
            self._fillers.add(filler.split(), "")
        self._concepts = _Phrases()
        self._questions = _Phrases()
        self._fill_concepts()
        self.markers = (
            self.acronyms | {self._mark(phrase) for phrase in self.table.markers}
        ) - self.table.general
        self._stop = frozenset(self.table.stopwords) | {
            self.stem(word) for word in self.table.stopwords
        }

    def _fill_concepts(self) -> None:
        groups: list[Mapping[str, tuple[str, ...]]] = [self.table.acronyms, self.table.synonyms]
        for group in groups:
            for canonical, forms in group.items():
                head = canonical.split()
                name = "_".join(head)
                for form in (canonical, *forms):
                    self._concepts.add(self._stems(form), name)
        for kind, forms in self.table.questions.items():
            for form in forms:
                self._questions.add(self._stems(form), f"?{kind}")

    def _mark(self, phrase: str) -> str:
        """The token a marker becomes; a phrase of several words becomes a concept of its own."""
        stems = self._stems(phrase)
        known = self._concepts.at(stems, 0)
        if known is not None and known[1] == len(stems):
            return known[0]
        if len(stems) > 1:
            self._concepts.add(stems, "_".join(stems))
        return "_".join(stems)

    def _stems(self, phrase: str) -> list[str]:
        words = [_Word(word, word, 1.0) for word in plain_words(phrase)]
        return [self.stem(word.text) for word in self._plain(words)]

    def _stem(self, word: str) -> str:
        return stem(word, self._ranks, self._roots)

    def _table_words(self) -> frozenset[str]:
        """Single words that stand for others in the table: as good as roots."""
        heads = (*self.table.synonyms, *self.table.slang)
        return frozenset(head for head in heads if " " not in head)

    def __call__(self, text: str, words: Sequence[tuple[str, float]] | None = None) -> Utterance:
        """Normalise `text`; `words` are the recogniser's (word, confidence 0..1) of the same text.

        Confidences are used only when the words agree with the text.
        """
        spoken = [_Word(word, word, 1.0) for word in plain_words(text)]
        if words is not None:
            heard = [
                _Word(part, part, min(1.0, max(0.0, confidence)))
                for word, confidence in words
                for part in plain_words(word)
            ]
            if [word.text for word in heard] == [word.text for word in spoken]:
                spoken = heard
        spoken = self._plain(spoken)
        return self._utterance(spoken)

    def _plain(self, words: list[_Word]) -> list[_Word]:
        """Slang replaced, spelled acronyms joined; number words stay words."""
        return self._join_letters(self._replace(words, self._slang))

    @staticmethod
    def _replace(words: list[_Word], table: _Phrases) -> list[_Word]:
        out: list[_Word] = []
        texts = [word.text for word in words]
        for at, text in enumerate(texts):
            # "betulinnya" is looked up as "betulin".
            if text.endswith("nya") and table.has(text[:-3]) and not table.has(text):
                texts[at] = text[:-3]
        at = 0
        while at < len(words):
            hit = table.at(texts, at)
            if hit is None:
                out.append(words[at])
                at += 1
                continue
            value, size = hit
            part = words[at : at + size]
            surface = " ".join(word.surface for word in part)
            confidence = min(word.confidence for word in part)
            out += [_Word(piece, surface, confidence) for piece in value.split()]
            at += size
        return out

    def _join_letters(self, words: list[_Word]) -> list[_Word]:
        out: list[_Word] = []
        at = 0
        while at < len(words):
            letters: list[str] = []
            for word in words[at : at + _MAX_PHRASE]:
                letter = _letter(word.text)
                if not letter:
                    break
                letters.append(letter)
            size, joined = self._acronym(letters) if len(letters) >= 2 else (0, "")
            if not size:
                out.append(words[at])
                at += 1
                continue
            part = words[at : at + size]
            surface = " ".join(word.surface for word in part)
            out.append(_Word(joined, surface, min(word.confidence for word in part)))
            at += size
        return out

    def _acronym(self, letters: Sequence[str]) -> tuple[int, str]:
        """Longest known acronym at the start of `letters`; else an unknown one of four or more.

        Two letters heard as one syllable ("nu pe te ka") count only in an acronym that is known.
        """
        for size in range(len(letters), 1, -1):
            joined = "".join(letters[:size])
            if joined in self.acronyms:
                return size, joined
        single = 0
        while single < len(letters) and len(letters[single]) == 1:
            single += 1
        return (single, "".join(letters[:single])) if single >= 4 else (0, "")

    def _utterance(self, words: list[_Word]) -> Utterance:
        plain = tuple(word.text for word in words)
        kept = self._drop_fillers(words)
        texts = [word.text for word in kept]
        stems = [self.stem(word.text) for word in kept]
        tokens: list[Token] = []
        negated = False
        at = 0
        while at < len(kept):
            number = read_number(texts, at)
            if texts[at] == "satu" and number is None and at and texts[at - 1] in _COUNTED:
                number = 1, 1
            concept = self._concepts.at(stems, at)
            question = self._questions.at(stems, at)
            sizes = (
                number[1] if number else 0,
                concept[1] if concept else 0,
                question[1] if question else 0,
            )
            size = max(*sizes, 1)
            if number and number[1] == size:
                mark = CODE if _is_code(texts, at, size) else "#"
                text, kind = f"{mark}{number[0]}", Kind.CONTENT
            elif question and question[1] == size:
                text, kind = question[0], Kind.QUESTION
            elif concept and concept[1] == size:
                text, kind = concept[0], Kind.CONTENT
            elif texts[at] in self.table.negations and not self._is_tag(texts, at):
                text, kind, negated = NOT, Kind.QUESTION, True
            elif stems[at] in self._stop or texts[at] in self._stop:
                text, kind = stems[at], Kind.STOP
            else:
                text, kind = stems[at], Kind.CONTENT
            if kind is not Kind.STOP and not (len(text) == 1 and kind is Kind.CONTENT):
                part = kept[at : at + size]
                surface = sys.intern(" ".join(dict.fromkeys(word.surface for word in part)))
                confidence = min(word.confidence for word in part)
                tokens.append(Token(text, kind, surface, confidence))
            at += size
        kinds = frozenset(t.text[1:] for t in tokens if t.kind is Kind.QUESTION and t.text != NOT)
        return Utterance(tuple(tokens), plain, kinds, negated)

    @staticmethod
    def _is_tag(words: Sequence[str], at: int) -> bool:
        """Whether a "tidak" only closes a yes-or-no question: "bisa tidak", "atau tidak"."""
        if words[at] != "tidak":
            return False
        return at + 1 == len(words) or (
            at > 0 and words[at - 1] in ("apa", "atau", "bisa", "boleh") and at + 2 >= len(words)
        )

    def _drop_fillers(self, words: list[_Word]) -> list[_Word]:
        out: list[_Word] = []
        texts = [word.text for word in words]
        at = 0
        while at < len(words):
            hit = self._fillers.at(texts, at)
            if hit is None:
                out.append(words[at])
                at += 1
            else:
                at += hit[1]
        return out


def _is_code(words: Sequence[str], at: int, size: int) -> bool:
    """Whether a number names a code: "kode tiga belas" is another matter than "kode tiga".

    Nobody says a leading zero of a count, and in a question about a status or a code a number of
    one or two digits is one wherever it stands.
    """
    if words[at] in ("nol", "kosong") and size > 1:
        return True
    return bool(_OF_CODES.intersection(words[:at])) and size <= _CODE_WORDS


def _letter(word: str) -> str:
    if len(word) == 1 and word.isalpha():
        return word
    return _LETTERS.get(word, word if len(word) == 2 and word.isalpha() else "")
