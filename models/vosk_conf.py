"""The Vosk configuration of one field: when its own endpoint rules end the turn."""

from __future__ import annotations

from typing import Final

from models.fields import FieldTiming

LAG: Final = 0.34
"""Seconds from the end of a word to the frame that Vosk has decided on, beyond the trailing silence
it counts: the network looks that far ahead."""

CHUNK: Final = 0.24
"""Seconds of sound that the network computes at once. Vosk decides once a chunk, up to half of one
too early or too late for the end of a turn: longer ones, which cost still less, are too long."""

SHORT_CHUNK: Final = 0.12
"""The same where a turn ends so soon that nothing would be left of its silence otherwise."""

_FRAME: Final = 0.01
_SHORTEST: Final = 0.05
_NEVER: Final = 100000.0


def field_conf(base: str, timing: FieldTiming) -> str:
    """``model.conf`` of a field: the shipped one with the field's endpoint rules.

    Rule 1 (nothing said yet) never fires, because the call counts silence itself. Rules 2 to 4
    (something said, however likely the end) fire after the field's silence, less what the network
    itself lags behind. Rule 5 ends a turn that is too long.
    """
    chunk = CHUNK if timing.end_silence - LAG - CHUNK / 2 >= _SHORTEST else SHORT_CHUNK
    silence = max(timing.end_silence - LAG - chunk / 2, _SHORTEST)
    kept = [line for line in base.splitlines() if ".rule" not in line and line.strip()]
    rules = [f"--endpoint.rule1.min-trailing-silence={_NEVER}"]
    rules += [f"--endpoint.rule{n}.min-trailing-silence={silence:.2f}" for n in (2, 3, 4)]
    rules += [f"--endpoint.rule5.min-utterance-length={timing.max_turn:.1f}"]
    return "\n".join([*kept, f"--frames-per-chunk={round(chunk / _FRAME)}", *rules]) + "\n"
