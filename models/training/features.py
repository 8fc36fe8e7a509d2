"""Encoder features of recordings over random telephone lines, computed once and kept on disk."""

# mypy: disable-error-code="import-not-found"

from __future__ import annotations

import pickle
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import soxr

from models.audio import Audio
from models.logmel import HOP, RATE, log_mel
from models.training.encoder import LAYERS
from models.training.nothing import nothing
from models.training.recordings import Recording, readable
from models.training.telephone import Telephone, at_line_rate

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]

TAIL: Final = 0.5
"""Seconds of silence that the second pass appends to every utterance."""

_FRAME: Final = 2 * HOP
_TALKERS: Final = 150


@dataclass(frozen=True, slots=True)
class Example:
    """One utterance ready for training.

    Attributes:
        encoded: shape ``(frames, 512)``, 50 frames a second, the tail included.
        phones: column numbers of its phones.
        corpus: where it comes from.
    """

    encoded: Halves
    phones: tuple[int, ...]
    corpus: str


def mel_of(line: Audio) -> tuple[Floats, int]:
    """The spectrogram that the second pass makes of audio from the line.

    Returns:
        shape ``(80, 2 * frames)`` with the tail, and the number of frames without it.
    """
    wide = np.asarray(soxr.resample(line.samples, line.rate, RATE), np.float32)
    padded = np.concatenate([wide, np.zeros(round(TAIL * RATE), np.float32)])
    mel = log_mel(Audio(padded, RATE))
    return np.ascontiguousarray(mel[:, : mel.shape[1] // 2 * 2]), -(-len(wide) // _FRAME)


def make(
    recordings: Sequence[Recording],
    encode: Callable[[Floats], Floats],
    telephone: Telephone,
    out: Path,
    report: Callable[[str], None],
    heavy_share: float,
    longest: float = 12.0,
) -> list[str]:
    """Write the examples of the recordings to ``out``, a pickle after pickle.

    Args:
        encode: spectrogram ``(80, 2 * frames)`` to features ``(frames, 512)``.
        report: told now and then how far it is.
        heavy_share: part that goes over a bad line; the rest goes over a good one.
        longest: seconds; longer utterances are left out.

    Returns:
        what could not be read.
    """
    skipped: list[str] = []
    draft = out.with_suffix(".part")
    with draft.open("wb") as file:
        for done, (recording, audio) in enumerate(readable(recordings, skipped)):
            if audio.seconds > longest:
                continue
            one_voice = recording.corpus == "news"
            if telephone.chance() < heavy_share:
                line = telephone.heavy(audio, voice_warp=0.2 if one_voice else 0.1)
            else:
                line = telephone.light(audio)
            mel, frames = mel_of(line)
            encoded = encode(mel).astype(np.float16)
            if frames > len(recording.phones):
                pickle.dump(Example(encoded, recording.phones, recording.corpus), file)
            if done % 100 == 0:
                report(f"{out.stem}: {done}/{len(recordings)}")
    draft.replace(out)
    return skipped


def make_nothing(
    count: int, encode: Callable[[Floats], Floats], telephone: Telephone, out: Path
) -> None:
    """Write so many examples in which nobody speaks."""
    with out.open("wb") as file:
        for line in nothing(telephone, count, seed=count):
            pickle.dump(Example(encode(mel_of(line)[0]).astype(np.float16), (), "nothing"), file)


def load(paths: Sequence[Path]) -> list[Example]:
    """All examples of some files."""
    examples: list[Example] = []
    for path in paths:
        with path.open("rb") as file:
            while file.peek(1):
                examples.append(pickle.load(file))
    return examples


def encoder_of(file: Path, layer: int = LAYERS) -> Callable[[Floats], Floats]:
    """The encoder as it is shipped, on one thread: what :func:`make` encodes with.

    Args:
        layer: give what enters this layer; the number of layers stands for the top.
    """
    model = onnx.load(str(file))
    # Every layer has two normalisations, and one more closes the encoder.
    norms = [node for node in model.graph.node if node.op_type == "LayerNormalization"]
    output = model.graph.output[0].name if layer == LAYERS else norms[2 * layer].input[0]
    if layer != LAYERS:
        model.graph.output.append(onnx.helper.make_tensor_value_info(output, 1, None))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )

    def encode(mel: Floats) -> Floats:
        encoded: Floats = session.run([output], {"mel": mel[None]})[0][0]
        return encoded

    return encode


def corpora(recordings: Sequence[Recording]) -> dict[str, list[Recording]]:
    """Recordings by corpus."""
    found: dict[str, list[Recording]] = {}
    for recording in recordings:
        found.setdefault(recording.corpus, []).append(recording)
    return found


def within(recordings: Sequence[Recording], hours: float, seed: int) -> list[Recording]:
    """A random choice of about so many hours."""
    shuffled = random.Random(seed).sample(recordings, len(recordings))
    seconds, taken = 0.0, 0
    while taken < len(shuffled) and seconds < hours * 3600:
        seconds += shuffled[taken].seconds
        taken += 1
    return shuffled[:taken]


def talk_of(recordings: Sequence[Recording]) -> list[Floats]:
    """Conversation and reading at 8 kHz, for babble."""
    talking = [r for r in recordings if r.split == "train" and r.corpus in ("teldialog", "news")]
    some = random.Random(4).sample(talking, min(_TALKERS, len(talking)))
    return [at_line_rate(audio) for _, audio in readable(some, [])]
