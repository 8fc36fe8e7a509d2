"""Folders of synthetic speech: a share of the sentences is said with little care."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np

from models.audio import Audio
from models.training.kokoro_voices import RATE, KokoroVoices, Style
from models.training.spoken import Spoken
from models.training.synthesis import Sources, kokoro

PHONEMES = "bəlˈum lˈihat sˈudah " * 4


class Voices:
    """Voices that note what they are to say, and make the same short sound of everything."""

    def __init__(self) -> None:
        self.styles = {"if_sara": np.zeros((510, 256), np.float32)}
        self.said: list[str] = []

    def speak(
        self,
        sentence: Spoken,
        style: Style,
        speed: float,
        manner: Callable[[str], str] = str,
    ) -> Audio:
        self.said.append(manner(PHONEMES))
        return Audio(np.full(RATE, 0.1, np.float32), RATE)


def test_a_share_of_the_sentences_loses_sounds_and_keeps_its_phones(tmp_path: Path) -> None:
    (tmp_path / "text.tsv").write_text("x\tsaya belum lihat berita pagi ini\n", "utf-8")
    (tmp_path / "lexicon.tsv").write_text("belum\tb ə l u m\n", "utf-8")
    for share, fewest, most in ((0.0, 0, 0), (0.4, 20, 60)):
        voices = Voices()
        sources = Sources(
            ["bagaimana cara mendaftar"],
            ["silakan datang ke kantor"],
            tmp_path / "text.tsv",
            tmp_path / "lexicon.tsv",
            seed=1,
            swallowed=share,
        )
        folder = tmp_path / f"kokoro-{share}"
        kokoro(cast(KokoroVoices, voices), sources, folder, 100 / 3600, lambda line: None)
        careless = [said for said in voices.said if said.split() != PHONEMES.split()]
        assert fewest <= len(careless) <= most
        assert all(len(said) < len(PHONEMES) for said in careless)
        lines = (folder / "list.tsv").read_text("utf-8").splitlines()
        assert len(lines) == len(voices.said) > 90
        assert all(line.split("\t")[3] for line in lines)
