"""Sapa's end of a device line, in a process of its own: plays one file, keeps what it hears.

Arguments: sound to play (raw 16-bit, 8 kHz), file for the sound heard, seconds, and "other-rate"
for a device that refuses 8 kHz. Says on stdout, as JSON, how it went.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from models.audio import LINE_RATE, Audio
from voice.errors import VoiceError
from voice.lines import FRAME, FRAME_SECONDS, DeviceLine
from voice.lines.devices import portaudio


def refuse_line_rate() -> None:
    """Make every device answer that it does not do 8 kHz (the fault; the streams stay real)."""
    sound = portaudio()
    for name in ("check_input_settings", "check_output_settings"):
        check = getattr(sound, name)

        def refusing(*args: Any, _check: Any = check, **settings: Any) -> None:
            if settings["samplerate"] == LINE_RATE:
                raise sound.PortAudioError("Invalid sample rate", -9997)
            _check(*args, **settings)

        setattr(sound, name, refusing)


def main() -> None:
    play, keep, seconds, *options = sys.argv[1:]
    if options == ["other-rate"]:
        refuse_line_rate()
    sound = Audio.from_pcm16(Path(play).read_bytes(), LINE_RATE).samples
    sound = np.pad(sound, (0, -len(sound) % FRAME))
    frames = sound.reshape(-1, FRAME)
    line = DeviceLine("AGENT")
    heard, delays, failure = [], [], ""
    silence = np.zeros(FRAME, np.float32)
    try:
        for number in range(round(float(seconds) / FRAME_SECONDS)):
            heard.append(line.read())
            line.write(Audio(frames[number] if number < len(frames) else silence, LINE_RATE))
            delays.append(line.output_delay)
            if number == 0:
                sys.stdout.write("talking\n")
                sys.stdout.flush()
    except VoiceError as error:
        failure = str(error)
    line.close()
    line.close()
    Path(keep).write_bytes(Audio.join(heard, LINE_RATE).pcm16())
    sys.stdout.write(json.dumps({"name": line.name, "delays": delays, "failure": failure}))


if __name__ == "__main__":
    main()
