"""Numbers from pieces: which clauses can be, and that nothing is heard of the joints."""

from itertools import product

import numpy as np
import pytest

from models import LINE_RATE, Audio
from voice.speech import Clause, Tone, clauses
from voice.speech.pieces import WORDS, Place, Spot, carriers, join


def test_each_word_is_said_once_at_every_place() -> None:
    said = [spot for carrier in carriers() for spot in carrier.spots if spot is not None]
    assert sorted((s.word, s.place.value) for s in said) == sorted(
        (word, place.value) for word, place in product(WORDS, Place)
    )
    assert len(set(WORDS)) == len(WORDS)


def test_places_in_a_clause() -> None:
    def places(text: str, tone: Tone) -> list[str]:
        return [spot.place.name for spot in Spot.of(Clause(text, 0, tone))]

    assert places("dua belas maret", Tone.FALL) == ["START", "MIDDLE", "LAST"]
    assert places("nol delapan", Tone.CONTINUE) == ["START", "MORE"]
    assert places("lima", Tone.FALL) == []
    assert places("dua belas", Tone.RISE) == []


@pytest.mark.parametrize(
    "text",
    [
        "0812-3456-7890", "Rp1.250.000", "75,5%", "12 Maret 2026", "Senin, 2 Februari 2026",
        "pukul 08.30 WIB", "ke-3", "24 jam", "3 hari", "20261126-0007", "15 menit",
        "5 kilometer", "2 gigabyte", "Rp1,5 miliar", "sampai dengan 31 Desember", "-5",
    ],
)  # fmt: skip
def test_every_number_is_made_of_known_words(text: str) -> None:
    said = [word for clause in clauses(text) for word in clause.text.split()]
    assert said
    assert [word for word in said if word not in WORDS] == []


def test_joints_do_not_click() -> None:
    at = np.arange(2_000) / LINE_RATE
    one = Audio((0.3 * np.sin(2 * np.pi * 200 * at)).astype(np.float32), LINE_RATE)
    two = Audio((0.3 * np.cos(2 * np.pi * 330 * at)).astype(np.float32), LINE_RATE)
    joined = join([one, two, one])
    assert 5_800 < len(joined.samples) < 6_000
    steepest = max(np.abs(np.diff(audio.samples)).max() for audio in (one, two))
    assert np.abs(np.diff(joined.samples)).max() < 1.3 * steepest


def test_another_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="8000"):
        join([Audio(np.zeros(100, np.float32), 16_000)] * 2)
