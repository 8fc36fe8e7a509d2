"""Attention of several heads, as Whisper's encoder and decoder both use it."""

# mypy: allow-untyped-calls, allow-subclassing-any

from __future__ import annotations

from typing import Any, Final

import torch
from torch import Tensor

HEADS: Final = 8


def seen(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None) -> Tensor:
    """What every place sees of the others.

    Args:
        q: ``(batch, places, width)``.
        k: ``(batch, others, width)``.
        v: the same.
        mask: added to the scores, ``(..., places, others)``.

    Returns:
        ``(batch, places, width)``.
    """
    if mask is None and torch.onnx.is_in_onnx_export():
        found: Tensor = _Operator.apply(q, k, v)
        return found
    return _seen(q, k, v, mask)


def hidden(frames: Tensor, longest: int) -> Tensor:
    """A mask for :func:`seen` that hides what stands behind the end of shorter utterances.

    Args:
        frames: valid ones of each utterance, ``(batch,)``.
        longest: places there are.

    Returns:
        ``(batch, 1, 1, longest)``.
    """
    padding = torch.arange(longest)[None] >= frames[:, None]
    return torch.zeros(padding.shape).masked_fill(padding, float("-inf"))[:, None, None, :]


class _Operator(torch.autograd.Function):
    """ONNX Runtime's own operator: it never holds the scores of all heads at once, which for ten
    seconds of sound are a dozen megabytes a layer."""

    @staticmethod
    def forward(context: Any, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        return _seen(q, k, v, None)

    @staticmethod
    def symbolic(graph: Any, q: Any, k: Any, v: Any) -> Any:
        found = graph.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=HEADS)
        return found.setType(q.type())


def _seen(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
    batch, _, width = q.shape
    heads = [part.reshape(batch, -1, HEADS, width // HEADS).transpose(1, 2) for part in (q, k, v)]
    scores = heads[0] @ heads[1].transpose(2, 3) * (width // HEADS) ** -0.5
    if mask is not None:
        scores = scores + mask
    return (torch.softmax(scores, -1) @ heads[2]).transpose(1, 2).reshape(batch, -1, width)
