"""Weights between those of a trained network and those its training began with.

Training on few voices makes a network forget people it once knew. On the way back to where it
came from it regains most of them before it loses what it learned (weight-space ensembling:
Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
"""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor, nn


def move_back(network: nn.Module, weights: Mapping[str, Tensor], share: float) -> None:
    """Move every weight of a network part of the way to another's.

    Args:
        network: as training left it.
        weights: where it began, by their names in its state.
        share: how far, 0 to 1.

    Raises:
        ValueError: the share lies outside.
    """
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"share {share} is not between 0 and 1")
    for name, weight in network.state_dict().items():
        if weight.is_floating_point():
            weight.lerp_(weights[name], share)
