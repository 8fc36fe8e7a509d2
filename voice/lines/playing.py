"""Playing a finished sound on a loudspeaker, outside any call."""

from __future__ import annotations

import numpy as np
import soxr

from models.audio import Audio
from voice.errors import VoiceError
from voice.lines.devices import choose, playable, portaudio


def play(audio: Audio, device: str = "") -> None:
    """Play to the end.

    Args:
        audio: at any rate.
        device: part of the name of the loudspeaker; "" is the machine's own.

    Raises:
        VoiceError: there is no such loudspeaker, or it cannot be opened.
    """
    target = choose(device, "output")
    form = playable(target)
    sound = portaudio()
    samples = audio.samples
    if form.rate != audio.rate:
        samples = soxr.resample(samples, audio.rate, form.rate)
    pcm = np.round(np.clip(samples, -1.0, 1.0) * 32767.0).astype(np.int16)
    try:
        sound.play(
            np.repeat(pcm[:, None], form.channels, axis=1),
            form.rate,
            device=target.index,
            blocking=True,
        )
    except sound.PortAudioError as error:
        raise VoiceError(
            f"Pengeras suara {target.name} tidak dapat dipakai ({error.args[0]}); tutup program "
            "lain yang memakainya, atau tulis suaranya ke berkas dengan --out."
        ) from error
