"""Maximum mutual information without lattices: what was said against all else that might be.

CTC makes the phones of an utterance likely frame by frame, and knows nothing of the words it will
be searched with: it is content with a phone that a word search overrules. Here the phones that were
said have to be likelier than every other sequence of phones, each as likely beforehand as a trigram
of phones finds it. Following Povey et al. 2016, "Purely sequence-trained neural networks for ASR
based on lattice-free MMI", with the topology of CTC (Xiang and Ou 2019, "CRF-based single-stage
acoustic modeling with CTC topology").
"""

# mypy: allow-subclassing-any, allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from models.phones import PHONES
from models.training.errors import greedy
from models.training.features import Example, Floats
from models.training.phone_search import FIXED_TEXTS, PhoneSearch, trigram
from models.training.recordings import WORDLESS

_COUNT: Final = len(PHONES)


class LatticeFreeMmi:
    """The loss; speech without a text has a trigram of its own, since it is of other languages.

    Args:
        examples: whose phones make the trigrams, each sequence counted once.
        weight: of all sequences together; with 0 the loss is that of CTC.
    """

    def __init__(self, examples: Iterable[Example], weight: float = 1.0) -> None:
        self._weight: Final = weight
        texts: dict[bool, set[tuple[int, ...]]] = {False: set(), True: set()}
        for example in examples:
            if example.phones and example.corpus not in FIXED_TEXTS:
                texts[_is_wordless(example)].add(example.phones)
        counted = texts if weight else {}
        chances = {kind: trigram(found) for kind, found in counted.items()}
        self._rivals: Final = {kind: Rivals(known) for kind, known in chances.items()}
        self._searches: Final = {kind: PhoneSearch(known) for kind, known in chances.items()}

    def loss(self, named: Tensor, frames: Sequence[int], batch: Sequence[Example]) -> Tensor:
        """How much likelier all sequences of phones together are than the one that was said, in
        nats a phone, but for a constant: so it may be negative.

        Args:
            named: log-probabilities as the search will see them, shape ``(batch, longest, 27)``.
            frames: valid ones of each.
            batch: their examples. Where nothing is said only silence counts; one with more phones
                than fit into its frames is left out.
        """
        phones = [len(example.phones) for example in batch]
        apart = functional.ctc_loss(
            named.transpose(0, 1),
            torch.tensor([p for e in batch for p in e.phones], dtype=torch.long),
            torch.tensor(frames),
            torch.tensor(phones),
            reduction="none",
            zero_infinity=True,
        )
        fits = (apart.detach() > 0).tolist()
        loss = apart.sum()
        for wordless, rivals in self._rivals.items():
            rows = [
                row
                for row, example in enumerate(batch)
                if phones[row] and fits[row] and _is_wordless(example) == wordless
            ]
            if rows:
                lengths = [frames[row] for row in rows]
                total = _LogTotal.apply(named[rows], lengths, rivals).sum()
                loss = loss + self._weight * total
        found: Tensor = loss / max(1, sum(phones))
        return found

    def heard(self, named: Floats, example: Example) -> list[int]:
        """The phones that are likeliest under the trigram; without one, those of each frame.

        Args:
            named: log-probabilities ``(frames, 27)`` as the search will see them.
            example: of which kind of speech.
        """
        search = self._searches.get(_is_wordless(example))
        return search.best(named) if search is not None else greedy(named)


def searched(scores: Tensor, blank_penalty: float, scale: float = 1.0) -> Tensor:
    """Log-probabilities as a word search will see them.

    Args:
        scores: of a network, before or behind its softmax, shape ``(batch, longest, 27)``.
        blank_penalty: nats taken from the blank.
        scale: factor of all, behind that.
    """
    penalty = torch.zeros(_COUNT)
    penalty[0] = blank_penalty
    return torch.log_softmax(scale * (scores - penalty), -1)


class Rivals:
    """All sequences of phones, weighed by a trigram.

    A state is told by the last two phones, and by whether a blank followed them: only then may
    the same phone come again. States lie in tensors of the shape ``(27, batch, 54)``: the last
    phone, and the one before it, first after a blank and then after none.

    Args:
        chances: from :func:`models.training.phone_search.trigram`.
    """

    def __init__(self, chances: npt.NDArray[np.float64]) -> None:
        any_next = torch.tensor(chances, dtype=torch.float32)
        end = any_next[:, :, 0].T[:, None, :]
        self._end: Final = torch.cat([end, end], dim=2)
        any_next[:, :, 0] = 0.0
        other_next = any_next.clone()
        same = torch.arange(_COUNT)
        other_next[:, same, same] = 0.0
        both = torch.cat([any_next.transpose(0, 1), other_next.transpose(0, 1)], dim=1)
        self._onward: Final = both.contiguous()
        self._back: Final = both.transpose(1, 2).contiguous()

    def total(self, named: Tensor, frames: Sequence[int]) -> tuple[Tensor, Tensor]:
        """The logarithm of the sum over all sequences, and how likely each phone is in each frame.

        Args:
            named: log-probabilities ``(batch, longest, 27)``.
            frames: valid ones of each.

        Returns:
            shape ``(batch,)``, and ``(batch, longest, 27)``: its derivative.
        """
        batch, longest, _ = named.shape
        valid = torch.arange(longest)[:, None] < torch.tensor(frames)[None]
        highest = named.max(dim=-1, keepdim=True).values
        likely = (named - highest).exp().permute(1, 2, 0).contiguous()
        states = torch.zeros(longest + 1, _COUNT, batch, 2 * _COUNT)
        states[0, 0, :, 0] = 1.0
        sums = torch.ones(longest, batch)
        for frame in range(longest):
            self._forward(states[frame], likely[frame], states[frame + 1])
            sums[frame] = states[frame + 1].sum(dim=(0, 2))
            states[frame + 1] /= sums[frame][None, :, None]
            if not valid[frame].all():
                stays = ~valid[frame]
                states[frame + 1][:, stays] = states[frame][:, stays]
                sums[frame][stays] = 1.0
        ended = (states[longest] * self._end).sum(dim=(0, 2))
        total = ended.log() + sums.log().sum(dim=0) + (highest[..., 0].T * valid).sum(dim=0)
        after = self._end / ended[None, :, None]
        shares = torch.zeros(longest, _COUNT, batch)
        for frame in reversed(range(longest)):
            here = states[frame + 1] * after
            shares[frame] = here[:, :, _COUNT:].sum(dim=2)
            shares[frame, 0] = here[:, :, :_COUNT].sum(dim=(0, 2))
            before = self._backward(after, likely[frame]) / sums[frame][None, :, None]
            after = torch.where(valid[frame][None, :, None], before, after)
        return total, (shares * valid[:, None, :]).permute(2, 0, 1)

    def _forward(self, states: Tensor, likely: Tensor, out: Tensor) -> None:
        """From the states before a frame, whose phones are so likely, to those behind it."""
        paused, saying = states.split(_COUNT, dim=2)
        entered = torch.bmm(states, self._onward).permute(2, 1, 0)
        out[:, :, :_COUNT] = (paused + saying) * likely[0][None, :, None]
        out[:, :, _COUNT:] = (saying + entered) * likely[:, :, None]
        out[0, :, _COUNT:] = 0.0

    def _backward(self, after: Tensor, likely: Tensor) -> Tensor:
        paused, saying = after.split(_COUNT, dim=2)
        said = saying * likely[:, :, None]
        silent = paused * likely[0][None, :, None]
        entering = torch.bmm(said.permute(2, 1, 0).contiguous(), self._back)
        return entering + torch.cat([silent, silent + said], dim=2)


class _LogTotal(torch.autograd.Function):
    """:meth:`Rivals.total` with its derivative."""

    @staticmethod
    def forward(ctx: Any, named: Tensor, frames: Sequence[int], rivals: Rivals) -> Tensor:
        total, shares = rivals.total(named, frames)
        ctx.save_for_backward(shares)
        return total

    @staticmethod
    def backward(ctx: Any, *wanted: Tensor) -> tuple[Tensor, None, None]:
        (shares,) = ctx.saved_tensors
        return shares * wanted[0][:, None, None], None, None


def _is_wordless(example: Example) -> bool:
    return example.corpus.startswith(WORDLESS)
