"""The Vosk configuration of one field: when its own endpoint rules end the turn."""

from __future__ import annotations

from typing import Final

from models.fields import FieldTiming

LAG: Final = 0.34
"""Seconds from the end of a word to the frame that Vosk has decided on, beyond the trailing silence
it counts: the network looks that far ahead."""

CHUNK_FRAMES: Final = 36
"""Frames of 10 ms that the network computes at once."""

EARLY: Final = CHUNK_FRAMES * 0.01 / 2
"""Vosk decides once a chunk; half of one, so that the middle chunk is on time."""

_SHORTEST: Final = 0.05
_NEVER: Final = 100000.0


def field_conf(base: str, timing: FieldTiming) -> str:
    """``model.conf`` of a field: the shipped one with the field's endpoint rules.

    Rule 1 (nothing said yet) never fires, because the call counts silence itself. Rules 2 to 4
    (something said, however likely the end) fire after the field's silence, less what the network
    itself lags behind. Rule 5 ends a turn that is too long.
    """
    silence = max(timing.end_silence - LAG - EARLY, _SHORTEST)
    kept = [line for line in base.splitlines() if ".rule" not in line and line.strip()]
    rules = [f"--endpoint.rule1.min-trailing-silence={_NEVER}"]
    rules += [f"--endpoint.rule{n}.min-trailing-silence={silence:.2f}" for n in (2, 3, 4)]
    rules += [f"--endpoint.rule5.min-utterance-length={timing.max_turn:.1f}"]
    return "\n".join([*kept, f"--frames-per-chunk={CHUNK_FRAMES}", *rules]) + "\n"
