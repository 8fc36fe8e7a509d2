"""Whisper's decoder beside the training of the encoder; needs the training tools."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the training tools are optional")
pytest.importorskip("onnx", reason="the training tools are optional")

from torch import Tensor  # noqa: E402

from models.errors import ModelError  # noqa: E402
from models.graphs import MODEL  # noqa: E402
from models.tokens import BEGIN, END, SPACE, Tokens  # noqa: E402
from models.training.decoder import Decoder  # noqa: E402
from models.training.features import Example  # noqa: E402
from models.training.fit import Recipe, fit  # noqa: E402
from models.training.generation import Generation, read_recipe  # noqa: E402
from models.training.joint import DecoderLoss  # noqa: E402
from models.training.recordings import Recording  # noqa: E402
from models.training.shipped import shipped  # noqa: E402

NAMES = (*"abcdefghijklmnopqrstuvwxyz", SPACE, "an", f"{SPACE}d", f"{SPACE}dan", *BEGIN, END)
TEXTS = {(3, 5, 7): "dan ada", (4, 8): "dan"}
FRAMES = 48
RECIPE = MODEL.parent / "training" / "recipe.toml"


@pytest.fixture
def decoder() -> Decoder:
    torch.manual_seed(1)
    made = Decoder(len(NAMES))
    torch.nn.init.normal_(made.embeddings, std=0.2)
    torch.nn.init.normal_(made.positions, std=0.05)
    return made


@pytest.fixture
def beside(decoder: Decoder) -> DecoderLoss:
    recordings = [
        Recording(Path("x.wav"), 0, 0, corpus, "", "train", text, phones)
        for corpus in ("news", "digits")
        for phones, text in TEXTS.items()
    ]
    return DecoderLoss(decoder, Tokens(NAMES), decoder.embeddings, recordings)


def example(phones: tuple[int, ...], corpus: str = "news") -> Example:
    noise = np.random.default_rng(len(phones)).normal(size=(80, 2 * FRAMES)).astype(np.float16)
    return Example(noise, np.zeros((2 * FRAMES, 30), np.float16), None, 0.5, phones, corpus)


def alone(decoder: Decoder, sound: Tensor, text: str) -> float:
    """Nats of one text, token by token, without any padding."""
    tokens = Tokens(NAMES)
    written = [token for word in text.split() for token in tokens.of(word)]
    nats = 0.0
    for place, wanted in enumerate([*written, tokens.end]):
        given = [*tokens.begin, *written[:place]]
        inputs = decoder.embeddings[given] + decoder.positions[: len(given)]
        before = torch.full((len(given),) * 2, -1e9).triu(1)
        expected = decoder(inputs[None], before[None, None], sound[None])[0, -1]
        nats -= torch.log_softmax(expected @ decoder.embeddings.T, -1)[wanted].item()
    return nats


def test_each_text_costs_what_it_costs_alone(decoder: Decoder, beside: DecoderLoss) -> None:
    sound = torch.randn(3, FRAMES, 512)
    frames = torch.tensor([30, FRAMES, 20])
    batch = [example((3, 5, 7)), example((4, 8)), example((1, 1, 1))]
    with torch.inference_mode():
        found = beside.loss(sound, frames, batch).item()
        wanted = alone(decoder, sound[0, :30], "dan ada") + alone(decoder, sound[1], "dan")
    assert found == pytest.approx(wanted / 8, rel=1e-4)


def test_what_has_no_text_and_what_are_digits_cost_nothing(beside: DecoderLoss) -> None:
    batch = [example((1, 2)), example((4, 8), "digits")]
    loss = beside.loss(torch.randn(2, FRAMES, 512), torch.tensor([FRAMES] * 2), batch)
    assert loss.item() == 0.0


def test_the_encoder_learns_what_the_decoder_understands_and_the_decoder_stays(
    decoder: Decoder, beside: DecoderLoss, tmp_path: Path
) -> None:
    examples = [example(phones) for phones in TEXTS]
    before = {name: weight.clone() for name, weight in decoder.state_dict().items()}
    costs = []
    for weight in (0.0, 1.0):
        model = shipped(MODEL / "second-pass", 4)
        recipe = Recipe(epochs=30, average=0.5, warp=0.0, stretches=0, decoder=weight)
        fit(model, examples, recipe, tmp_path / f"{weight}.pt", lambda line: None, beside)
        mels = torch.from_numpy(np.stack([e.wide for e in examples]).astype(np.float32))
        frames = torch.tensor([FRAMES] * len(examples))
        with torch.inference_mode():
            costs.append(beside.loss(model.features(mels, frames), frames, examples).item())
    assert costs[1] < 0.9 * costs[0]
    assert all(torch.equal(before[name], weight) for name, weight in decoder.state_dict().items())


def test_it_is_trained_behind_the_sequence_step(tmp_path: Path) -> None:
    generation = Generation(tmp_path, read_recipe(RECIPE), lambda line: None)
    with pytest.raises(ModelError, match="'sequence'"):
        generation.train_joint(tmp_path, tmp_path, tmp_path)
