"""Confidences that say how often such words are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.fit_confidence import Heard, fitted, marks
from models import Field, Hypothesis, ModelError, Pass, Word
from models.confidence import FILE, Confidence, Curve, agreements
from models.evaluate import calibration_error


def heard(source: Pass, *words: tuple[str, float]) -> Hypothesis:
    timed = (Word(text, sure, at, at + 0.5) for at, (text, sure) in enumerate(words))
    return Hypothesis(tuple(timed), source)


def test_without_a_file_beliefs_stay_as_they_are(tmp_path: Path) -> None:
    plain = Confidence.read(tmp_path)
    one = heard(Pass.SECOND, ("medan", 0.3))
    assert plain.corrected(one, Field.QUESTION) is one
    assert plain.agreeing(one, heard(Pass.FIRST), Field.QUESTION) is one


def test_curves_are_read_as_they_were_written(tmp_path: Path) -> None:
    curves = Confidence(second=Curve(0.5, 0.3, 0.8, 1.0), both=Curve(agreed=2.0))
    curves.write(tmp_path)
    assert Confidence.read(tmp_path) == curves


@pytest.mark.parametrize("content", ["{", '{"third": {}}', '{"first": {"x": 1}}', "[]", '{"a": 1}'])
def test_a_broken_file_is_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(ModelError, match="rusak"):
        Confidence.read(tmp_path)


def test_longer_words_surer_beliefs_agreement_and_lists_count() -> None:
    curve = Curve(0.0, 0.5, 0.5, 1.0, 2.0, -1.0)
    low = curve.sure(Word("di", 0.3), Field.QUESTION)
    assert low < curve.sure(Word("di", 0.6), Field.QUESTION) < 1.0
    assert low < curve.sure(Word("pengaduan", 0.3), Field.QUESTION)
    assert low < curve.sure(Word("di", 0.3), Field.YESNO)
    assert low < curve.sure(Word("di", 0.3), Field.QUESTION, agreed=True)
    assert low > curve.sure(Word("di", 0.3, spelled=True), Field.QUESTION)
    for belief in (0.0, 1.0):
        assert 0.0 < curve.sure(Word("a", belief), Field.QUESTION) < 1.0


def test_what_the_attention_decoder_thinks_counts_where_it_was_asked() -> None:
    curve = Curve(belief=0.5, attended=0.4)
    unlikely = curve.sure(Word("dana", 0.5, attention=-3.0), Field.QUESTION)
    likely = curve.sure(Word("dana", 0.5, attention=-0.1), Field.QUESTION)
    assert unlikely < 0.5 < likely
    assert curve.sure(Word("dana", 0.5), Field.QUESTION) == 0.5
    for edge in (0.0, -500.0):
        assert 0.0 < curve.sure(Word("dana", 0.5, attention=edge), Field.QUESTION) < 1.0


def test_each_pass_has_its_own_curve() -> None:
    curves = Confidence(first=Curve(base=-1.0), second=Curve(base=1.0))
    first = curves.corrected(heard(Pass.FIRST, ("medan", 0.5)), Field.QUESTION)
    second = curves.corrected(heard(Pass.SECOND, ("medan", 0.5)), Field.QUESTION)
    assert first.confidence == pytest.approx(0.269, abs=1e-3)
    assert second.confidence == pytest.approx(0.731, abs=1e-3)


def test_passes_agree_on_the_same_word_at_the_same_time() -> None:
    second = heard(Pass.SECOND, ("satu", 0.9), ("dua", 0.9), ("satu", 0.9))
    first = Hypothesis((Word("satu", 0.9, 0.1, 0.6), Word("tiga", 0.9, 1.0, 1.5)), Pass.FIRST)
    assert agreements(second, first) == [True, False, False]


def test_fitting_finds_what_beliefs_are_worth() -> None:
    """Of ten words believed with 0.4 nine are right, of ten believed with 0.9 five."""
    utterances = [
        Heard(number, said, Field.QUESTION, heard(Pass.FIRST, *first), heard(Pass.SECOND, *second))
        for number in range(40)
        for said, first, second in [
            (
                "medan" if number % 10 else "karo",
                [("medan", 0.8)],
                [("medan", 0.4)],
            ),
            (
                "medan" if number % 2 else "karo",
                [("medan" if number % 2 else "binjai", 0.8)],
                [("medan", 0.9)],
            ),
        ]
    ]
    curves = fitted(utterances)
    assert curves.second is not None
    before, after = (marks(one, utterances)[Pass.SECOND] for one in (Confidence(), curves))
    assert calibration_error(before) > 0.4
    assert calibration_error(after) < 0.05
    assert curves.both is not None
    assert curves.both.agreed > 0.5


def test_words_all_right_leave_beliefs_alone() -> None:
    one = heard(Pass.SECOND, ("medan", 0.4))
    assert fitted([Heard(0, "medan", Field.QUESTION, one, one)]) == Confidence()
