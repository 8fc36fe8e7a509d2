"""Which of the large network's voices is understood best: the table of docs/suara.md.

    python -m bench.voice.compare --styles FOLDER [--voices hf_alpha hf_alpha+hf_beta ...]

FOLDER holds the style vectors of the npm package ``kokoro-js`` (``voices/*.bin``). Sentences of the
FAQ without numbers and acronyms go through an 8 kHz mu-law line; Whisper base and Sapa's own ears
write them down. Besides: sounds a second, highest sample, and pauses within a clause.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from bench.hearing import whisper
from bench.hearing.line import Line
from bench.voice import texts
from models import Audio, Field
from models.listening import Listener
from voice.office import build_ears, open_ears
from voice.settings import load_settings
from voice.speech import clauses
from voice.speech.level import for_line
from voice.speech.neural.kokoro import RATE, PlannedKokoro, Style, assembled
from voice.speech.phonemes import clause_phonemes

_SENTENCES: Final = 9
_SPEED: Final = 0.95
_PAUSE_FRAMES: Final = 12
_VOICES: Final = (
    "hf_alpha hf_beta ef_dora if_sara hf_alpha+ef_dora hf_alpha+if_sara hf_alpha+hf_beta "
    "pm_alex im_nicola am_michael hm_psi hm_omega pm_alex+am_michael pm_alex+im_nicola "
    "hm_psi+pm_alex hm_omega+pm_alex"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--styles", type=Path, required=True)
    parser.add_argument("--voices", nargs="+", default=_VOICES.split())
    options = parser.parse_args()
    plain = [s for s in texts.faq_sentences(10**6) if not re.search(r"\d|[A-Z]{2}", s)]
    settings = load_settings()
    build_ears(settings)
    line = Line(())
    with (
        tempfile.TemporaryDirectory() as cache,
        whisper.whisper(threads=1) as hear,
        closing(open_ears(settings)) as ears,
        closing(Listener(ears)) as listener,
    ):
        network = PlannedKokoro(assembled(Path(cache)))
        for voice in options.voices:
            style = _style(options.styles, voice)
            wrong = own = total = pauses = sounds = 0
            seconds = highest = 0.0
            for sentence in plain[:_SENTENCES]:
                said = list(clauses(sentence))
                phonemes = " ".join(clause_phonemes(clause) for clause in said)
                made = network.speech(phonemes, style, _SPEED, lambda pitch: pitch)
                audio = line.carried(for_line(Audio(made.samples, RATE)), "clean")
                wanted = texts.letters(sentence)
                total += len(wanted)
                wrong += Levenshtein.distance(wanted, texts.letters(hear(audio)))
                own += Levenshtein.distance(
                    wanted, texts.letters(listener.hear(Field.QUESTION, audio).text)
                )
                highest = max(highest, float(np.abs(made.samples).max()))
                pauses += int((made.frames[1:-1] > _PAUSE_FRAMES).sum())
                sounds += len(phonemes)
                seconds += audio.seconds
            print(
                f"voice={voice} cer_whisper={100 * wrong / total:.1f} "
                f"cer_ears={100 * own / total:.1f} sounds_a_second={sounds / seconds:.1f} "
                f"highest={highest:.2f} pauses={pauses}",
                flush=True,
            )


def _style(folder: Path, names: str) -> Style:
    parts = [
        np.fromfile(folder / f"{name}.bin", "<f4").reshape(-1, 256) for name in names.split("+")
    ]
    mixed: npt.NDArray[np.float32] = np.mean(parts, axis=0).astype(np.float32)
    return mixed


if __name__ == "__main__":
    main()
