"""How well and how fast the matcher decides, on questions written apart from the entries.

Sets lie in ``faq/eval`` as ``labels<TAB>question``. A question belongs to the tuning half or to the
test half by the checksum of its text, so that adding one moves no other. Thresholds and weights
may only ever be tuned on the tuning half; the last line reports the test half.

    python -m bench.matching [--half tuning|test] [--errors]
"""

from __future__ import annotations

import argparse
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

import faq
from faq import COSTS, Cause, Decision, FaqBook, FaqEntry, Match, Matcher

SETS: Final = Path(faq.__file__).resolve().parent / "eval"
NAMES: Final = ("in_scope", "out_of_scope", "ambiguous", "case_specific")
# Fixed, so that the figures do not change with the calendar.
TODAY: Final = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a set: fact or entry ids it may be answered with, and its text."""

    kind: str
    labels: frozenset[str]
    text: str

    @property
    def half(self) -> str:
        return "tuning" if zlib.crc32(self.text.encode()) % 2 == 0 else "test"

    def is_right(self, entry: FaqEntry) -> bool:
        return entry.id in self.labels or not self.labels.isdisjoint(entry.facts)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question, what the matcher made of it, and how long that took in seconds."""

    question: Question
    match: Match
    seconds: float

    @property
    def believed(self) -> FaqEntry | None:
        """The entry taken for the caller's meaning, spoken or withheld for its date."""
        sure = self.match.decision is Decision.ANSWER or self.match.cause is Cause.UNSPEAKABLE
        return self.match.entry if sure else None

    @property
    def wrong(self) -> bool:
        entry = self.believed
        return entry is not None and not self.question.is_right(entry)

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


def read_questions(folder: Path = SETS) -> list[Question]:
    """Every question of every set."""
    questions = []
    for kind in NAMES:
        lines = (folder / f"{kind}.tsv").read_text(encoding="utf-8").splitlines()
        for line in lines:
            if line and not line.startswith("#"):
                labels, text = line.split("\t")
                questions.append(Question(kind, frozenset(labels.split(",")) - {"-"}, text))
    return questions


def ask_all(matcher: Matcher, questions: Iterable[Question]) -> list[Outcome]:
    """Match each question once."""
    outcomes = []
    for question in questions:
        start = time.perf_counter()
        match = matcher.match(question.text, TODAY)
        outcomes.append(Outcome(question, match, time.perf_counter() - start))
    return outcomes


def report(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The figures of one half, shares 0..1 and milliseconds."""
    of = {name: [o for o in outcomes if o.question.kind == name] for name in NAMES}
    inside = of["in_scope"]

    def share(part: Iterable[bool]) -> float:
        values = list(part)
        return sum(values) / len(values) if values else 0.0

    def within(outcome: Outcome, count: int) -> bool:
        found = outcome.match.candidates[:count]
        return any(outcome.question.is_right(c.entry) for c in found)

    times = [o.seconds * 1000 for o in outcomes]
    return {
        "recall1": share(within(o, 1) for o in inside),
        "recall3": share(within(o, 3) for o in inside),
        "answered": share(o.believed is not None and not o.wrong for o in inside),
        "false_answer": share(o.wrong for o in outcomes),
        "false_in": share(o.wrong for o in inside),
        "oos_recall": share(
            o.match.decision in (Decision.ESCALATE, Decision.REPHRASE) and not o.wrong
            for o in of["out_of_scope"]
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
        "match_p50_ms": float(np.percentile(times, 50)),
        "match_p99_ms": float(np.percentile(times, 99)),
    }


def wratio_recall(book: FaqBook, questions: Iterable[Question]) -> float:
    """Recall at one of the plain scorer that many would reach for, on the same questions."""
    asks = [(ask.lower(), entry) for entry in book for ask in entry.ask]
    texts = [ask for ask, _ in asks]
    right = total = 0
    for question in questions:
        if question.kind == "in_scope":
            best = process.extractOne(question.text, texts, scorer=fuzz.WRatio)
            right += question.is_right(asks[best[2]][1])
            total += 1
    return right / total if total else 0.0


def _show_errors(outcomes: Iterable[Outcome]) -> None:
    for o in outcomes:
        kind, decision = o.question.kind, o.match.decision
        fine = {
            "in_scope": o.believed is not None and not o.wrong,
            "out_of_scope": decision in (Decision.ESCALATE, Decision.REPHRASE) and not o.wrong,
            "ambiguous": decision is Decision.CLARIFY,
            "case_specific": decision is Decision.ESCALATE,
        }[kind]
        if fine:
            continue
        found = " ".join(f"{c.entry.id}:{c.score:.2f}" for c in o.match.candidates[:3])
        mark = "WRONG" if o.wrong else "     "
        print(f"{mark} {kind} {','.join(sorted(o.question.labels))} {decision} | "
              f"{o.question.text} | {found}")  # fmt: skip


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("tuning", "test"), default="test")
    parser.add_argument("--errors", action="store_true", help="list what went wrong")
    options = parser.parse_args(argv)
    book = FaqBook.load()
    matcher = Matcher(book)
    questions = [q for q in read_questions() if q.half == options.half]
    outcomes = ask_all(matcher, questions)
    if options.errors:
        _show_errors(outcomes)
    counts = Counter(q.kind for q in questions)
    print(f"{len(book)} entries, {len(book.phrasings())} phrasings; {options.half} half: "
          + ", ".join(f"{name} {counts[name]}" for name in NAMES))  # fmt: skip
    figures = report(outcomes)
    figures["vs_wratio"] = figures["recall1"] - wratio_recall(book, questions)
    print(" ".join(f"{name}={value:.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
