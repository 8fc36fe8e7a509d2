"""The greeting as the caller gets it: spectrogram and level, with espeak-ng and Sapa's voices.

python -m bench.voice.picture docs/suara
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import matplotlib
import numpy as np
import numpy.typing as npt

from models import LINE_RATE, Audio
from voice.caller.g711 import Codec, round_trip
from voice.speech import open_speaker
from voice.speech.opening import Choice

GREETING: Final = (
    "Selamat pagi, Unit Layanan Terpadu BPMP Provinsi Sumatera Utara, dengan petugas Sapa, "
    "ada yang bisa dibantu?"
)
_VOICES: Final[tuple[tuple[Choice, str], ...]] = (
    ("espeak", "sebelum: espeak-ng (id+m3)"),
    ("perempuan", "sesudah: suara Sapa, perempuan"),
    ("laki-laki", "sesudah: suara Sapa, laki-laki"),
)
_WINDOW: Final = 256
_HOP: Final = 80
_FLOOR_DB: Final = -80.0


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/suara")
    folder.mkdir(parents=True, exist_ok=True)
    matplotlib.use("Agg")
    from matplotlib import pyplot

    heard = [
        (name, round_trip(Codec.MULAW, open_speaker(None, voice).render(GREETING)))
        for voice, name in _VOICES
    ]
    longest = max(audio.seconds for _, audio in heard)
    figure, axes = pyplot.subplots(2 * len(heard), 1, figsize=(11, 3.4 * len(heard)), sharex=True)
    for (name, audio), above, below in zip(heard, axes[::2], axes[1::2], strict=True):
        shown = _spectrogram(audio)
        above.imshow(
            shown.T, origin="lower", aspect="auto", cmap="magma", vmin=_FLOOR_DB, vmax=-15,
            extent=(0, audio.seconds, 0, LINE_RATE / 2000),
        )  # fmt: skip
        above.set_title(name)
        above.set_ylabel("kHz")
        level = _level(audio)
        below.plot(np.arange(len(level)) * _HOP / LINE_RATE, level, linewidth=0.8)
        below.axhline(-23, color="grey", linewidth=0.6, linestyle="--")
        below.set_ylim(-70, 0)
        below.set_ylabel("dBFS")
    axes[-1].set_xlabel("detik")
    axes[-1].set_xlim(0, longest)
    figure.tight_layout()
    figure.savefig(folder / "salam.png", dpi=80)


def _frames(audio: Audio) -> npt.NDArray[np.float32]:
    view = np.lib.stride_tricks.sliding_window_view(audio.samples, _WINDOW)
    frames: npt.NDArray[np.float32] = view[::_HOP]
    return frames


def _spectrogram(audio: Audio) -> npt.NDArray[np.float64]:
    power = np.abs(np.fft.rfft(_frames(audio) * np.hanning(_WINDOW), axis=1)) / (_WINDOW / 4)
    decibels: npt.NDArray[np.float64] = 20 * np.log10(np.maximum(power, 1e-5))
    return decibels


def _level(audio: Audio) -> npt.NDArray[np.float64]:
    power = np.mean(np.square(_frames(audio)), axis=1)
    decibels: npt.NDArray[np.float64] = 10 * np.log10(np.maximum(power, 1e-7))
    return decibels


if __name__ == "__main__":
    main()
