"""Weights between a trained encoder and the original."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="the training tools are optional")

import torch

from models.training.encoder import Encoder
from models.training.interpolation import interpolated


def test_every_weight_lies_at_the_share_between_the_two() -> None:
    torch.manual_seed(1)
    trained, original = Encoder(), Encoder()
    between = interpolated(trained, original, 0.25).state_dict()
    for name, weight in trained.state_dict().items():
        expected = 0.75 * weight + 0.25 * original.state_dict()[name]
        assert torch.allclose(between[name], expected, atol=1e-6), name


def test_neither_of_the_two_changes() -> None:
    torch.manual_seed(1)
    trained, original = Encoder(), Encoder()
    before = {name: weight.clone() for name, weight in trained.state_dict().items()}
    result = interpolated(trained, original, 0.5)
    assert all(torch.equal(before[name], w) for name, w in trained.state_dict().items())
    assert result is not trained and result is not original


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_beyond_the_two_is_refused(share: float) -> None:
    encoder = Encoder()
    with pytest.raises(ValueError, match="share"):
        interpolated(encoder, encoder, share)
