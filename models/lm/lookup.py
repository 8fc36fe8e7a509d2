"""A large n-gram model kept on disk: few pages of it are ever read into memory."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from models.errors import ModelError
from models.lm.words import WordModel

_STEP: Final = 1.0 / 256.0
"""Natural logarithms are kept as whole multiples of this."""
_LOWEST: Final = -120.0

Shorts = npt.NDArray[np.uint16]


def write_lookup(language: WordModel, folder: Path) -> None:
    """Lay a model out for :class:`Lookup`; the folder is made.

    For every length k from 0: ``logp-k.npy`` and ``backoff-k.npy`` in steps of 1/256 nat,
    ``word-k.npy`` sorted within its context, and ``begins-k.npy``, where the n-grams of each
    context begin.
    """
    folder.mkdir(parents=True)
    (folder / "words.txt").write_text("\n".join(language.words), encoding="utf-8")
    levels = language.model.levels
    for k, level in enumerate(levels):
        for name, values in (("logp", level.logp), ("backoff", level.backoff)):
            steps = np.round(np.clip(values, _LOWEST, -_LOWEST) / _STEP)
            np.save(folder / f"{name}-{k}.npy", steps.astype(np.int16))
        if k:
            counts = np.bincount(level.context, minlength=len(levels[k - 1]))
            begins = np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)
            np.save(folder / f"begins-{k}.npy", begins)
            np.save(folder / f"word-{k}.npy", level.word.astype(np.uint16))


class Lookup:
    """Probabilities of single words; answers are remembered until ``forget``."""

    def __init__(self, folder: Path) -> None:
        """ModelError when the folder is broken."""
        if not (folder / "words.txt").is_file():
            raise _broken(folder)
        try:
            order = len(list(folder.glob("logp-*.npy")))
            self._logp = [_mapped(folder / f"logp-{k}.npy") for k in range(order)]
            self._backoff = [_mapped(folder / f"backoff-{k}.npy") for k in range(order)]
            self._begins = [_mapped(folder / f"begins-{k}.npy") for k in range(1, order)]
            self._word = [_mapped(folder / f"word-{k}.npy") for k in range(1, order)]
        except (OSError, ValueError):
            raise _broken(folder) from None
        self._folder: Final = folder
        self._entries: dict[tuple[int, ...], int] = {}
        self._known: dict[tuple[tuple[int, ...], int], float] = {}

    @property
    def order(self) -> int:
        return len(self._logp)

    def words(self) -> list[str]:
        """The words in the order of their numbers, read anew: nobody needs them twice."""
        try:
            return (self._folder / "words.txt").read_text(encoding="utf-8").split("\n")
        except OSError:
            raise _broken(self._folder) from None

    def forget(self) -> None:
        self._entries.clear()
        self._known.clear()

    def logprob(self, history: tuple[int, ...], word: int) -> float:
        """Natural logarithm of P(word | history), the newest word of the history last."""
        key = (history, word)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._find(history, word)
        return found

    def _find(self, history: tuple[int, ...], word: int) -> float:
        if not history:
            return self._logp[0][word] * _STEP
        context = self._entry(history)
        if context < 0:
            return self.logprob(history[1:], word)
        at = self._below(len(history), context, word)
        if at >= 0:
            return self._logp[len(history)][at] * _STEP
        backoff = self._backoff[len(history) - 1][context] * _STEP
        return backoff + self.logprob(history[1:], word)

    def _entry(self, words: tuple[int, ...]) -> int:
        """Index of an n-gram at its level; -1 when there is none."""
        if len(words) == 1:
            return words[0]
        found = self._entries.get(words)
        if found is None:
            context = self._entry(words[:-1])
            found = self._below(len(words) - 1, context, words[-1]) if context >= 0 else -1
            self._entries[words] = found
        return found

    def _below(self, level: int, context: int, word: int) -> int:
        begins = self._begins[level - 1]
        words = self._word[level - 1]
        last = begins[context + 1]
        at = bisect_left(words, word, begins[context], last)
        return at if at < last and words[at] == word else -1


def _mapped(path: Path) -> memoryview[int]:
    """Numbers of a file that is read where it is needed; one at a time far quicker than NumPy's."""
    return memoryview(np.load(path, mmap_mode="r"))


def _broken(folder: Path) -> ModelError:
    return ModelError(f"Graf di {folder} rusak. Jalankan: sapa model build")
