"""Weights between a trained encoder and the one its training began with.

Training on few voices makes an encoder forget people it once knew. On the way back to where it
came from it regains most of them before it loses what it learned (weight-space ensembling:
Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
"""

# mypy: allow-untyped-calls

from __future__ import annotations

import torch

from models.training.encoder import Encoder


def interpolated(trained: Encoder, original: Encoder, share: float) -> Encoder:
    """A new encoder whose every weight lies between those of two others.

    Args:
        trained: where training ended.
        original: where it began.
        share: part of the original, 0 to 1.

    Raises:
        ValueError: the share lies outside.
    """
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"share {share} is not between 0 and 1")
    before = original.state_dict()
    between = {
        name: torch.lerp(weight, before[name], share)
        for name, weight in trained.state_dict().items()
    }
    encoder = Encoder()
    encoder.load_state_dict(between)
    encoder.eval()
    return encoder
