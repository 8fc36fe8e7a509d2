"""How well and how fast the matcher decides, on questions written apart from the entries.

    python -m bench.matching [--half tuning|test] [--errors] [--quick]

The last line reports one half, the test half unless told otherwise. ``asr_`` figures are of the
same questions as the recogniser heard them over a telephone line; ``vs_`` figures are what the
matcher finds more of, at the first place, than a plain scorer does. How times are taken:
:mod:`bench.matching.speed`; ``cpu`` times are of the processor. ``--quick`` leaves the book of
10,000 entries out.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence

from bench.matching.baselines import tfidf_recall, wratio_recall
from bench.matching.figures import Outcome, ask_all, report
from bench.matching.large import large_book, p99_ms
from bench.matching.many import many_figures
from bench.matching.sets import HEARD, NAMES, read_heard, read_questions
from bench.matching.speed import speed_figures
from faq import Decision, FaqBook, Matcher


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
              f"{o.question.said} | {found}")  # fmt: skip


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("tuning", "test"), default="test")
    parser.add_argument("--errors", action="store_true", help="list what went wrong")
    parser.add_argument("--quick", action="store_true", help="without the book of 10,000 entries")
    options = parser.parse_args(argv)
    book = FaqBook.load()
    matcher = Matcher(book)
    written = [q for q in read_questions() if q.half == options.half]
    heard = [q for q in read_heard() if q.half == options.half] if HEARD.exists() else []
    outcomes = ask_all(matcher, written)
    outcomes_heard = ask_all(matcher, heard)
    if options.errors:
        _show_errors([*outcomes, *outcomes_heard])
    counts = Counter(q.kind for q in written)
    print(f"{len(book)} entries, {len(book.phrasings())} phrasings; {options.half} half: "
          + ", ".join(f"{name} {counts[name]}" for name in NAMES)
          + f"; heard {len(heard)}")  # fmt: skip
    figures = report(outcomes)
    if heard:
        figures |= {f"asr_{name}": value for name, value in report(outcomes_heard).items()}
    figures |= speed_figures(options.half)
    figures |= many_figures(matcher, written)
    if not options.quick:
        times = p99_ms(large_book(book), written)
        figures["match10k_p99_ms"], figures["match10k_cpu_p99_ms"] = times
    figures["vs_wratio"] = figures["recall1"] - wratio_recall(book, written)
    figures["vs_tfidf"] = figures["recall1"] - tfidf_recall(book, written)
    print(" ".join(f"{name}={value:.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
