"""The speech that ships with the package: all of it is there, and it says what it should."""

from collections.abc import Iterator
from contextlib import closing
from random import Random

import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from desk import load_procedure
from models import Ears, Field
from models.listening import Listener
from voice.foreseen import shipped_sentences
from voice.office import build_ears, open_ears
from voice.settings import load_settings
from voice.speech import Clause, clauses
from voice.speech.building import lacking
from voice.speech.cache import key_of
from voice.speech.level import CEILING, LEVEL_LUFS
from voice.speech.loudness import loudness
from voice.speech.neural import large
from voice.speech.pieces import WORDS, Place
from voice.speech.ready import PIECES, SHIPPED, SUFFIX, ReadySpeech
from voice.speech.sapa import VOICES

_HEARD = 30


@pytest.fixture(params=VOICES)
def ready(request: pytest.FixtureRequest) -> ReadySpeech:
    return ReadySpeech(SHIPPED / request.param, large.voice_id(request.param))


@pytest.fixture(scope="module")
def foreseen() -> tuple[Clause, ...]:
    return lacking(shipped_sentences(load_procedure()), lambda _: False).clauses


@pytest.fixture(scope="module")
def ears() -> Iterator[Ears]:
    settings = load_settings()
    build_ears(settings)
    with closing(open_ears(settings)) as ears:
        yield ears


def test_every_prompt_and_answer_has_audio(
    ready: ReadySpeech, foreseen: tuple[Clause, ...]
) -> None:
    silent = [clause.text for clause in foreseen if ready.get(clause) is None]
    assert silent == [], "jalankan: sapa voice ship"


def test_every_number_word_has_audio_at_every_place(ready: ReadySpeech) -> None:
    wanted = {(word, place) for word in WORDS for place in Place}
    assert wanted <= ready.pieces.keys()
    lengths = [ready.piece(*piece).seconds for piece in wanted]
    assert min(lengths) > 0.07
    assert max(lengths) < 1.5
    assert all(np.abs(ready.piece(*piece).samples).max() > 0.02 for piece in wanted)


def test_the_index_tells_the_text_of_each_file(
    ready: ReadySpeech, foreseen: tuple[Clause, ...]
) -> None:
    known = {key_of(clause, ready.voice_id, slow=False): clause for clause in foreseen}
    for key, row in ready.rows.items():
        assert (row.text, row.tone) == (known[key].text, known[key].tone)
    folder = SHIPPED / ready.voice_id.rsplit(" ", 1)[1]
    files = {file.stem for file in folder.glob(f"*{SUFFIX}") if file.name != PIECES}
    assert files == ready.rows.keys()


def test_each_lasts_as_long_as_its_text(ready: ReadySpeech, foreseen: tuple[Clause, ...]) -> None:
    odd = []
    for clause in foreseen:
        audio = ready.get(clause)
        assert audio is not None
        pace = len(clause.text.replace(" ", "")) / audio.seconds
        if len(clause.text) > 12 and not 6 < pace < 22:
            odd.append((clause.text, round(pace, 1)))
    assert odd == []


def test_each_has_the_level_of_the_line(ready: ReadySpeech, foreseen: tuple[Clause, ...]) -> None:
    for clause in foreseen:
        audio = ready.get(clause)
        assert audio is not None
        assert loudness(audio) == pytest.approx(LEVEL_LUFS, abs=1.0), clause.text
        assert np.abs(audio.samples).max() < CEILING + 0.1


def test_the_ears_hear_the_text_that_it_was_rendered_from(
    ready: ReadySpeech, foreseen: tuple[Clause, ...], ears: Ears
) -> None:
    long = [clause for clause in foreseen if len(clause.text) > 30]
    chosen = Random(ready.voice_id).sample(long, _HEARD)
    wrong = total = 0
    with closing(Listener(ears)) as listener:
        for clause in chosen:
            audio = ready.get(clause)
            assert audio is not None
            heard = _spoken(listener.hear(Field.QUESTION, audio).text)
            said = clause.text.replace(" ", "")
            distance = Levenshtein.distance(said, heard)
            assert distance < 0.6 * len(said), (clause.text, heard)
            wrong, total = wrong + distance, total + len(said)
    assert wrong < 0.15 * total


def test_the_ears_hear_numbers_from_pieces(ready: ReadySpeech, ears: Ears) -> None:
    source = Random(ready.voice_id)
    wrong = total = 0
    with closing(Listener(ears)) as listener:
        for _ in range(20):
            digits = "".join(source.choice("0123456789") for _ in range(4))
            (clause,) = clauses(f"{digits[:1]} {digits[1:2]} {digits[2:3]} {digits[3:]}")
            audio = ready.assembled(clause)
            assert audio is not None
            heard = listener.hear(Field.DIGITS, audio).text.split()
            wrong += Levenshtein.distance(clause.text.split(), heard)
            total += 4
    assert wrong <= 0.1 * total


def _spoken(text: str) -> str:
    return "".join(clause.text for clause in clauses(text)).replace(" ", "")
