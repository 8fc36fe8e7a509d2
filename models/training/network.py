"""The second pass as it is trained: Whisper's encoder, tuned from some layer on, and the head."""

# mypy: disable-error-code="no-any-return"
# mypy: allow-subclassing-any, allow-untyped-calls

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.training.encoder import Encoder
from models.training.head import Head
from models.training.heads import hidden


class Hearing(nn.Module):
    """Spectrograms to phones.

    Args:
        encoder: gives the features.
        head: names the phones.
        first: number of the first layer of the encoder that is trained; those below stay.
    """

    def __init__(self, encoder: Encoder, head: Head, first: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = head
        self.first = first

    def trained(self) -> list[list[nn.Parameter]]:
        """Parameters of the trained layers, the lowest first; the last normalisation with the top
        layer, or alone when no layer is trained."""
        groups = [list(layer.parameters()) for layer in self.encoder.layers[self.first :]]
        return [*groups[:-1], [*(groups[-1] if groups else []), *self.encoder.norm.parameters()]]

    def forward(self, mel: Tensor, frames: Tensor, head_only: bool = False) -> Tensor:
        """Log-probabilities of the phones, ``(batch, longest, 27)``; see :meth:`features`."""
        return self.head(self.features(mel, frames, head_only))

    def features(self, mel: Tensor, frames: Tensor, head_only: bool = False) -> Tensor:
        """What the head and Whisper's decoder are given.

        Args:
            mel: ``(batch, 80, 2 * longest)``.
            frames: valid frames of 20 ms of each.
            head_only: leave the encoder as it is.

        Returns:
            ``(batch, longest, 512)``.
        """
        encoder = self.encoder
        with torch.no_grad():
            x = encoder.embedded(mel)
            mask = hidden(frames, x.shape[1])
            for layer in encoder.layers[: self.first]:
                x = layer(x, mask)
        with torch.set_grad_enabled(torch.is_grad_enabled() and not head_only):
            for layer in encoder.layers[self.first :]:
                x = layer(x, mask)
            return encoder.norm(x)
