"""The loss that weighs what was said against all else; needs the training tools."""

from __future__ import annotations

from itertools import groupby, product

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the training tools are optional")

from models.phones import PHONES  # noqa: E402
from models.training.features import Example  # noqa: E402
from models.training.lf_mmi import LatticeFreeMmi, Rivals  # noqa: E402
from models.training.phone_search import trigram  # noqa: E402

COUNT = len(PHONES)
FEW = (1, 2, 3)
"""Phones that are said here; the others are as good as impossible."""


def example(phones: tuple[int, ...], corpus: str = "news") -> Example:
    wide, narrow = np.zeros((80, 20), np.float16), np.zeros((20, 30), np.float16)
    return Example(wide, narrow, None, 0.5, phones, corpus)


def log_probabilities(frames: int, seed: int) -> np.ndarray:
    scores = np.full((frames, COUNT), -60.0)
    scores[:, [0, *FEW]] = np.random.default_rng(seed).normal(size=(frames, 1 + len(FEW)))
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)))


def told_apart(named: np.ndarray, chances: np.ndarray) -> tuple[float, np.ndarray]:
    """The sum over all ways through all frames, and each frame's shares, one by one."""
    total, shares = 0.0, np.zeros(named.shape)
    for way in product((0, *FEW), repeat=len(named)):
        said = [phone for phone, _ in groupby(way) if phone]
        chance = np.exp(named[np.arange(len(way)), way].sum())
        for three in zip([0, 0, *said], [0, *said], [*said, 0], strict=False):
            chance *= chances[three]
        total += chance
        shares[np.arange(len(way)), way] += chance
    return float(np.log(total)), shares / total


def test_all_sequences_count_as_the_trigram_and_the_sound_say() -> None:
    chances = trigram([(1, 2, 3, 1), (2, 2, 1), (3,)])
    assert chances.sum(axis=2) == pytest.approx(np.ones((COUNT, COUNT)))
    assert chances[1, 2, 3] > chances[1, 2, 1]
    lengths = [5, 3]
    named = [log_probabilities(length, seed) for seed, length in enumerate(lengths)]
    together = np.stack([named[0], np.concatenate([named[1], log_probabilities(2, 9)])])
    totals, shares = Rivals(chances).total(torch.tensor(together, dtype=torch.float32), lengths)
    for row, length in enumerate(lengths):
        total, share = told_apart(named[row], chances)
        assert float(totals[row]) == pytest.approx(total, abs=1e-4)
        assert shares[row, :length].numpy() == pytest.approx(share, abs=1e-4)
        assert not shares[row, length:].any()


def test_the_loss_prefers_what_was_said_to_what_the_trigram_expects() -> None:
    """Sound that leaves two phones equally likely is not enough for the rarer one."""
    often, seldom = (1, 2, 1), (1, 3, 1)
    mmi = LatticeFreeMmi([example(often), example((2, 1)), example(seldom, "wordless-x")])
    scores = torch.full((1, 5, COUNT), -20.0)
    for frame, phones in enumerate(((1,), (0,), (2, 3), (0,), (1,))):
        scores[0, frame, list(phones)] = 0.0
    scores.requires_grad_()
    pulls = {}
    for said in (often, seldom):
        scores.grad = None
        loss = mmi.loss(torch.log_softmax(scores, -1), [5], [example(said)])
        loss.backward()
        pulls[said] = -float(scores.grad[0, 2, said[1]])
    assert 0.0 < pulls[often] < 0.3 * pulls[seldom]


def test_of_speech_without_a_text_the_trigram_is_another() -> None:
    mmi = LatticeFreeMmi([example((1, 2, 1)), example((1, 3, 1), "wordless-x")])
    named = torch.tensor(log_probabilities(6, 4), dtype=torch.float32)[None]
    one, other = (mmi.loss(named, [6], [example((1, 3), c)]) for c in ("news", "wordless-x"))
    assert float(one) != pytest.approx(float(other), abs=1e-3)


def test_silence_and_what_does_not_fit_do_no_harm() -> None:
    mmi = LatticeFreeMmi([example((1, 2))])
    named = torch.tensor(log_probabilities(4, 5), dtype=torch.float32)[None].requires_grad_()
    too_many = mmi.loss(named, [4], [example((1, 2, 3, 1, 2))])
    assert float(too_many.detach()) == 0.0
    silence = mmi.loss(named, [4], [example((), "nothing")])
    assert float(silence.detach()) == pytest.approx(-float(named[0, :, 0].sum().detach()), abs=1e-4)


def test_phones_are_named_as_the_training_saw_them() -> None:
    """By the trigram of their kind of speech; frame by frame where it trained without rivals."""
    texts = [example((1, 2, 1)), example((2, 1)), example((1, 3, 1), "wordless-x")]
    named = np.full((5, COUNT), -20.0, np.float32)
    for frame, phones in enumerate(((1,), (0,), (2, 3, 4), (0,), (1,))):
        named[frame, list(phones)] = 0.0
    named[2, 4] = 0.1
    mmi = LatticeFreeMmi(texts)
    assert mmi.heard(named, texts[0]) == [1, 2, 1]
    assert mmi.heard(named, texts[2]) == [1, 3, 1]
    assert LatticeFreeMmi(texts, weight=0.0).heard(named, texts[0]) == [1, 4, 1]
