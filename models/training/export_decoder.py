"""Writing the attention decoder as ``models.attention`` reads it: small enough to be shipped.

Its matrices are rounded to 4 bits, 32 weights to a scale, as ONNX Runtime's ``MatMulNBits`` wants
them; of Whisper's 51,865 tokens those stay that spell words in small letters.
"""

# mypy: allow-untyped-calls

from __future__ import annotations

import json
import string
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnx
import torch
from torch import Tensor

from models.attention import DECODER, EMBEDDINGS
from models.errors import ModelError
from models.tokens import BEGIN, END, FILE, SPACE, pieces
from models.training.decoder import Decoder
from models.training.encoder import WIDTH

Floats = npt.NDArray[np.float32]

_OPSET: Final = 17
_BLOCK: Final = 32
_DEEPEST: Final = 128
"""Tokens of a reading, together with what is put in front of it."""
_SPACE_THERE: Final = "Ġ"
"""How the tokenizer's file writes what we write as ``SPACE``."""


def export_decoder(decoder: Decoder, tokenizer: Path, words: Iterable[str], out: Path) -> None:
    """Write a decoder into a second pass's folder.

    Args:
        decoder: in PyTorch.
        tokenizer: Whisper's ``tokenizer.json``.
        words: that the tokens must spell as Whisper does; others they spell in smaller pieces.
        out: the folder.

    Raises:
        ModelError: the tokenizer is missing or none of Whisper's.
    """
    kept, embeddings = kept_tokens(decoder, tokenizer, words)
    _write_graph(decoder, out / DECODER)
    rows = embeddings.numpy()
    scales = np.abs(rows).max(axis=1) / 127.0
    np.savez_compressed(
        out / EMBEDDINGS,
        rows=np.rint(rows / scales[:, None]).astype(np.int8),
        scales=scales.astype(np.float32),
        positions=decoder.positions.detach().numpy()[:_DEEPEST].astype(np.float16),
    )
    (out / FILE).write_text("\n".join(kept) + "\n", encoding="utf-8")


def kept_tokens(
    decoder: Decoder, tokenizer: Path, words: Iterable[str]
) -> tuple[list[str], Tensor]:
    """The tokens that spell words and their embeddings, ``(tokens, 512)``; arguments and errors as
    of :func:`export_decoder`."""
    number = whisper_tokens(tokenizer)
    kept = needed_tokens(number, words)
    return kept, decoder.embeddings.detach()[[number[token] for token in kept]]


def whisper_tokens(tokenizer: Path) -> dict[str, int]:
    """Numbers of the tokens in a ``tokenizer.json``, spaces written as ``SPACE``.

    Raises:
        ModelError: the file is missing or none of Whisper's.
    """
    try:
        content = json.loads(tokenizer.read_text(encoding="utf-8"))
        number = {
            token.replace(_SPACE_THERE, SPACE): at
            for token, at in content["model"]["vocab"].items()
        }
        number |= {added["content"]: added["id"] for added in content["added_tokens"]}
        for token in (*BEGIN, END):
            number[token]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"Tokenizer Whisper tidak dapat dibaca: {error}.") from None
    return number


def needed_tokens(number: dict[str, int], words: Iterable[str]) -> list[str]:
    """The tokens that spell words, and those that become them, in Whisper's order.

    Args:
        number: of every token of Whisper's.
        words: in small letters.
    """
    found = {*BEGIN, END, SPACE, *string.ascii_lowercase}
    for word in words:
        found.update(pieces(word, number)[1])
    return sorted(found, key=number.__getitem__)


def _write_graph(decoder: Decoder, out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "decoder.onnx"
        torch.onnx.export(
            decoder.eval(),
            (torch.zeros(1, 9, WIDTH), torch.zeros(1, 1, 9, 9), torch.zeros(1, 50, WIDTH)),
            str(exact),
            input_names=["inputs", "mask", "encoder"],
            output_names=["expected"],
            dynamic_axes={
                "inputs": {1: "N"},
                "mask": {2: "N", 3: "N"},
                "encoder": {1: "T"},
                "expected": {1: "N"},
            },
            opset_version=_OPSET,
            dynamo=False,
        )
        model = onnx.load(str(exact))
    _round(model.graph)
    model.opset_import.append(onnx.helper.make_opsetid("com.microsoft", 1))
    onnx.save(model, str(out))


def _round(graph: Any) -> None:
    """Put 4-bit matrices in the place of all that inputs are multiplied with."""
    weights = {tensor.name: tensor for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type != "MatMul" or node.input[1] not in weights:
            continue
        tensor = weights.pop(node.input[1])
        matrix = onnx.numpy_helper.to_array(tensor)
        packed, scales = rounded(matrix.T)
        graph.initializer.remove(tensor)
        names = [f"{tensor.name}_{part}" for part in ("packed", "scales")]
        for name, array in zip(names, (packed, scales), strict=True):
            graph.initializer.append(onnx.numpy_helper.from_array(array, name))
        node.op_type, node.domain = "MatMulNBits", "com.microsoft"
        del node.input[1:]
        node.input.extend(names)
        numbers = {"K": matrix.shape[0], "N": matrix.shape[1], "bits": 4, "block_size": _BLOCK}
        # 4: inputs are rounded to 8 bits.
        for name, value in {**numbers, "accuracy_level": 4}.items():
            node.attribute.append(onnx.helper.make_attribute(name, value))


def rounded(matrix: Floats) -> tuple[npt.NDArray[np.uint8], Floats]:
    """A matrix in 4 bits, as ``MatMulNBits`` takes it.

    Args:
        matrix: ``(outputs, inputs)``, inputs a multiple of 32.

    Returns:
        ``(outputs, blocks, 16)`` bytes, the even weights in the lower halves, and scales of all
        blocks. A weight is its four bits less eight, times the scale.
    """
    blocks = matrix.reshape(len(matrix), -1, _BLOCK)
    largest = np.abs(blocks).argmax(axis=2)[:, :, None]
    # Only eight steps lead down, seven up: the largest weight lies where there are eight.
    scales = np.take_along_axis(blocks, largest, axis=2) / -8.0
    safe = np.where(scales == 0, 1.0, scales)
    steps = (np.clip(np.rint(blocks / safe), -8, 7) + 8).astype(np.uint8)
    packed = (steps[:, :, 0::2] + 16 * steps[:, :, 1::2]).astype(np.uint8)
    return packed, scales.astype(np.float32).ravel()
