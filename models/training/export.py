"""Writing the second pass as ONNX: the head as it is, the encoder with 8-bit weights."""

# mypy: allow-subclassing-any, allow-untyped-calls

from __future__ import annotations

import copy
import tempfile
from pathlib import Path
from typing import Final

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from models.training.encoder import WIDTH, Encoder
from models.training.head import Head

BLANK_PENALTY: Final = "blank_penalty"
SHARPNESS: Final = "sharpness"
"""Names under which the head's file tells what was built into it."""

_OPSET: Final = 17


def export_head(head: Head, out: Path, blank_penalty: float, sharpness: float) -> None:
    """``encoder`` (1, T, 512) to ``logp`` (1, T, 27).

    Args:
        blank_penalty: nats taken from the blank before the probabilities are made to add up to 1
            again. CTC says every phone in a frame or two, so that a word search would leave out
            words too cheaply.
        sharpness: factor of all log-probabilities, before they are made to add up to 1 again.
    """
    ready = copy.deepcopy(head).eval()
    with torch.no_grad():
        ready.phones.bias[0] -= blank_penalty
        ready.phones.weight *= sharpness
        ready.phones.bias *= sharpness
    torch.onnx.export(
        ready,
        (torch.zeros(1, 50, WIDTH),),
        str(out),
        input_names=["encoder"],
        output_names=["logp"],
        dynamic_axes={"encoder": {1: "T"}, "logp": {1: "T"}},
        opset_version=_OPSET,
        dynamo=False,
    )
    written = onnx.load(str(out))
    built_in = {BLANK_PENALTY: str(blank_penalty), SHARPNESS: str(sharpness)}
    onnx.helper.set_model_props(written, built_in)
    onnx.save(written, str(out))


def export_encoder(encoder: Encoder, out: Path) -> None:
    """``mel`` (1, 80, 2T) to ``encoder`` (1, T, 512), matrices in 8 bits."""
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            encoder.eval(),
            (torch.randn(1, 80, 600),),
            str(exact),
            input_names=["mel"],
            output_names=["encoder"],
            dynamic_axes={"mel": {2: "T2"}, "encoder": {1: "T"}},
            opset_version=_OPSET,
            dynamo=False,
        )
        quantize_dynamic(
            str(exact),
            str(out),
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
        )
