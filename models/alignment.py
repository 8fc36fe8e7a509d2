"""From a decoder's best path to words with their times and confidences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from models.phones import enters_phone, phone_of_label

Floats = npt.NDArray[np.float32]
Ways = Sequence[tuple[int, ...]]


_PAUSE: Final = 15
"""Frames without a phone between two stretches of it from which they belong to two words."""


@dataclass(frozen=True, slots=True)
class PhoneSpan:
    """One phone of the path with its first and last frame, the pause behind it left out.

    Between two words with the same phone where they meet the path may give both stretches of it to
    either.

    Attributes:
        phone: network column.
        first: first frame.
        last: last frame.
        pause: last frame before a pause within it and first frame after that; None without one.
    """

    phone: int
    first: int
    last: int
    pause: tuple[int, int] | None = None


def phone_spans(labels: Sequence[int]) -> list[PhoneSpan]:
    """Phones of a path, from the graph's input labels, one a frame."""
    spans: list[PhoneSpan] = []
    for frame, label in enumerate(labels):
        phone = phone_of_label(label)
        if phone == 0:
            continue
        if enters_phone(label):
            spans.append(PhoneSpan(phone, frame, frame))
        elif spans and spans[-1].phone == phone:
            before = spans[-1]
            pause = (before.last, frame) if frame - before.last > _PAUSE else before.pause
            spans[-1] = PhoneSpan(phone, before.first, frame, pause)
    return spans


def split_by_word(spans: Sequence[PhoneSpan], words: Sequence[Ways]) -> list[list[PhoneSpan]]:
    """Part the phones of a path among its words.

    The graph puts a word's label anywhere on its phones, so only the pronunciations tell where
    one word ends and the next begins.

    Args:
        spans: all phones of the path.
        words: for every word of the path the ways to say it, as phones.

    Returns:
        the phones of every word; words that cannot be placed get none.
    """
    phones = tuple(span.phone for span in spans)
    # Where each word may start, with the way that led there: dynamic programming over ends.
    ends: list[dict[int, int]] = [{0: 0}]
    for ways in words:
        reached: dict[int, int] = {}
        for start in ends[-1]:
            for way in ways:
                if phones[start : start + len(way)] == way:
                    reached.setdefault(start + len(way), start)
        ends.append(reached)
    if len(phones) not in ends[-1]:
        return [[] for _ in words]
    parts: list[list[PhoneSpan]] = []
    end = len(phones)
    for reached in reversed(ends[1:]):
        start = reached[end]
        parts.append(list(spans[start:end]))
        end = start
    return parts[::-1]


def frames_of(word: Sequence[PhoneSpan]) -> tuple[int, int]:
    """First and last frame of a word with at least one phone.

    A stretch of its first phone before a pause is the word's before it, one of its last phone after
    a pause the next one's.
    """
    first, last = word[0], word[-1]
    begins = first.pause[1] if first.pause else first.first
    ends = last.pause[0] if last.pause and len(word) > 1 else last.last
    return begins, ends


def spelled_confidence(spans: Sequence[PhoneSpan], posteriors: Floats) -> float:
    """Geometric mean over phones of the best posterior each reached, 0..1; 0 for no phones."""
    if not spans:
        return 0.0
    peaks = [float(posteriors[s.first : s.last + 1, s.phone].max()) for s in spans]
    return float(np.exp(np.mean(peaks)))
