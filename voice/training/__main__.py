"""Train the small voice: ``python -m voice.training lessons|train|export --work FOLDER``.

lessons   let the large voice speak (about as long as the speech lasts, on one core)
train     learn from it; goes on where it was broken off
export    write the ONNX files that the small voice loads
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import torch

from voice.errors import VoiceError
from voice.speech.neural.small import SPEAKERS
from voice.training.export import export
from voice.training.fit import Training
from voice.training.lessons import read_lessons, say_lessons

_SHIPPED = Path(__file__).parents[1] / "speech/neural/small"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=("lessons", "train", "export"))
    parser.add_argument("--work", type=Path, required=True, help="folder of lessons and weights")
    parser.add_argument("--minutes", type=float, default=45.0, help="of speech of each voice")
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--frames", type=int, default=1600, help="frames of 12.5 ms a step")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=_SHIPPED, help="where export writes")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    try:
        _run(options)
    except VoiceError as error:
        _say(str(error))
        sys.exit(1)


def _run(options: argparse.Namespace) -> None:
    if options.step == "lessons":
        for voice in SPEAKERS:
            say_lessons(voice, options.work, options.minutes * 60, options.seed, _say)
        return
    training = Training(options.work, options.steps, options.frames, options.seed)
    if options.step == "train":
        lessons = [x for voice in SPEAKERS for x in read_lessons(options.work, voice)]
        random.Random(options.seed).shuffle(lessons)
        training.run(lessons, _say)
    else:
        size = export(training.averaged(), options.out)
        _say(f"{options.out}: {size / 1e6:.1f} MB")


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
