"""The end of a turn, by audio time, with the real voice activity and the real recogniser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from models import LINE_RATE, TIMINGS, Audio, Ears, Field, Hypothesis, ModelError, Pass
from models.level import levelled
from voice.caller import Prepared, Scenario, load_scenario, prepare
from voice.caller.channel import Channel, Noise
from voice.caller.g711 import Codec, round_trip
from voice.hearing import Background, Heard, Stream, Turn
from voice.lines import FRAME, FRAME_SECONDS
from voice.office import open_ears
from voice.settings import Settings
from voice.understanding.numbers import number_is_whole, telephone_number

NUMBER = "nol delapan satu tiga, tujuh enam lima empat, tiga dua satu nol"
SHORT_NUMBER = "nol delapan satu dua"
QUESTION = "Apa itu Rapor Pendidikan?"
YES = "Iya benar"
TALKS = f"""
name: Giliran bicara
voice: bapak
noise: babble
snr_db: 15
answers:
  phone: ["{NUMBER}", "{SHORT_NUMBER}"]
  question: "{QUESTION}"
  phone_check: "{YES}"
"""


@pytest.fixture(scope="module")
def ears(settings: Settings) -> Iterator[Ears]:
    opened = open_ears(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def prepared(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    path: Path = tmp_path_factory.mktemp("turns") / "turns.yaml"
    path.write_text(TALKS)
    scenario: Scenario = load_scenario(path)
    return prepare(scenario, settings.storage.callers)


@pytest.fixture(scope="module")
def said(prepared: Prepared) -> dict[str, Audio]:
    return prepared.voices


def listen(
    turn: Turn, speech: Audio, noise: float = 0.0, limit: float = 10.0
) -> tuple[float, Heard]:
    """Seconds from the end of the speech to the end of the turn, and what was heard."""
    rng = np.random.default_rng(5)
    lead = round(0.6 * LINE_RATE)
    padded = np.concatenate(
        [np.zeros(lead), speech.samples, np.zeros(round(limit * LINE_RATE))]
    ).astype(np.float32)
    padded += rng.normal(0, noise, len(padded)).astype(np.float32) if noise else 0
    loud = np.flatnonzero(np.abs(speech.samples) > 0.02)
    ended = (lead + int(loud[-1])) / LINE_RATE
    for number, frame in enumerate(frames(Audio(padded, LINE_RATE))):
        if turn.accept(frame):
            at = (number + 1) * FRAME_SECONDS
            return at - ended, turn.heard(at)
    raise AssertionError("the turn never ended")


@pytest.mark.parametrize(
    ("field", "text"),
    [(Field.YESNO, YES), (Field.QUESTION, QUESTION), (Field.DIGITS, SHORT_NUMBER)],
)
def test_a_turn_ends_after_its_field_s_silence(
    ears: Ears, said: dict[str, Audio], field: Field, text: str
) -> None:
    waited, heard = listen(Turn(ears, field), said[text])
    assert heard.text
    assert waited == pytest.approx(TIMINGS[field].end_silence, abs=0.35)


def test_a_whole_number_ends_its_turn_sooner(ears: Ears, said: dict[str, Audio]) -> None:
    patient, heard = listen(Turn(ears, Field.DIGITS), said[NUMBER])
    quick, _ = listen(Turn(ears, Field.DIGITS, complete=number_is_whole), said[NUMBER])
    assert telephone_number(heard.text) == "081376543210"
    assert quick < patient - 0.4


def test_an_unfinished_answer_gets_more_time(ears: Ears, said: dict[str, Audio]) -> None:
    usual, _ = listen(Turn(ears, Field.QUESTION), said[QUESTION])
    patient, _ = listen(Turn(ears, Field.QUESTION, unfinished=lambda words: True), said[QUESTION])
    assert patient == pytest.approx(usual + 0.5, abs=0.15)


def test_a_turn_ends_in_noise_too(ears: Ears, said: dict[str, Audio]) -> None:
    level = float(np.sqrt(np.mean(said[QUESTION].samples ** 2)))
    waited, heard = listen(Turn(ears, Field.QUESTION), said[QUESTION], noise=level * 10**-0.5)
    assert heard.words
    assert waited < 3.0


@pytest.mark.parametrize("snr_db", [20.0, 15.0, 10.0])
def test_a_turn_ends_though_people_behind_talk_on(
    ears: Ears, prepared: Prepared, snr_db: float
) -> None:
    assert waited_in(ears, prepared, crowded(prepared, snr_db), known=8.0) < 0.5


@pytest.mark.parametrize("snr_db", [20.0, 15.0, 10.0])
@pytest.mark.parametrize("person", [0, 2, 5])
def test_a_turn_ends_though_one_person_behind_talks_on(
    ears: Ears, prepared: Prepared, snr_db: float, person: int
) -> None:
    """Whose pauses between words are no sign that they have gone."""
    talk = levelled(prepared.babble[person]).samples * 10 ** (-snr_db / 20)
    for known in (3.0, 8.0):
        assert waited_in(ears, prepared, OnePerson(talk), known) < 0.6


class OnePerson:
    """Somebody behind the caller who says the same again and again."""

    def __init__(self, talk: npt.NDArray[np.float32]) -> None:
        self._talk = talk

    def carried(self, voice: Audio) -> Audio:
        return levelled(voice)

    def heard(self, carried: Audio) -> Audio:
        size = len(carried.samples)
        behind = np.resize(self._talk, size)
        self._talk = np.roll(self._talk, -size)
        mixed = Audio((carried.samples + behind).astype(np.float32), LINE_RATE)
        return round_trip(Codec.ALAW, mixed)


def test_one_person_behind_is_no_part_of_the_question(ears: Ears, prepared: Prepared) -> None:
    """Somebody dictates a number there, in the caller's pauses as well."""
    talk = levelled(prepared.voices[SHORT_NUMBER]).samples * 10 ** (-9.5 / 20)
    office = OnePerson(np.concatenate([talk, silence(0.5).samples]))
    turn = Turn(ears, Field.QUESTION)
    for frame in frames(office.heard(silence(8.0))):
        turn.accept(frame, over_sapa=True)
    question = office.carried(prepared.voices[QUESTION])
    for heard in (silence(0.6), question, silence(0.7), question):
        for frame in frames(office.heard(heard)):
            assert not turn.accept(frame)
    assert turn.heard(0.0).text == "apa itu rapor pendidikan apa itu rapor pendidikan"


def waited_in(ears: Ears, prepared: Prepared, office: Channel | OnePerson, known: float) -> float:
    """Seconds that a turn ends later than on a quiet line; people behind were heard before."""
    turn = Turn(ears, Field.QUESTION)
    for frame in frames(office.heard(silence(known))):
        turn.accept(frame, over_sapa=True)
    for frame in frames(office.heard(silence(0.6))):
        assert not turn.accept(frame)
    question = office.carried(prepared.voices[QUESTION])
    for frame in frames(office.heard(question)):
        assert not turn.accept(frame), "the caller was cut short"
    waited = frames(office.heard(silence(5.0)))
    over = next(number for number, frame in enumerate(waited) if turn.accept(frame))
    assert turn.heard(0.0).text
    return over * FRAME_SECONDS - TIMINGS[Field.QUESTION].end_silence


def test_a_word_said_while_sapa_speaks_is_no_answer_once_it_is_past(
    ears: Ears, said: dict[str, Audio]
) -> None:
    turn = Turn(ears, Field.YESNO)
    for frame in frames(silence(2.0)):
        turn.accept(frame, over_sapa=True)
    began = [turn.accept(frame, over_sapa=True) or turn.began for frame in frames(said[YES])]
    assert any(began)
    for frame in frames(silence(1.0)):
        assert not turn.accept(frame, over_sapa=True)
    assert not turn.began
    waited, heard = listen(turn, said[YES])
    assert heard.text == "iya benar"
    assert waited == pytest.approx(TIMINGS[Field.YESNO].end_silence, abs=0.35)


def test_people_behind_who_begin_during_the_call_are_known_once_sapa_has_spoken(
    ears: Ears, prepared: Prepared
) -> None:
    office = crowded(prepared, 15.0)
    background = Background()
    for frame in frames(silence(8.0)):
        background.accept(frame)
    turn = Turn(ears, Field.QUESTION, background=background)
    for frame in frames(office.heard(silence(8.0))):
        turn.accept(frame, over_sapa=True)
    after = [turn.accept(frame) or turn.speaking for frame in frames(office.heard(silence(4.0)))]
    assert np.mean(after) < 0.2


@pytest.mark.parametrize("field", [Field.QUESTION, Field.NAME, Field.YESNO])
def test_the_second_pass_survives_people_behind_alone(
    ears: Ears, prepared: Prepared, field: Field
) -> None:
    """Anything may have been said there, so that a wide search never came to an end."""
    nobody = crowded(prepared, 10.0).heard(silence(6.0))
    assert ears.second_pass(field, nobody).source is Pass.SECOND


def crowded(prepared: Prepared, snr_db: float) -> Channel:
    return Channel(Codec.ALAW, snr_db, Noise.BABBLE, seed=4, babble=prepared.babble)


def silence(seconds: float) -> Audio:
    return Audio(np.zeros(round(seconds * LINE_RATE), np.float32), LINE_RATE)


def frames(audio: Audio) -> list[Audio]:
    whole = audio.samples[: len(audio.samples) // FRAME * FRAME].reshape(-1, FRAME)
    return [Audio(samples, LINE_RATE) for samples in whole]


def test_silence_never_begins_a_turn(ears: Ears) -> None:
    turn = Turn(ears, Field.QUESTION)
    quiet = Audio(np.zeros(FRAME, np.float32), LINE_RATE)
    assert not any(turn.accept(quiet) for _ in range(500))
    assert not turn.began
    assert not turn.heard(10.0).spoke


def test_another_rate_is_refused(ears: Ears) -> None:
    with pytest.raises(ValueError, match="8000"):
        Turn(ears, Field.YESNO).accept(Audio(np.zeros(320, np.float32), 16000))


class HalfDeaf:
    """Real ears whose second pass has broken down (the fault)."""

    has_second = True

    def __init__(self, ears: Ears) -> None:
        self._ears = ears

    def stream(self, field: Field) -> Stream:
        return self._ears.stream(field)

    def second_pass(self, field: Field, audio: Audio) -> Hypothesis:
        raise ModelError("Telinga kedua berhenti.")

    def prepare(self, field: Field) -> None: ...

    def together(self, field: Field, first: Hypothesis, second: Hypothesis) -> Hypothesis:
        raise AssertionError("there is no second hypothesis")

    def close(self) -> None:
        """The real ears are closed by their fixture."""


def test_without_the_second_pass_the_first_is_heard(ears: Ears, said: dict[str, Audio]) -> None:
    _, heard = listen(Turn(HalfDeaf(ears), Field.DIGITS), said[NUMBER])
    assert len(heard.words) >= 8
