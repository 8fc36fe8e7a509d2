"""The phones of the acoustic models and their numbers in every network and graph.

The order is fixed by training: output column ``k`` of both networks belongs to ``PHONES[k]``.
In graphs, label 0 is epsilon, so phone ``k`` has the Kaldi phone number ``k + 1``, and with one
emitting state per phone its two transition numbers are ``2k + 1`` (stay) and ``2k + 2`` (enter).
"""

from __future__ import annotations

from typing import Final

BLANK: Final = "<b>"
"""The CTC blank: silence, and the pause between two phones."""

# fmt: off
PHONES: Final[tuple[str, ...]] = (
    BLANK,
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "r", "s",
    "t", "u", "w", "y", "z", "ng", "ny", "sy",
)
# fmt: on

PHONE_INDEX: Final[dict[str, int]] = {phone: index for index, phone in enumerate(PHONES)}


def enter_label(phone: int) -> int:
    """Graph input label of the first frame of a phone (column number of the networks)."""
    return 2 * phone + 2


def stay_label(phone: int) -> int:
    """Graph input label of every further frame of a phone."""
    return 2 * phone + 1


def phone_of_label(label: int) -> int:
    """The network column that a graph input label reads; labels start at 1."""
    return (label - 1) // 2


def enters_phone(label: int) -> bool:
    """True for the label of a phone's first frame."""
    return label > 0 and label % 2 == 0
