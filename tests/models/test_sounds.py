"""Words known to no list leave the ears as one word."""

from __future__ import annotations

import pytest

from models import Word
from models.sounds import by_sound, join_sounds, join_text, syllables


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("wijanarko", "wi ja nar ko"),
        ("simanjuntak", "si man jun tak"),
        ("ngalemi", "nga le mi"),
        ("saat", "sa at"),
        ("zendrato", "zen dra to"),
        ("brm", ""),
    ],
)
def test_syllables(word: str, parts: str) -> None:
    assert syllables(word) == parts.split()
    assert "".join(syllables(word)) in (word, "")


def test_syllables_join_to_words_with_their_times() -> None:
    said = [*by_sound("budi"), *by_sound("wijaya")]
    words = [Word(part, 0.1 * n, n, n + 0.5) for n, part in enumerate(["nama", *said, "pak"], 1)]
    joined = join_sounds(words)
    assert [w.text for w in joined] == ["nama", "budi", "wijaya", "pak"]
    assert joined[1].confidence == pytest.approx(0.25)
    assert (joined[2].start, joined[2].end) == (4, 6.5)
    assert [w.spelled for w in joined] == [False, True, True, False]
    assert join_text("_bu ~di dan ~ja") == "budi dan ja"


def test_the_suffix_nya_belongs_to_the_word_before() -> None:
    assert join_text("pandai nya _si ~re nya") == "pandainya sirenya"
    assert join_text("nya siapa") == "nya siapa"


def test_prefixes_and_suffixes_that_stand_alone_are_joined() -> None:
    assert join_text("izinkan lah mereka ter hegemoni") == "izinkanlah mereka terhegemoni"
    assert join_text("boleh kah ber") == "bolehkah ber"
    assert join_text("lah kok") == "lah kok"
