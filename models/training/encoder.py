"""Whisper's encoder in PyTorch: any input length, split where the upper layers are fine-tuned."""

# mypy: disable-error-code="no-any-return"
# mypy: allow-subclassing-any, allow-untyped-calls

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.training.heads import seen

WIDTH: Final = 512
LAYERS: Final = 6
_LONGEST: Final = 1500
_TYPES: Final = {0: "<f4", 1: "i1", 2: "<i2", 3: "<i4", 4: "<f2"}


class Layer(nn.Module):
    """One transformer layer, normalised before attention and before the feed-forward part."""

    def __init__(self, dropout: float = 0.0) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(WIDTH)
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.mix = nn.Linear(WIDTH, WIDTH)
        self.forward_norm = nn.LayerNorm(WIDTH)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """``(batch, frames, 512)``; ``mask`` is added to the attention scores."""
        q, k, v = self.qkv(self.attention_norm(x)).chunk(3, -1)
        x = x + self.dropout(self.mix(seen(q, k, v, mask)))
        inner = functional.gelu(self.up(self.forward_norm(x)))
        done: Tensor = x + self.dropout(self.down(inner))
        return done


class Encoder(nn.Module):
    """Log-mel spectrogram to features, 50 a second."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv1d(80, WIDTH, 3, padding=1)
        self.second = nn.Conv1d(WIDTH, WIDTH, 3, stride=2, padding=1)
        self.positions = nn.Parameter(torch.zeros(_LONGEST, WIDTH))
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])
        self.norm = nn.LayerNorm(WIDTH)

    def embedded(self, mel: Tensor) -> Tensor:
        """``(batch, 80, 2 * frames)`` to what enters the first layer."""
        x = functional.gelu(self.first(mel))
        x = functional.gelu(self.second(x)).transpose(1, 2)
        return x + self.positions[: x.shape[1]]

    def forward(self, mel: Tensor) -> Tensor:
        """``(batch, 80, 2 * frames)`` to ``(batch, frames, 512)``."""
        x = self.embedded(mel)
        for layer in self.layers:
            x = layer(x)
        normed: Tensor = self.norm(x)
        return normed


def whisper_base(model: Path) -> Encoder:
    """The encoder of Whisper base from a CTranslate2 ``model.bin``.

    Raises:
        ValueError: the file is no such model.
    """
    names = {"positions": "position_encodings/encodings", **normed("norm", "layer_norm")}
    for number, name in enumerate(("first", "second"), 1):
        names |= {f"{name}.{part}": f"conv{number}/{part}" for part in ("weight", "bias")}
    for number in range(LAYERS):
        ours, theirs = f"layers.{number}.", f"layer_{number}/"
        names |= normed(ours + "attention_norm", theirs + "self_attention/layer_norm")
        names |= normed(ours + "forward_norm", theirs + "ffn/layer_norm")
        for mine, place in (
            ("qkv", "self_attention/linear_0"),
            ("mix", "self_attention/linear_1"),
            ("up", "ffn/linear_0"),
            ("down", "ffn/linear_1"),
        ):
            names |= {f"{ours}{mine}.{p}": f"{theirs}{place}/{p}" for p in ("weight", "bias")}
    encoder = Encoder()
    encoder.load_state_dict(renamed(model, "encoder", names))
    return encoder.eval()


def renamed(model: Path, part: str, names: dict[str, str]) -> dict[str, Tensor]:
    """Weights of one part of a CTranslate2 ``model.bin`` under our names.

    Args:
        model: the file.
        part: ``encoder`` or ``decoder``.
        names: ours to CTranslate2's.

    Raises:
        ValueError: the file has no such part.
    """
    weights = _read_ctranslate2(model, part)
    try:
        return {ours: torch.tensor(weights[theirs]) for ours, theirs in names.items()}
    except KeyError as error:
        raise ValueError(f"{model} holds no Whisper {part}: {error} is missing") from None


def normed(ours: str, theirs: str) -> dict[str, str]:
    """Names of a layer normalisation's two weights, ours to CTranslate2's."""
    return {f"{ours}.weight": f"{theirs}/gamma", f"{ours}.bias": f"{theirs}/beta"}


def _read_ctranslate2(model: Path, part: str) -> dict[str, npt.NDArray[np.float32]]:
    """The weights of one part by name, without ``part/``."""
    data = model.read_bytes()
    at = 0

    def number(kind: str) -> Any:
        nonlocal at
        (value,) = struct.unpack_from("<" + kind, data, at)
        at += struct.calcsize("<" + kind)
        return value

    def text() -> str:
        nonlocal at
        length = number("H")
        found = data[at : at + length - 1].decode()
        at += length
        return found

    weights: dict[str, npt.NDArray[np.float32]] = {}
    number("I"), text(), number("I")
    for _ in range(number("I")):
        name = text()
        shape = [number("I") for _ in range(number("B"))]
        kind, size = number("B"), number("I")
        if name.startswith(f"{part}/") and kind in _TYPES:
            array = np.frombuffer(data[at : at + size], _TYPES[kind]).reshape(shape)
            weights[name.removeprefix(f"{part}/")] = array.astype(np.float32)
        at += size
    return weights
