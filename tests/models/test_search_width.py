"""The second pass searches less widely where anything may have been said."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from models.search_width import lattice_beam, lattice_beams


def posteriors(seconds: float, best: float) -> npt.NDArray[np.float32]:
    """Frames in which one phone has the probability ``best`` and the others share the rest."""
    found = np.full((round(seconds * 50), 27), (1 - best) / 26)
    found[:, 3] = best
    logs: npt.NDArray[np.float32] = np.log(found).astype(np.float32)
    return logs


@pytest.mark.parametrize("seconds", [0.02, 0.5, 8.0])
def test_clear_speech_is_searched_widely(seconds: float) -> None:
    assert lattice_beam(posteriors(seconds, 0.98)) == 14.0


@pytest.mark.parametrize("seconds", [0.02, 0.5, 8.0])
def test_where_anything_may_have_been_said_the_search_is_narrow(seconds: float) -> None:
    assert lattice_beam(posteriors(seconds, 1 / 27)) == 5.0


def test_the_less_is_sure_the_narrower() -> None:
    beams = [lattice_beam(posteriors(3.0, best)) for best in (0.98, 0.8, 0.6, 0.4, 0.2)]
    assert beams == sorted(beams, reverse=True)
    assert len(set(beams)) > 3


def test_one_unclear_stretch_counts_however_much_is_clear() -> None:
    whole = np.concatenate([posteriors(6.0, 0.98), posteriors(0.5, 0.1), posteriors(2.0, 0.98)])
    assert lattice_beam(whole) == pytest.approx(lattice_beam(posteriors(1.0, 0.1)))


def test_a_moment_s_doubt_changes_nothing() -> None:
    whole = np.concatenate([posteriors(3.0, 0.98), posteriors(0.1, 0.1), posteriors(3.0, 0.98)])
    assert lattice_beam(whole) == 14.0


def beams_tried(heard: npt.NDArray[np.float32], seconds: float, growth: float = 1.0) -> list[float]:
    """The beams of searches of which the first takes so long, and each next one longer."""
    now = [0.0]
    tried = []
    for beam in lattice_beams(heard, lambda: now[0]):
        tried.append(beam)
        now[0] += seconds
        seconds *= growth
    return tried


def test_clear_speech_is_searched_once_however_long_it_takes() -> None:
    heard = posteriors(3.0, 0.98)
    assert beams_tried(heard, 0.01) == beams_tried(heard, 9.0) == [lattice_beam(heard)]


def test_unclear_speech_is_searched_as_widely_as_is_quick() -> None:
    heard = posteriors(3.0, 0.7)
    widest = lattice_beam(heard)
    assert 9.5 < widest < 12.0
    assert beams_tried(heard, 0.01) == [8.0, 9.5, pytest.approx(widest)]
    assert beams_tried(heard, 0.1, growth=3.0) == [8.0, 9.5]
    assert beams_tried(heard, 0.5) == [8.0]


def test_babble_alone_is_never_searched_more_widely_than_it_may_be() -> None:
    assert beams_tried(posteriors(3.0, 1 / 27), 0.01) == [5.0]
