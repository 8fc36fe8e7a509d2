"""What the matcher made of some questions, and the figures that sum it up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.matching.sets import NAMES, TODAY, Question
from faq import COSTS, Cause, Decision, FaqEntry, Match, Matcher


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question and what the matcher made of it."""

    question: Question
    match: Match

    @property
    def believed(self) -> FaqEntry | None:
        """The entry taken for the caller's meaning, spoken or withheld for its date."""
        return self.match.meant

    @property
    def wrong(self) -> bool:
        entry = self.believed
        return entry is not None and not self.question.is_right(entry)

    @property
    def passed_on(self) -> bool:
        """People get it, or the caller is asked to say it again; nothing wrong was believed."""
        return self.match.decision in (Decision.ESCALATE, Decision.REPHRASE) and not self.wrong

    @property
    def cost(self) -> float:
        """What this decision costs by the table in `faq.decision`."""
        if self.wrong:
            return COSTS.wrong_answer if self.match.decision is Decision.ANSWER else 1.0
        decision = self.match.decision
        wanted_people = self.question.kind in ("out_of_scope", "case_specific")
        if decision is Decision.CLARIFY:
            return COSTS.clarification
        if decision is Decision.REPHRASE:
            return COSTS.rephrase
        if decision is Decision.ESCALATE and self.believed is None and not wanted_people:
            return COSTS.needless_escalation
        return 0.0


def ask_all(matcher: Matcher, questions: Iterable[Question]) -> list[Outcome]:
    """Match each question once."""
    return [
        Outcome(q, matcher.match(q.said, TODAY, q.words if q.voice else None, q.others))
        for q in questions
    ]


def report(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The figures of one half, shares 0..1."""
    of = {name: [o for o in outcomes if o.question.kind == name] for name in NAMES}
    inside = of["in_scope"]

    def share(part: Iterable[bool]) -> float:
        values = list(part)
        return sum(values) / len(values) if values else 0.0

    def within(outcome: Outcome, count: int) -> bool:
        found = outcome.match.candidates[:count]
        return any(outcome.question.is_right(c.entry) for c in found)

    return {
        "recall1": share(within(o, 1) for o in inside),
        "recall3": share(within(o, 3) for o in inside),
        "answered": share(o.believed is not None and not o.wrong for o in inside),
        "false_answer": share(o.wrong for o in outcomes),
        "false_in": share(o.wrong for o in inside),
        "oos_recall": share(
            o.passed_on or (o.believed is not None and not o.wrong) for o in of["out_of_scope"]
        ),
        "case_recall": share(
            o.match.decision is Decision.ESCALATE and o.match.cause is not Cause.UNSPEAKABLE
            for o in of["case_specific"]
        ),
        "ambiguous_ok": share(
            o.match.decision is not Decision.ESCALATE and not o.wrong for o in of["ambiguous"]
        ),
        "clarify_rate": share(o.match.decision is Decision.CLARIFY for o in inside),
        "rephrase_rate": share(o.match.decision is Decision.REPHRASE for o in inside),
        "escalate_rate": share(
            o.match.decision is Decision.ESCALATE and o.believed is None for o in inside
        ),
        "cost": sum(o.cost for o in outcomes) / len(outcomes),
    }
