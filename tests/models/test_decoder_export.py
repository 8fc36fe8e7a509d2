"""The attention decoder from PyTorch to the files that are shipped."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the training tools are optional")
pytest.importorskip("onnx", reason="the training tools are optional")

from models import ModelError  # noqa: E402
from models.attention import Attention, Tree  # noqa: E402
from models.tokens import BEGIN, END  # noqa: E402
from models.training.decoder import Decoder, whisper_decoder  # noqa: E402
from models.training.export_decoder import (  # noqa: E402
    export_decoder,
    needed_tokens,
    rounded,
    whisper_tokens,
)

NAMES = [*"abcdefghijklmnopqrstuvwxyz", "Ġ", "an", "Ġd", "Ġdan", "Ġm", "XY"]


@pytest.fixture
def tokenizer(tmp_path: Path) -> Path:
    vocabulary = {name: number for number, name in enumerate(NAMES)}
    added = [{"content": name, "id": len(NAMES) + at} for at, name in enumerate((*BEGIN, END))]
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps({"model": {"vocab": vocabulary}, "added_tokens": added}))
    return path


def test_tokens_that_spell_words_are_kept_with_those_on_the_way(tokenizer: Path) -> None:
    kept = needed_tokens(whisper_tokens(tokenizer), ["dan"])
    assert {"▁dan", "▁d", "an", "z", *BEGIN, END} <= set(kept)
    assert not {"XY", "▁m"} & set(kept)
    assert kept.index("an") < kept.index("▁dan")


@pytest.mark.parametrize("content", ["", "{}", '{"model": {"vocab": {}}, "added_tokens": []}'])
def test_another_tokenizer_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "tokenizer.json"
    with pytest.raises(ModelError, match="Tokenizer"):
        whisper_tokens(path)
    path.write_text(content)
    with pytest.raises(ModelError, match="Tokenizer"):
        whisper_tokens(path)


def test_four_bits_keep_the_largest_weight_and_come_near_the_others() -> None:
    matrix = np.random.default_rng(1).standard_normal((3, 64)).astype(np.float32)
    matrix[2, 32:] = 0.0
    packed, scales = rounded(matrix)
    assert packed.shape == (3, 2, 16)
    steps = np.stack([packed & 15, packed >> 4], axis=-1).reshape(3, 2, 32).astype(np.float32) - 8
    back = (steps * scales.reshape(3, 2, 1)).reshape(3, 64)
    largest = np.abs(matrix[0, :32]).argmax()
    assert back[0, largest] == pytest.approx(matrix[0, largest])
    assert np.abs(back - matrix).max() <= np.abs(scales).max()
    assert not back[2, 32:].any()


def test_the_exported_decoder_expects_what_the_exact_one_does(
    tokenizer: Path, tmp_path: Path
) -> None:
    torch.manual_seed(1)
    decoder = Decoder(len(NAMES) + 5)
    torch.nn.init.normal_(decoder.embeddings, std=0.05)
    torch.nn.init.normal_(decoder.positions, std=0.05)
    export_decoder(decoder, tokenizer, ["dan"], tmp_path)
    attention = Attention(tmp_path, 1)
    tree = Tree(attention._tokens.begin)
    for word in ("dan", "da", "ada"):
        tree.add(attention._tokens.of(word))
    sound = torch.randn(1, 40, 512)
    inputs = attention._embeddings(tree.tokens) + attention._positions[tree.depths]
    with torch.inference_mode():
        exact = decoder(
            torch.tensor(inputs)[None], torch.tensor(tree.mask())[None, None], sound
        ).numpy()[0]
    found = attention._expected(tree, sound.numpy()[0])
    assert found.shape == exact.shape
    assert np.corrcoef(found.ravel(), exact.ravel())[0, 1] > 0.97


def test_a_file_without_a_decoder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(struct.pack("<IH", 6, 1) + b"\0" + struct.pack("<II", 1, 0))
    with pytest.raises(ValueError, match="no Whisper decoder"):
        whisper_decoder(path)
