"""Kokoro's network in two parts, so that its pitch can be bent between them. Needs ``onnx``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import onnx

FRAMES: Final = "/encoder/Clip_output_0"
"""Frames of 25 ms of each token."""
PITCH: Final = "/encoder/F0_proj/Conv_output_0"
"""Pitch in Hz of each half frame, shape ``(1, 1, 2 * frames)``."""
AUDIO: Final = "audio"

_INPUTS: Final = ("tokens", "style", "speed")


def planning(model: Path) -> bytes:
    """The part that decides on durations and pitch: ``tokens, style, speed`` to both."""
    return _part(onnx.load(str(model)), _INPUTS, (FRAMES, PITCH))


def sounding(model: Path) -> bytes:
    """The whole with the pitch as one more input."""
    return _part(onnx.load(str(model)), (*_INPUTS, PITCH), (AUDIO,))


def _part(model: Any, inputs: Sequence[str], outputs: Sequence[str]) -> bytes:
    """What of a network leads from some of its tensors to others."""
    graph = model.graph
    known = {one.name: one for one in graph.input}
    needed = set(outputs)
    kept = []
    for node in reversed(graph.node):
        if any(name in needed and name not in inputs for name in node.output):
            kept.append(node)
            needed.update(name for name in node.input if name not in inputs)
    weights = [one for one in graph.initializer if one.name in needed]
    floats = onnx.TensorProto.FLOAT
    described = onnx.helper.make_tensor_value_info
    del graph.node[:], graph.initializer[:], graph.input[:], graph.output[:], graph.value_info[:]
    graph.node.extend(reversed(kept))
    graph.initializer.extend(weights)
    graph.input.extend(
        known[name] if name in known else described(name, floats, [1, 1, "time"]) for name in inputs
    )
    graph.output.extend(described(name, floats, None) for name in outputs)
    data: bytes = model.SerializeToString()
    return data
