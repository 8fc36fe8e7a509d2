"""The small voice as a PyTorch network: phonemes to durations, pitch, and filters of a source.

Three parts, exported one by one: :class:`Reader` (phonemes to hidden vectors and durations),
:class:`Melody` (frames to pitch) and :class:`Filters` (frames and pitch to the filters that
:mod:`voice.speech.neural.source` lays over a buzz and a noise). Tensors are channel-last.
"""

# mypy: disable-error-code="no-any-return"
# mypy: allow-subclassing-any, allow-untyped-calls

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn

from voice.speech.neural.source import BINS

HIDDEN: Final = 192
WIDE: Final = 256
SPEAKERS: Final = 2


class Block(nn.Module):
    """ConvNeXt block: convolution in time, then two dense layers, added to the input."""

    def __init__(self, channels: int, kernel: int = 7, dilation: int = 1, wider: int = 2) -> None:
        super().__init__()
        self.depth = nn.Conv1d(
            channels, channels, kernel, padding=kernel // 2 * dilation, dilation=dilation,
            groups=channels,
        )  # fmt: skip
        self.norm = nn.LayerNorm(channels)
        self.up = nn.Linear(channels, wider * channels)
        self.down = nn.Linear(wider * channels, channels)
        self.scale = nn.Parameter(torch.full((channels,), 0.1))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """``x`` (batch, time, channels), ``mask`` (batch, time, 1): 0 beyond the end."""
        y = self.depth((x * mask).transpose(1, 2)).transpose(1, 2)
        y = self.down(nn.functional.gelu(self.up(self.norm(y)), approximate="tanh"))
        return x + self.scale * y


class Reader(nn.Module):
    """Phonemes to one vector and one duration each."""

    def __init__(self, symbols: int) -> None:
        super().__init__()
        self.symbols = nn.Embedding(symbols, HIDDEN)
        self.speakers = nn.Embedding(SPEAKERS, HIDDEN)
        self.blocks = nn.ModuleList(Block(HIDDEN, 5, d) for d in (1, 1, 2, 4, 1, 2))
        self.whole = nn.Linear(HIDDEN, HIDDEN)
        self.lengths = nn.ModuleList(Block(HIDDEN, 5, d) for d in (1, 2))
        self.length = nn.Linear(HIDDEN, 1)

    def forward(self, tokens: Tensor, speaker: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """``tokens`` (batch, time), ``speaker`` (batch): hidden (batch, time, HIDDEN), log of
        the duration in frames (batch, time)."""
        x = self.symbols(tokens) + self.speakers(speaker)[:, None]
        for at, block in enumerate(self.blocks):
            if at == 3:
                mean = (x * mask).sum(1) / mask.sum(1)
                x = x + self.whole(mean)[:, None]
            x = block(x, mask)
        y = x
        for block in self.lengths:
            y = block(y, mask)
        return x, self.length(y)[..., 0]


class Melody(nn.Module):
    """Frames to pitch, in units of 100 Hz; below 0.5 a frame has no voice."""

    def __init__(self) -> None:
        super().__init__()
        self.place = nn.Linear(3, HIDDEN)
        self.blocks = nn.ModuleList(Block(HIDDEN, 7, d) for d in (1, 3, 9, 1, 3))
        self.pitch = nn.Linear(HIDDEN, 1)

    def forward(self, frames: Tensor, place: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """``frames`` (batch, time, HIDDEN), ``place`` (batch, time, 3): the frames with their
        places, and the pitch (batch, time)."""
        x = y = frames + self.place(place)
        for block in self.blocks:
            y = block(y, mask)
        return x, self.pitch(y)[..., 0]


class Filters(nn.Module):
    """Frames and pitch to the filters of the buzz (gain, phase) and of the noise (gain)."""

    def __init__(self) -> None:
        super().__init__()
        self.enter = nn.Linear(HIDDEN, WIDE)
        self.pitch = nn.Linear(3, WIDE)
        self.blocks = nn.ModuleList(Block(WIDE, 7, d) for d in (1, 1, 3, 1, 1, 3, 1, 1))
        self.norm = nn.LayerNorm(WIDE)
        self.leave = nn.Linear(WIDE, 3 * BINS)
        with torch.no_grad():
            # Near the loudness of speech from the first step on.
            self.leave.weight.mul_(0.3)
            self.leave.bias[:BINS] = -3.0
            self.leave.bias[2 * BINS :] = -5.5

    def forward(self, frames: Tensor, pitch: Tensor, mask: Tensor) -> Tensor:
        """``frames`` (batch, time, HIDDEN), ``pitch`` (batch, time) in 100 Hz: natural logarithm
        of the buzz's gain, its phase, and logarithm of the noise's gain (batch, time, 3 BINS)."""
        voiced = (pitch > 0.5).to(frames.dtype)
        known = torch.stack([pitch / 2, voiced, voiced * torch.log(pitch.clamp(min=0.5))], -1)
        x = self.enter(frames) + self.pitch(known)
        for block in self.blocks:
            x = block(x, mask)
        return self.leave(self.norm(x))
