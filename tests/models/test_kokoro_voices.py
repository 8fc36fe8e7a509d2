"""Training voices: blends, half of them in the manner of another, never one kept for tests."""

from __future__ import annotations

import random

import numpy as np

from models.training.kokoro_voices import HELD_OUT, drawn_voice

# A voice that nobody may draw has a number far from the others'.
STYLES = {
    name: np.full((510, 256), 100.0 if name in HELD_OUT else number, np.float32)
    for number, name in enumerate(("ef_dora", "if_sara", "hm_omega", *HELD_OUT))
}


def test_a_voice_is_one_or_between_two_and_half_of_them_have_another_s_manner() -> None:
    source = random.Random(1)
    drawn = [drawn_voice(STYLES, source) for _ in range(400)]
    others = 0
    for name, style in drawn:
        assert style.shape == (510, 256)
        for half in (style[:, :128], style[:, 128:]):
            assert (half == half[0, 0]).all()
            assert 0.0 <= half[0, 0] <= 2.0
        others += "/" in name
        if "/" not in name:
            assert style[0, 0] == style[0, 255]
    assert 160 < others < 240
    assert any(style[0, 0] != style[0, 255] for _, style in drawn)
