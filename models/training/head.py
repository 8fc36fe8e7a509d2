"""The head: encoder features to phone posteriors."""

# mypy: allow-subclassing-any, allow-untyped-calls

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.phones import PHONES
from models.training.encoder import WIDTH

WIDTH_WITHIN: Final = 256
KERNELS: Final = (5, 5)
DROPOUT: Final = 0.2


class Head(nn.Module):
    """Normalise, narrow, look around with residual convolutions, name the phone.

    Args:
        width: channels between the encoder and the phones.
        kernels: of the convolutions; each sees so many frames of 20 ms.
        dropout: part of the channels dropped while training.
    """

    def __init__(self, width: int, kernels: tuple[int, ...], dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.narrow = nn.Linear(WIDTH, width)
        self.around = nn.ModuleList([nn.Conv1d(width, width, k, padding=k // 2) for k in kernels])
        self.phones = nn.Linear(width, len(PHONES))
        self.dropout = nn.Dropout(dropout)

    def forward(self, encoded: Tensor) -> Tensor:
        """``(batch, frames, 512)`` to log-probabilities ``(batch, frames, 27)``."""
        x = self.dropout(self.norm(encoded))
        x = self.dropout(functional.relu(self.narrow(x))).transpose(1, 2)
        for convolution in self.around:
            x = x + functional.relu(convolution(x))
        named = self.phones(self.dropout(x.transpose(1, 2)))
        return torch.log_softmax(named.float(), -1)
