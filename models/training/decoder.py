"""Whisper's decoder in PyTorch, made to weigh a tree of token sequences at once."""

# mypy: disable-error-code="no-any-return"
# mypy: allow-subclassing-any, allow-untyped-calls

from __future__ import annotations

from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.training.encoder import WIDTH, normed, renamed
from models.training.heads import seen

LAYERS: Final = 6
_LONGEST: Final = 448


class Layer(nn.Module):
    """One transformer layer that looks at the tokens before and at the sound."""

    def __init__(self) -> None:
        super().__init__()
        self.own_norm = nn.LayerNorm(WIDTH)
        self.own = nn.Linear(WIDTH, 3 * WIDTH)
        self.own_mix = nn.Linear(WIDTH, WIDTH)
        self.sound_norm = nn.LayerNorm(WIDTH)
        self.sound_query = nn.Linear(WIDTH, WIDTH)
        self.sound = nn.Linear(WIDTH, 2 * WIDTH)
        self.sound_mix = nn.Linear(WIDTH, WIDTH)
        self.forward_norm = nn.LayerNorm(WIDTH)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)

    def forward(
        self, x: Tensor, mask: Tensor, encoder: Tensor, hidden: Tensor | None = None
    ) -> Tensor:
        """``(batch, nodes, 512)``; ``mask`` is added to the scores of the tokens' attention, and
        ``hidden`` to those of the sound's."""
        q, k, v = self.own(self.own_norm(x)).chunk(3, -1)
        x = x + self.own_mix(seen(q, k, v, mask))
        k, v = self.sound(encoder).chunk(2, -1)
        x = x + self.sound_mix(seen(self.sound_query(self.sound_norm(x)), k, v, hidden))
        return x + self.down(functional.gelu(self.up(self.forward_norm(x))))


class Decoder(nn.Module):
    """Token embeddings with their positions to what is expected behind each.

    Attributes:
        embeddings: of Whisper's tokens, ``(51865, 512)``.
        positions: ``(448, 512)``.
    """

    def __init__(self, tokens: int) -> None:
        super().__init__()
        self.embeddings = nn.Parameter(torch.zeros(tokens, WIDTH))
        self.positions = nn.Parameter(torch.zeros(_LONGEST, WIDTH))
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])
        self.norm = nn.LayerNorm(WIDTH)

    def forward(
        self, inputs: Tensor, mask: Tensor, encoder: Tensor, hidden: Tensor | None = None
    ) -> Tensor:
        """``(batch, nodes, 512)`` to the same shape; its product with an embedding is a logit."""
        for layer in self.layers:
            inputs = layer(inputs, mask, encoder, hidden)
        return self.norm(inputs)


def whisper_decoder(model: Path) -> Decoder:
    """The decoder of Whisper base from a CTranslate2 ``model.bin``.

    Raises:
        ValueError: the file is no such model.
    """
    names = {
        "embeddings": "embeddings/weight",
        "positions": "position_encodings/encodings",
        **normed("norm", "layer_norm"),
    }
    for number in range(LAYERS):
        ours, theirs = f"layers.{number}.", f"layer_{number}/"
        for norm, place in (
            ("own_norm", "self_attention/layer_norm"),
            ("sound_norm", "attention/layer_norm"),
            ("forward_norm", "ffn/layer_norm"),
        ):
            names |= normed(ours + norm, theirs + place)
        for mine, place in (
            ("own", "self_attention/linear_0"),
            ("own_mix", "self_attention/linear_1"),
            ("sound_query", "attention/linear_0"),
            ("sound", "attention/linear_1"),
            ("sound_mix", "attention/linear_2"),
            ("up", "ffn/linear_0"),
            ("down", "ffn/linear_1"),
        ):
            names |= {f"{ours}{mine}.{p}": f"{theirs}{place}/{p}" for p in ("weight", "bias")}
    state = renamed(model, "decoder", names)
    decoder = Decoder(len(state["embeddings"]))
    decoder.load_state_dict(state)
    return decoder.eval()
