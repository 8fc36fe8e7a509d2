"""The network of the first pass in PyTorch, to and from Vosk's ``final.mdl``.

Fifteen factorised layers (TDNN-F). A layer that Kaldi writes as two products over spliced frames
is here one product and a sum of two shifted halves, which is the same and much faster to train.
"""

# mypy: disable-error-code="no-any-return"
# mypy: allow-subclassing-any, allow-untyped-calls

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.phones import PHONES
from models.training.small.frontend import BINS
from models.training.small.nnet3 import AcousticModel

CONTEXT: Final = 34
"""Input frames seen before and after the one of an output."""

STRIDE: Final = 3
"""Input frames for every output frame."""

_WIDTH: Final = 768
_EXIT: Final = 64
"""Numbers between the last two products, whatever the width of the layers' narrow parts."""
_PAST: Final = 0.66
_LAYERS: Final = range(2, 16)
_THINNED: Final = 4
"""From this layer's affine part on, only every third frame is computed."""
_ALONE: Final = 5
"""The layer without splicing."""
_EPSILON: Final = 1e-3


class FirstPassNet(nn.Module):
    """The network; ``read`` fills it from a model.

    Args:
        narrow: numbers that every layer passes through its narrow part.

    Attributes:
        usual: the mean that cepstra are expected to have; they come without their own
            (:mod:`models.training.small.cmvn`).
    """

    def __init__(self, narrow: int = 64) -> None:
        super().__init__()
        self.narrow: Final = narrow
        self.usual = nn.Buffer(torch.zeros(BINS, dtype=torch.float64))
        self.entry = nn.Linear(3 * BINS, _WIDTH)
        self.entry_norm = _norm(_WIDTH)
        self.linears = nn.ModuleList()
        self.affines = nn.ModuleList()
        self.norms = nn.ModuleList()
        for layer in _LAYERS:
            inner = narrow if layer == _ALONE else 2 * narrow
            self.linears.append(nn.Linear(_WIDTH, inner, bias=False))
            self.affines.append(nn.Linear(inner, _WIDTH))
            self.norms.append(_norm(_WIDTH))
        self.narrow_in = nn.Linear(_WIDTH, _EXIT, bias=False)
        self.wide = nn.Linear(_EXIT, _WIDTH)
        self.wide_norm = _norm(_WIDTH)
        self.narrow_out = nn.Linear(_WIDTH, _EXIT, bias=False)
        self.narrow_norm = _norm(_EXIT)
        self.exit = nn.Linear(_EXIT, len(PHONES))

    def forward(self, features: Tensor) -> Tensor:
        """Scores before the softmax.

        Args:
            features: shape ``(batch, 2 * CONTEXT + 3 * frames - 2, 30)``.

        Returns:
            shape ``(batch, frames, 27)``, 33.3 frames a second.
        """
        spliced = torch.cat([features[:, :-2], features[:, 1:-1], features[:, 2:]], -1)
        hidden = _normed(self.entry_norm, functional.relu(self.entry(spliced)))
        parts = zip(_LAYERS, self.linears, self.affines, self.norms, strict=True)
        for layer, linear, affine, norm in parts:
            inner, past = linear(hidden), hidden
            if layer != _ALONE:
                inner = inner[:, :-1, : self.narrow] + inner[:, 1:, self.narrow :]
                inner = torch.cat([inner[:, :-1], inner[:, 1:]], -1)
                past = hidden[:, 1:-1]
            if layer == _THINNED:
                inner, past = inner[:, ::STRIDE], past[:, ::STRIDE]
            hidden = _PAST * past + _normed(norm, functional.relu(affine(inner)))
        hidden = functional.relu(self.wide(self.narrow_in(hidden)))
        hidden = self.narrow_out(_normed(self.wide_norm, hidden))
        return self.exit(_normed(self.narrow_norm, hidden))

    def read(self, model: AcousticModel, blank_penalty: float = 0.0) -> None:
        """Take the weights of a model of this layout over, its priors included.

        A model whose layers are narrower is taken over as it is: what is new in the narrow parts
        is drawn at random and counts for nothing yet.

        Args:
            blank_penalty: what :meth:`fill` built into it, in nats; it is taken out.
        """
        parts = {name: part.arrays for name, part in model.components.items()}
        with torch.no_grad():
            for name, module in self._by_name().items():
                arrays = {k: torch.from_numpy(v) for k, v in parts[name].items()}
                if isinstance(module, nn.BatchNorm1d):
                    module.running_mean.copy_(arrays["StatsMean"])
                    module.running_var.copy_(arrays["StatsVar"])
                    continue
                weight = arrays["LinearParams"]
                if name.endswith(".linear"):
                    self._widen(module.weight, _stacked(weight, _WIDTH).split(len(weight)), 0)
                elif name.startswith("tdnnf"):
                    inner = len(parts[name.replace("affine", "linear")]["LinearParams"])
                    self._widen(module.weight, weight.split(inner, 1), 1)
                else:
                    module.weight.copy_(weight)
                if module.bias is not None:
                    module.bias.copy_(arrays["BiasParams"])
            if len(model.priors):
                self.exit.bias -= torch.from_numpy(np.log(model.priors))
            self.exit.bias[0] += blank_penalty

    def expect(self, mean: npt.NDArray[np.float64]) -> None:
        """Say that features come without this mean from now on; what is said of a line on which it
        is usual stays the same."""
        change = torch.from_numpy(mean) - self.usual
        with torch.no_grad():
            self.entry.bias += self.entry.weight @ change.float().repeat(3)
            self.usual.copy_(torch.from_numpy(mean))

    def fill(self, model: AcousticModel, blank_penalty: float = 0.0) -> None:
        """Put the weights into a model of this layout.

        Args:
            blank_penalty: nats taken from the blank, in the last bias.
        """
        for name, module in self._by_name().items():
            arrays = model.components[name].arrays
            if isinstance(module, nn.BatchNorm1d):
                arrays["StatsMean"] = module.running_mean.numpy().copy()
                arrays["StatsVar"] = module.running_var.clamp(min=0).numpy().copy()
                continue
            weight = module.weight.detach()
            if name.endswith(".linear"):
                weight = torch.cat(weight.split(self.narrow), dim=1)
            arrays["LinearParams"] = weight.numpy().copy()
            bias = torch.zeros(len(weight)) if module.bias is None else module.bias.detach()
            arrays["BiasParams"] = bias.numpy().copy()
        model.components["out"].arrays["BiasParams"][0] -= np.float32(blank_penalty)
        model.priors = np.zeros(0, np.float32)

    def _widen(self, weight: Tensor, parts: Sequence[Tensor], axis: int) -> None:
        """Put the parts of a narrower layer, one for each spliced frame, into those of this one.

        What is left over of the rows that lead in stays random, of the columns that lead out it is
        zero, so both together change nothing.
        """
        if axis == 1:
            weight.zero_()
        for part, place in zip(parts, weight.split(self.narrow, axis), strict=True):
            place.narrow(axis, 0, part.shape[axis]).copy_(part)

    def _by_name(self) -> dict[str, nn.Module]:
        """Modules by the names of the components that they stand for."""
        found: dict[str, nn.Module] = {"tdnn1.affine": self.entry, "tdnn1.bn": self.entry_norm}
        for place, layer in enumerate(_LAYERS):
            found[f"tdnnf{layer}.linear"] = self.linears[place]
            found[f"tdnnf{layer}.affine"] = self.affines[place]
            found[f"tdnnf{layer}.bn"] = self.norms[place]
        found |= {"pl": self.narrow_in, "pa": self.wide, "pa.bn": self.wide_norm}
        return found | {"plin": self.narrow_out, "plin.bn": self.narrow_norm, "out": self.exit}


def _stacked(weight: Tensor, width: int) -> Tensor:
    """What is spliced side by side, one below the other."""
    return torch.cat(weight.split(width, dim=1))


def _norm(channels: int) -> nn.BatchNorm1d:
    return nn.BatchNorm1d(channels, eps=_EPSILON, momentum=0.02, affine=False)


def _normed(norm: nn.Module, hidden: Tensor) -> Tensor:
    return norm(hidden.flatten(0, 1)).view(hidden.shape)
