"""Weights between those of a trained network and those it began with."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="the training tools are optional")

import torch
from torch import Tensor, nn

from models.training.interpolation import move_back


def _network() -> nn.Module:
    return nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2))


def _weights(network: nn.Module) -> dict[str, Tensor]:
    return {name: weight.clone() for name, weight in network.state_dict().items()}


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_every_weight_lies_at_the_share_between_the_two(share: float) -> None:
    torch.manual_seed(1)
    network, begun = _network(), _weights(_network())
    trained = _weights(network)
    move_back(network, begun, share)
    for name, weight in network.state_dict().items():
        if weight.is_floating_point():
            expected = (1 - share) * trained[name] + share * begun[name]
            assert torch.allclose(weight, expected, atol=1e-6), name


def test_the_weights_it_moves_to_stay_as_they_are() -> None:
    torch.manual_seed(1)
    network, begun = _network(), _weights(_network())
    before = {name: weight.clone() for name, weight in begun.items()}
    move_back(network, begun, 0.5)
    assert all(torch.equal(before[name], weight) for name, weight in begun.items())


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_beyond_the_two_is_refused(share: float) -> None:
    network = _network()
    with pytest.raises(ValueError, match="share"):
        move_back(network, _weights(network), share)
