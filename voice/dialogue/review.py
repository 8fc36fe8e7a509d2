"""POS step 3: is there an answer? Speak it, clarify, ask to rephrase, or send it on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from desk import CHOSEN, Procedure
from faq import Candidate, Cause, Decision, FaqEntry, Match, Matcher
from models import Field
from voice.hearing import Heard
from voice.understanding.commands import command_in
from voice.understanding.yesno import yes_or_no

from .asking import Asker
from .conversation import Notes

_UNMATCHED: Final = (Cause.WEAK, Cause.OUTSIDE, Cause.EMPTY)
"""Nothing fits so far; another wording may. Any other escalation is final."""
_OFFERABLE: Final = 0.15
"""Candidates scored below this are not worth offering."""
_LIKELY: Final = 0.55
"""Of ten weak matches scored so, seven are meant: to ask about it costs callers less than to have
them say everything anew."""


def may_be_reworded(match: Match) -> bool:
    """Whether the caller is asked for another wording."""
    return match.decision is Decision.REPHRASE or (
        match.decision is Decision.ESCALATE and match.cause in _UNMATCHED
    )


def likely(match: Match, today: date) -> list[Candidate]:
    """The one entry a weak match probably means, for the caller to say yes or no; else none."""
    best = match.candidates[:1] if match.cause is Cause.WEAK else ()
    return [c for c in best if c.score >= _LIKELY and c.entry.speakable(today)]


def offers(match: Match, today: date, declined: Collection[Candidate] = ()) -> list[Candidate]:
    """What the caller may be asked whether it was meant: two at most, answers that may be said.

    Args:
        match: of the question.
        today: an answer valid then may be said.
        declined: the caller did not mean these.
    """
    without = [candidate.entry for candidate in declined]
    fit = (c for c in match.candidates if c.score >= _OFFERABLE and c.entry.speakable(today))
    return [c for c in fit if c.entry not in without][:2]


def which(procedure: Procedure, offered: Sequence[Candidate]) -> str:
    """The sentence that asks whether one entry, or which of two, was meant."""
    titles = [candidate.entry.title for candidate in offered]
    if len(titles) == 1:
        return procedure.sentence("confirm", a=titles[0])
    first, second = titles
    return procedure.sentence("clarify", a=first, b=second)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How the review of one question ended.

    Attributes:
        answered: the caller heard an answer and was satisfied.
        entry: the FAQ entry the question belongs to, if one was found.
        reason: why it has to go to the back office (Indonesian, for staff); "" when answered.
    """

    answered: bool
    entry: FaqEntry | None
    reason: str = ""


class Review:
    """Finds the answer to one question after another."""

    def __init__(
        self,
        procedure: Procedure,
        asker: Asker,
        notes: Notes,
        matcher: Matcher,
        today: date,
        observe: Callable[[str, Match], None],
    ) -> None:
        self._procedure = procedure
        self._asker = asker
        self._notes = notes
        self._matcher = matcher
        self._today = today
        self._observe = observe
        self.entry: FaqEntry | None = None
        self._sounded: tuple[str, bool] | None = None

    def sounds_unfinished(self, words: str) -> bool:
        """Whether a question so far fits no answer: the caller may only be drawing breath."""
        if self._sounded is None or self._sounded[0] != words:
            decision = self._matcher.match(words, self._today).decision
            fits_none = decision in (Decision.REPHRASE, Decision.ESCALATE)
            self._sounded = (words, fits_none and command_in(words) is None)
        return self._sounded[1]

    def parts(self, heard: Heard) -> list[Heard]:
        """The questions in one utterance, in order."""
        texts = self._matcher.split_compound(heard.text)
        if len(texts) < 2:
            return [heard]
        left = list(heard.words)
        parts = []
        for text in texts:
            said = text.split()
            at = next(
                i for i in range(len(left)) if [w.text for w in left[i : i + len(said)]] == said
            )
            part = tuple(left[at : at + len(said)])
            # Other readings are of the whole.
            parts.append(replace(heard, words=part, alternatives=()))
            left = left[at + len(said) :]
        return parts

    def match(self, heard: Heard, rewords: bool = False) -> Match:
        """Match what was heard and write the result down.

        ``rewords``: it is another wording of the question before it.
        """
        words = [(w.text, w.confidence) for w in heard.words]
        match = self._matcher.match(heard.text, self._today, words, heard.alternatives)
        best = match.candidates[0].entry.id if match.candidates else None
        chosen = match.entry.id if match.entry else best
        decision, cause = str(match.decision), str(match.cause)
        self._notes.match(heard.text, chosen, match.score, decision, cause, rewords)
        self._observe(heard.text, match)
        if match.entry is not None:
            self.entry = match.entry
        return match

    def answer(self, heard: Heard) -> Reviewed:
        """Take one question to its answer, or to the reason why it must be passed on."""
        self.entry = None
        match = self.match(heard)
        declined = likely(match, self._today)
        if declined:
            entry = self._choice(declined)
            if entry is not None:
                return self._chosen(entry)
        if may_be_reworded(match):
            match = self._rephrased(heard, match)
        if match.decision is Decision.ANSWER and match.entry is not None:
            return self._speak(match.entry)
        if match.decision is Decision.ESCALATE and match.cause not in _UNMATCHED:
            return Reviewed(False, match.entry, match.reason)
        return self._offered(match, declined)

    def _rephrased(self, heard: Heard, before: Match) -> Match:
        said = self._asker.ask("rephrase", Field.QUESTION, lambda h: h if h.words else None)
        if said.value is None:
            return before
        self._notes.value("question", f"{heard.text}. {said.value.text}", said.value.confidence)
        return self.match(said.value, rewords=True)

    def _offered(self, match: Match, declined: list[Candidate]) -> Reviewed:
        offered = offers(match, self._today, declined)
        if not offered:
            return Reviewed(False, None, "Pertanyaan tidak cocok dengan daftar tanya-jawab.")
        entry = self._choice(offered)
        if entry is None:
            return Reviewed(False, None, "Penelepon tidak memilih jawaban yang ditawarkan.")
        return self._chosen(entry)

    def _chosen(self, entry: FaqEntry) -> Reviewed:
        self._notes.match(CHOSEN, entry.id, 1.0, str(Decision.ANSWER), rewords=True)
        self.entry = entry
        return self._speak(entry)

    def _choice(self, offered: list[Candidate]) -> FaqEntry | None:
        sentence = which(self._procedure, offered)
        if len(offered) == 1:
            said = self._asker.ask(
                "clarify", Field.YESNO, lambda h: yes_or_no(h.text), text=sentence
            )
            return offered[0].entry if said.value else None

        def understand(heard: Heard) -> int | None:
            chosen = self._matcher.choose(heard.text, offered)
            if chosen is not None:
                return chosen
            return -1 if yes_or_no(heard.text) is False else None

        said_index = self._asker.ask("clarify", Field.QUESTION, understand, text=sentence)
        if said_index.value is None or said_index.value < 0:
            return None
        return offered[said_index.value].entry

    def _speak(self, entry: FaqEntry) -> Reviewed:
        if not entry.speakable(self._today):
            return Reviewed(
                False, entry, "Jawaban belum disahkan atau sudah lewat masa berlakunya."
            )
        answer = self._procedure.sentence("answer", answer=entry.answer)
        satisfied = self._procedure.sentence("satisfied")
        said = self._asker.ask(
            "satisfied",
            Field.YESNO,
            lambda h: yes_or_no(h.text),
            text=f"{answer} {satisfied}",
            short=satisfied,
        )
        if said.value is False:
            return Reviewed(False, entry, "Penelepon belum puas dengan jawaban yang dibacakan.")
        return Reviewed(True, entry)
