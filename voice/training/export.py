"""From a trained network to the ONNX files that the small voice loads, weights as 16-bit floats."""

# mypy: disable-error-code="no-any-return"
# mypy: allow-subclassing-any, allow-untyped-calls

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from voice.training.network import HIDDEN
from voice.training.train import SmallVoice

_OPSET: Final = 17
_SMALL: Final = 256
"""Tensors of fewer values stay as they are: halving them would save nothing."""


def export(model: SmallVoice, folder: Path) -> int:
    """Write ``reader.onnx``, ``melody.onnx`` and ``filters.onnx``; returns their bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    time, symbols = 50, 12
    frames = torch.zeros(1, time, HIDDEN)
    mask = torch.ones(1, time, 1)
    parts: dict[str, tuple[torch.nn.Module, tuple[Any, ...], list[str], list[str]]] = {
        "reader": (
            model.reader,
            (torch.ones(1, symbols, dtype=torch.long), torch.zeros(1, dtype=torch.long),
             torch.ones(1, symbols, 1)),
            ["tokens", "speaker", "mask"], ["hidden", "length"],
        ),
        "melody": (model.melody, (frames, torch.zeros(1, time, 3), mask),
                   ["frames", "place", "mask"], ["placed", "pitch"]),
        "filters": (model.filters, (frames, torch.zeros(1, time), mask),
                    ["frames", "pitch", "mask"], ["filters"]),
    }  # fmt: skip
    total = 0
    for name, (module, inputs, names, outputs) in parts.items():
        path = folder / f"{name}.onnx"
        axes = {n: {1: "time"} for n in [*names, *outputs] if n != "speaker"}
        torch.onnx.export(
            module, inputs, str(path), input_names=names, output_names=outputs,
            dynamic_axes=axes, opset_version=_OPSET, dynamo=False,
        )  # fmt: skip
        _halve(path)
        total += path.stat().st_size
    return total


def _halve(path: Path) -> None:
    """Keep weights as 16-bit floats that are widened when the network is loaded."""
    model = onnx.load(str(path))
    graph = model.graph
    widened, kept = [], []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < _SMALL:
            kept.append(tensor)
            continue
        name = f"{tensor.name}.half"
        kept.append(numpy_helper.from_array(values.astype(np.float16), name))
        widened.append(helper.make_node("Cast", [name], [tensor.name], to=TensorProto.FLOAT))
    nodes = [*widened, *graph.node]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(nodes)
    onnx.save(model, str(path))
