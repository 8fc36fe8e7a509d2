"""The likeliest phones of an utterance, under a trigram of phones.

A model trained by mutual information (:mod:`models.training.lf_mmi`) leaves to a language model
what follows what, so the likeliest phone of each frame alone no longer tells what it hears.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from models.phones import PHONES
from models.training.recordings import Recording

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

_COUNT: Final = len(PHONES)
_NEVER: Final = -1e30
_SMOOTHING: Final = 10.0
"""Observations that what follows one phone less is worth, for what follows two phones."""
_UNSEEN: Final = 0.5

FIXED_TEXTS: Final = ("digits",)
"""Corpora whose few words would make a trigram expect nothing else."""


def trigram(texts: Iterable[Sequence[int]]) -> npt.NDArray[np.float64]:
    """How likely each phone is after two others.

    Args:
        texts: sequences of column numbers.

    Returns:
        shape ``(27, 27, 27)``: after the phone before last, the last one, the next. Column 0
        stands for the beginning before the first phones and for the end behind the last one.
    """
    threes = np.zeros((_COUNT,) * 3)
    for text in texts:
        before, last = 0, 0
        for phone in (*text, 0):
            threes[before, last, phone] += 1
            before, last = last, phone
    twos = threes.sum(axis=0)
    ones = twos.sum(axis=0) + _UNSEEN
    ones /= ones.sum()
    twos = (twos + _SMOOTHING * ones) / (twos.sum(axis=1, keepdims=True) + _SMOOTHING)
    seen = threes.sum(axis=2, keepdims=True)
    found: npt.NDArray[np.float64] = (threes + _SMOOTHING * twos) / (seen + _SMOOTHING)
    return found


class PhoneSearch:
    """Viterbi search over all sequences of phones, in the topology of CTC.

    A state is told by the phone before last, the last one, and whether a blank followed them.

    Args:
        chances: from :func:`trigram`.
    """

    def __init__(self, chances: npt.NDArray[np.float64]) -> None:
        logs = np.log(np.maximum(chances, 1e-30)).astype(np.float32)
        self._end: Final[Floats] = logs[:, :, 0].copy()
        logs[:, :, 0] = _NEVER
        self._next: Final[Floats] = logs
        self._other: Final[Floats] = logs.copy()
        same = np.arange(_COUNT)
        self._other[:, same, same] = _NEVER

    def best(self, named: Floats) -> list[int]:
        """The phones of an utterance, as column numbers.

        Args:
            named: log-probabilities as the word search will see them, shape ``(frames, 27)``.
        """
        paused = np.full((_COUNT, _COUNT), _NEVER, np.float32)
        saying = paused.copy()
        paused[0, 0] = 0.0
        steps: list[tuple[Integers, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]] = []
        for frame in named:
            after_pause = paused[:, :, None] + self._next
            at_once = saying[:, :, None] + self._other
            # Of every last phone and next one, the likeliest phone before them.
            before = np.concatenate([after_pause, at_once]).argmax(axis=0)
            entered = np.maximum(after_pause.max(axis=0), at_once.max(axis=0))
            silent = paused >= saying
            paused = np.maximum(paused, saying) + frame[0]
            stays = saying >= entered
            saying = np.maximum(saying, entered) + frame[None, :]
            saying[:, 0] = _NEVER
            steps.append((before, silent, stays))
        return self._path(steps, paused + self._end, saying + self._end)

    def _path(
        self,
        steps: list[tuple[Integers, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]],
        paused: Floats,
        saying: Floats,
    ) -> list[int]:
        is_paused = bool(paused.max() >= saying.max())
        ends = paused if is_paused else saying
        one, last = map(int, np.unravel_index(int(ends.argmax()), ends.shape))
        phones: list[int] = []
        for before, silent, stays in reversed(steps):
            if is_paused:
                is_paused = bool(silent[one, last])
            elif not stays[one, last]:
                phones.append(last)
                place = int(before[one, last])
                is_paused, last, one = place < _COUNT, one, place % _COUNT
        return phones[::-1]


def phones_for(recordings: Iterable[Recording]) -> PhoneSearch:
    """A search that finds likely what the texts for training do; those of the tests are unseen."""
    known = (r for r in recordings if r.split == "train" and r.corpus not in FIXED_TEXTS)
    return PhoneSearch(trigram({r.phones for r in known if r.phones}))
