"""What callers ask and what Sapa may answer.

`FaqBook.load` reads the entries, `Matcher` finds the one a caller means, and `Match` says what to
do: answer, clarify, ask again, or hand over to people. `Shelf` follows the files while they change.
A `Draft` is an entry while a person writes it; `save`, `retract` and `undo` change the files.
"""

from __future__ import annotations

from faq.book import FaqBook, load_units
from faq.changes import Change
from faq.decision import COSTS, Cause, Costs, Decision, Thresholds
from faq.draft import Draft, DraftError, Remark, propose_id
from faq.editing import ChangedMeanwhileError, read_draft, retract, save, undo
from faq.entry import FaqEntry, Freshness, Silence
from faq.errors import FaqError, Problem
from faq.match import Candidate, Match, Matcher
from faq.reported import Report, keep_report
from faq.review import Danger, Review, Rival, Senses, Stolen, Unheard, review
from faq.shelf import Edition, Shelf, ShelfState
from faq.suggestions import (
    Advice,
    Asked,
    Suggestion,
    Wording,
    answered_counts,
    suggest,
    unanswered_count,
)

__all__ = [
    "COSTS",
    "Advice",
    "Asked",
    "Candidate",
    "Cause",
    "Change",
    "ChangedMeanwhileError",
    "Costs",
    "Danger",
    "Decision",
    "Draft",
    "DraftError",
    "Edition",
    "FaqBook",
    "FaqEntry",
    "FaqError",
    "Freshness",
    "Match",
    "Matcher",
    "Problem",
    "Remark",
    "Report",
    "Review",
    "Rival",
    "Senses",
    "Shelf",
    "ShelfState",
    "Silence",
    "Stolen",
    "Suggestion",
    "Thresholds",
    "Unheard",
    "Wording",
    "answered_counts",
    "keep_report",
    "load_units",
    "propose_id",
    "read_draft",
    "retract",
    "review",
    "save",
    "suggest",
    "unanswered_count",
    "undo",
]
