"""Write ``faq/eval/heard.tsv``: every question as the recogniser hears it over a telephone line.

Two voices nobody trained on share the questions: MBROLA's ma1 and espeak-ng's f2. Mu-law at 8 kHz,
both passes, the shipped models and the graphs of the shipped entries. Questions that are in the
file already are left as they are unless ``--again``.

    python -m bench.matching.hear [--lexicon FILE] [--graphs FOLDER] [--again]

Needs Debian's espeak-ng, mbrola, mbrola-id1 and mbrola-ma1, and a lexicon that tells e from schwa
(``word<TAB>phonemes``).
"""

from __future__ import annotations

import argparse
import random
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np
import soxr

from bench.matching.sets import HEARD, Question, read_questions
from models import LINE_RATE, Audio, Ears, Field
from models.level import levelled
from models.listening import Listener
from models.text import spoken_words
from models.training import formant_voices
from models.training.e_vowels import EVowels
from models.training.mbrola_voices import MbrolaVoice
from models.training.spoken import Spoken, spoken
from voice.caller.g711 import Codec, round_trip

LEXICON: Final = Path("../shared/lexicon/g2p_id-lexicon.tsv")
_HEAD: Final = (
    "# question <TAB> voice <TAB> word:confidence ... <TAB> other readings, parted by |"
    "  (written by bench.matching.hear)\n"
)
_MBROLA: Final = "ma1"
_FORMANT: Final = "f2"


class Voices:
    """The two voices, each saying a sentence the same way every time."""

    def __init__(self, lexicon: Path) -> None:
        self._mbrola: Final = MbrolaVoice(_MBROLA, EVowels(lexicon))

    def take(self, text: str) -> tuple[str, Audio]:
        """Name of the voice whose turn the text is, and its speech at 8 kHz.

        What MBROLA's voice has no sounds for, the other one says.
        """
        checksum = zlib.crc32(text.encode())
        source = random.Random(checksum)
        sentence = spoken(spoken_words(text), source)
        said = self._mbrola.speak(sentence, source) if checksum // 2 % 2 else None
        if said is not None:
            return _MBROLA, _line(said)
        return _FORMANT, _line(self._formant(sentence, source))

    @staticmethod
    def _formant(sentence: Spoken, source: random.Random) -> Audio:
        return formant_voices.speak(sentence, source, (_FORMANT,))[1]


def hear(questions: Sequence[Question], voices: Voices, ears: Ears) -> Iterator[str]:
    """One line for every question."""
    listener = Listener(ears)
    try:
        for question in questions:
            voice, line = voices.take(question.text)
            found = listener.hear(Field.QUESTION, line)
            words = " ".join(f"{word.text}:{word.confidence:.2f}" for word in found.words)
            yield f"{question.text}\t{voice}\t{words}\t{'|'.join(found.alternatives)}\n"
    finally:
        listener.close()


def _line(audio: Audio) -> Audio:
    narrow = np.asarray(soxr.resample(audio.samples, audio.rate, LINE_RATE), np.float32)
    return round_trip(Codec.MULAW, levelled(Audio(narrow, LINE_RATE)))


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lexicon", type=Path, default=LEXICON)
    parser.add_argument("--graphs", type=Path, default=Path("build/graphs"))
    parser.add_argument("--again", action="store_true", help="hear everything anew")
    options = parser.parse_args(argv)
    if not options.lexicon.is_file():
        sys.exit(f"There is no lexicon at {options.lexicon}; name one with --lexicon.")
    questions = read_questions()
    lines: list[str] = []
    if HEARD.exists() and not options.again:
        texts = {question.text for question in questions}
        kept = HEARD.read_text(encoding="utf-8").splitlines(keepends=True)[1:]
        lines = [line for line in kept if line.split("\t")[0] in texts]
    done = {line.split("\t")[0] for line in lines}
    left = [question for question in questions if question.text not in done]
    with closing(Ears.load(graphs=options.graphs)) as ears:
        for count, line in enumerate(hear(left, Voices(options.lexicon), ears), 1):
            lines.append(line)
            if count % 100 == 0:
                print(f"{count} of {len(left)}", flush=True)
    HEARD.write_text(_HEAD + "".join(sorted(lines)), encoding="utf-8")
    print(f"heard={len(lines)}")


if __name__ == "__main__":
    main(sys.argv[1:])
