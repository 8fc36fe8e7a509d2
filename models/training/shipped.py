"""The shipped second pass read back into PyTorch: where a later training goes on from."""

# mypy: allow-untyped-calls

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnx
import torch
from google.protobuf.message import DecodeError
from onnx import numpy_helper

from models.errors import ModelError
from models.training.encoder import LAYERS, Encoder
from models.training.export import BLANK_PENALTY, SHARPNESS
from models.training.head import DROPOUT, Head
from models.training.network import Hearing

Floats = npt.NDArray[np.float32]

# Of heads from before these were written into the file.
_FIRST_PENALTY: Final = 1.0
_FIRST_SHARPNESS: Final = 1.23

# In the order of the network, which is the order in which the exporter writes its matrices.
_MATRICES: Final = ("qkv", "mix", "up", "down")


def shipped(folder: Path, first: int = 0) -> Hearing:
    """The second pass of a folder, ready for training.

    Args:
        first: number of the lowest layer of the encoder that is trained.

    Raises:
        ModelError: it holds no second pass.
    """
    try:
        encoder = shipped_encoder(folder / "encoder.int8.onnx")
        return Hearing(encoder, shipped_head(folder / "head.onnx"), first)
    except (OSError, ValueError, DecodeError) as error:
        raise ModelError(f"Telinga kedua di {folder} tidak dapat dibaca: {error}.") from None


def shipped_encoder(file: Path) -> Encoder:
    """The encoder of an ``encoder.int8.onnx``; its matrices are exact to 8 bits.

    Raises:
        ValueError: the file holds another network.
    """
    known, nodes = _read(file)
    state = {name: value for name, value in known.items() if not name.startswith("onnx::")}
    names = [f"layers.{n}.{part}.weight" for n in range(LAYERS) for part in _MATRICES]
    matrices = [
        node.input[1].removesuffix("_quantized")
        for node in nodes
        if node.op_type == "MatMulInteger" and node.input[1].endswith("_quantized")
    ]
    if len(matrices) != len(names):
        raise ValueError(f"{file} holds {len(matrices)} matrices, not {len(names)}")
    for ours, theirs in zip(names, matrices, strict=True):
        scale, zero = known[theirs + "_scale"], known[theirs + "_zero_point"]
        state[ours] = ((known[theirs + "_quantized"] - zero) * scale).T
    encoder = Encoder()
    _fill(encoder, state, file)
    encoder.eval()
    return encoder


def shipped_head(file: Path) -> Head:
    """The head of a ``head.onnx`` as it was before penalty and sharpness were built in.

    Raises:
        ValueError: the file holds another network.
    """
    known, nodes = _read(file)
    built_in = {prop.key: float(prop.value) for prop in onnx.load(str(file)).metadata_props}
    blank_penalty = built_in.get(BLANK_PENALTY, _FIRST_PENALTY)
    sharpness = built_in.get(SHARPNESS, _FIRST_SHARPNESS)
    state = {name: value for name, value in known.items() if not name.startswith("onnx::")}
    matrices = [node.input[1] for node in nodes if node.op_type == "MatMul"]
    if len(matrices) != 2:
        raise ValueError(f"{file} holds {len(matrices)} matrices, not 2")
    state["narrow.weight"] = known[matrices[0]].T
    state["phones.weight"] = known[matrices[1]].T / sharpness
    state["phones.bias"] = known["phones.bias"] / sharpness
    state["phones.bias"][0] += blank_penalty
    kernels = [v.shape[2] for n, v in sorted(known.items()) if n.endswith("weight") and v.ndim == 3]
    head = Head(len(known["narrow.bias"]), tuple(kernels), DROPOUT)
    _fill(head, state, file)
    head.eval()
    return head


def _read(file: Path) -> tuple[dict[str, Floats], list[Any]]:
    graph = onnx.load(str(file)).graph
    arrays = {i.name: numpy_helper.to_array(i).astype(np.float32) for i in graph.initializer}
    return arrays, list(graph.node)


def _fill(network: torch.nn.Module, state: dict[str, Floats], file: Path) -> None:
    tensors = {name: torch.from_numpy(value.copy()) for name, value in state.items()}
    try:
        network.load_state_dict(tensors)
    except RuntimeError as error:
        raise ValueError(f"{file} holds another network: {error}") from None
