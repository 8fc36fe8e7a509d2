"""From a recording to what both ears are trained on; none of it needs torch."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models import LINE_RATE, Audio
from models.errors import ModelError
from models.graphs import MODEL
from models.phones import PHONES
from models.training.errors import edits, greedy
from models.training.features import Floats, Lines, kept_back, load, make, make_nothing
from models.training.lessons import read_lessons, sure_enough, teach
from models.training.occupancy import occupancy
from models.training.recordings import labelled, wordless
from models.training.schedule import rising_and_falling
from models.training.small.frontend import centres, log_mel
from models.training.small.nnet3 import AcousticModel
from tests.models.conftest import Say

LINES = Lines(
    seed=1,
    heavy_share=0.5,
    warp=0.1,
    one_voice_warp=0.2,
    one_voice=(),
    noise=(4.0, 26.0),
    alone=0.0,
)


@pytest.fixture
def manifest(tmp_path: Path, say: Say) -> Path:
    """Three recordings: one with its text, one without, and one that is not there."""
    folder = tmp_path / "speech"
    folder.mkdir()
    wave = say("lupa kode registrasi", "id+m7").samples
    soundfile.write(folder / "one.wav", np.repeat(wave, 2), 2 * LINE_RATE)
    rows = [
        ("one.wav", "words", "lupa kode registrasi"),
        ("one.wav", "none", ""),
        ("gone.wav", "words", "lupa"),
    ]
    path = folder / "manifest.tsv"
    with path.open("w", newline="") as lines:
        writer = csv.writer(lines, delimiter="\t")
        writer.writerow("file start samples corpus speaker split label text".split())
        for file, label, text in rows:
            writer.writerow([file, 0, 2 * len(wave), label, "x", "train", label, text])
    return path


def teacher(sounds: Sequence[Audio]) -> list[Floats]:
    """Hears the same eight phones in everything, fairly sure."""
    heard = []
    for sound in sounds:
        rows = np.full((len(sound.samples) // 160, len(PHONES)), 0.1 / 26)
        rows[:, 0] = 0.9
        for number in range(1, 9):
            rows[10 * number] = 0.2 / 26
            rows[10 * number, number] = 0.8
        heard.append(np.log(rows).astype(np.float32))
    return heard


def test_a_lesson_holds_the_text_s_phones_or_the_teacher_s(manifest: Path, tmp_path: Path) -> None:
    out = tmp_path / "lessons"
    skipped = teach(
        [*labelled(manifest), *wordless(manifest)], teacher, greedy, out, lambda line: None
    )
    assert [Path(line.split(":")[0]).name for line in skipped] == ["gone.wav"]
    told, untold = read_lessons([out / "0000.pkl"])
    assert len(told.phones) == len("lupakoderegistrasi")
    assert told.sure == 0.0
    assert untold.phones == tuple(range(1, 9))
    assert untold.sure == pytest.approx(np.log(0.8), abs=0.01)
    assert sure_enough([out / "0000.pkl"]) == {"none": pytest.approx(untold.sure)}
    assert untold.target is not None
    assert untold.target.shape == (len(untold.samples) // 160, len(PHONES))


def test_without_a_teacher_only_texts_teach(manifest: Path, tmp_path: Path) -> None:
    out = tmp_path / "lessons"
    teach([*labelled(manifest), *wordless(manifest)], None, greedy, out, lambda line: None)
    (told,) = read_lessons([out / "0000.pkl"])
    assert told.target is None


def test_an_example_is_seen_by_both_ears(manifest: Path, tmp_path: Path) -> None:
    teach(labelled(manifest), teacher, greedy, tmp_path / "a", lambda line: None)
    for copy in ("first", "again"):
        make(tmp_path / "a" / "0000.pkl", tmp_path / f"{copy}.pkl", [], LINES, {})
    (one,), (two,) = (load([tmp_path / f"{copy}.pkl"]) for copy in ("first", "again"))
    assert one.wide.shape[0] == 80
    assert one.narrow.shape[1] == 30
    # The second pass is given half a second of silence more.
    assert 45 <= one.wide.shape[1] - len(one.narrow) <= 55
    assert np.array_equal(one.wide, two.wide)
    assert np.array_equal(one.narrow, two.narrow)


def test_a_bad_line_is_heard_alone_around_the_words(manifest: Path, tmp_path: Path) -> None:
    """The teacher is silent there, and its phones keep their places in the sound."""
    teach(labelled(manifest), None, greedy, tmp_path / "bare", lambda line: None)
    teach(labelled(manifest), teacher, greedy, tmp_path / "a", lambda line: None)
    bad = replace(LINES, heavy_share=1.0, warp=0.0)
    for lessons, alone in (("a", 0.0), ("a", 1.0), ("bare", 1.0)):
        out = tmp_path / f"{lessons}{alone}.pkl"
        make(tmp_path / lessons / "0000.pkl", out, [], replace(bad, alone=alone), {})
    (near,), (far,) = load([tmp_path / "a0.0.pkl"]), load([tmp_path / "a1.0.pkl"])
    (bare,) = load([tmp_path / "bare1.0.pkl"])
    assert near.target is not None and far.target is not None and bare.target is None
    more = len(far.target) - len(near.target)
    assert 10 < more <= 100
    assert len(far.narrow) - len(near.narrow) == pytest.approx(2 * more, abs=2)
    said = np.flatnonzero(far.target[:, 0] < 0.999)
    before = int(said[0])
    assert 0 < before < more
    assert np.array_equal(far.target[before:][: len(near.target)], near.target)
    assert np.all(far.target.sum(axis=1) > 0.99)


def test_where_nobody_speaks_there_are_no_phones(tmp_path: Path) -> None:
    make_nothing(4, tmp_path / "none.pkl", [], seed=3)
    examples = list(load([tmp_path / "none.pkl"]))
    assert [e.phones for e in examples] == [()] * 4
    training, kept = kept_back(examples, 2)
    assert len(training) == 4
    assert kept == []


def test_occupancy_says_when_each_phone_of_a_text_is_said() -> None:
    rows = np.full((9, 4), 0.05, np.float32)
    rows[:, 0] = 0.85
    for frame, phone in ((2, 1), (4, 2), (6, 2)):
        rows[frame] = 0.05
        rows[frame, phone] = 0.85
    found = occupancy(np.log(rows), [1, 2, 2])
    assert found is not None
    assert np.allclose(found.sum(axis=1), 1.0, atol=1e-5)
    assert [int(found[frame].argmax()) for frame in (2, 4, 5, 6)] == [1, 2, 0, 2]
    # Nothing is left for a phone that is not in the text, however likely it was.
    assert found[:, 3].max() == 0.0
    assert occupancy(np.log(rows[:2]), [1, 2, 3]) is None


def test_errors_are_counted_as_edits() -> None:
    assert edits("kitab", "kita") == 1
    assert edits([], [1, 2]) == 2
    likeliest = np.eye(3, dtype=np.float32)[[0, 1, 1, 0, 1, 2]]
    assert greedy(likeliest) == [1, 1, 2]


def test_the_first_pass_s_front_end_hears_pitch_where_it_is() -> None:
    time = np.arange(LINE_RATE) / LINE_RATE
    for hertz in (330.0, 1000.0, 2500.0):
        tone = (0.3 * np.sin(2 * np.pi * hertz * time)).astype(np.float32)
        mel = log_mel(Audio(tone, LINE_RATE))
        assert mel.shape == (98, 30)
        assert int(mel.mean(axis=0).argmax()) == int(np.abs(centres() - hertz).argmin())


def test_a_model_is_written_back_as_it_was_read(tmp_path: Path) -> None:
    shipped = MODEL / "first-pass/am/final.mdl"
    model = AcousticModel.read(shipped)
    assert model.components["out"].arrays["LinearParams"].shape == (len(PHONES), 64)
    model.write(tmp_path / "same.mdl")
    assert (tmp_path / "same.mdl").read_bytes() == shipped.read_bytes()
    model.components["out"].arrays["BiasParams"][0] -= 1.0
    model.write(tmp_path / "other.mdl")
    again = AcousticModel.read(tmp_path / "other.mdl").components["out"].arrays["BiasParams"]
    assert np.array_equal(again, model.components["out"].arrays["BiasParams"])


@pytest.mark.parametrize("content", [b"", b"RIFF....", b"\0B<TransitionModel> cut short"])
def test_what_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "final.mdl"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"final\.mdl"):
        AcousticModel.read(path)


def test_the_rate_rises_then_falls() -> None:
    rates = [rising_and_falling(done / 100) for done in range(101)]
    assert max(rates) == rates[10] == 1.0
    assert rates[0] < 0.05
    assert rates[100] < 0.05
