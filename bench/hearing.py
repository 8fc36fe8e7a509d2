"""How well the ears hear real people over the telephone.

``python -m bench.hearing --speech FOLDER`` prints the word error rate (per cent) of both ears on
held-out speech through 8 kHz mu-law; the last line is ``key=value`` pairs.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from models import Ears, Field, ModelError, default_graphs
from models.evaluate import held_out, score
from voice.caller.g711 import Codec, round_trip

_SETS: Final = (
    ("digits", Field.DIGITS),
    ("digits", Field.QUESTION),
    ("teldialog", Field.QUESTION),
    ("news", Field.QUESTION),
    ("mbrola", Field.QUESTION),
)


def main(
    speech: Annotated[Path, typer.Option(help="Folder rekaman uji dengan manifest.tsv.")] = Path(
        "../shared/speech"
    ),
    graphs: Annotated[Path | None, typer.Option(help="Folder graf.")] = None,
    limit: Annotated[int, typer.Option(help="Ucapan paling banyak per kumpulan.")] = 60,
    show: Annotated[bool, typer.Option(help="Tampilkan yang salah dengar.")] = False,
) -> None:
    """Ukur tingkat salah dengar kedua telinga."""
    try:
        ears = Ears.load(graphs=graphs or default_graphs())
        results: list[str] = []
        for corpus, field in _SETS:
            utterances = held_out(speech, corpus, limit)
            scores = score(ears, field, utterances, lambda a: round_trip(Codec.MULAW, a))
            for ear, found in scores.items():
                print(
                    f"{corpus:10} {field.value:9} {ear:7} WER {found.rate:5.1f} %"
                    f"  ({found.whole} of {found.utterances} utterances right)"
                )
                for said, heard in found.misheard if show else ():
                    print(f"    said:  {said}\n    heard: {heard}")
                results.append(f"{corpus}_{field.value}_{ear}={found.rate:.1f}")
    except ModelError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    print(" ".join(results))


if __name__ == "__main__":
    typer.run(main)
