"""The trained upper part of the second pass: perhaps some layers of the encoder, and the head."""

# mypy: disable-error-code="import-not-found,no-any-return"
# mypy: allow-subclassing-any, allow-untyped-calls

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.training.encoder import Encoder
from models.training.head import Head


class Upper(nn.Module):
    """What is trained.

    Args:
        head: names the phones.
        encoder: gives its layers from number ``first`` on and its last normalisation; None when
            the features already come from the top.
        first: number of the first layer that is trained.
    """

    def __init__(self, head: Head, encoder: Encoder | None = None, first: int = 0) -> None:
        super().__init__()
        self.head = head
        self.layers = nn.ModuleList(encoder.layers[first:] if encoder is not None else [])
        self.norm = encoder.norm if encoder is not None else nn.Identity()

    def forward(self, encoded: Tensor, lengths: Tensor) -> Tensor:
        """``(batch, frames, 512)`` with so many valid frames each to log-probabilities."""
        frames = torch.arange(encoded.shape[1])
        padding = frames[None, :] >= lengths[:, None]
        mask = torch.zeros(padding.shape).masked_fill(padding, float("-inf"))[:, None, None, :]
        for layer in self.layers:
            encoded = layer(encoded, mask)
        return self.head(self.norm(encoded))
