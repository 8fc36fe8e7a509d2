"""Questions as the records of calls have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Asked:
    """One wording of a question of a call that found no answer."""

    call_id: int
    question: str
    at: datetime
    ticket: str | None = None
    entry_id: str | None = None
    score: float = 0.0
    cause: str | None = "outside"
    matter: int = 1
    answered_by: str | None = None
