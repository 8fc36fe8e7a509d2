"""From what a caller said to what Sapa should do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np

from faq.book import FaqBook
from faq.case_model import CaseModel
from faq.casework import REASONS, Case, cases_in
from faq.choose import choose
from faq.compound import split_compound
from faq.decision import THRESHOLDS, Cause, Decision, Thresholds
from faq.entry import FaqEntry, Silence
from faq.evidence import Calibration
from faq.index import BookIndex, acronyms_of
from faq.normalise import Normaliser, Token, Utterance
from faq.outside import load_outside
from faq.scoring import Score, Scorer
from faq.word_table import WordTable

PERSONAL: Final = "data-pribadi"
"""Tag of entries that only say where a personal case belongs: it stays a ticket."""
_SHOWN: Final = 5
_OWN_SHAPE: Final = 0.9
_OWN_WORDS: Final = 0.98
"""Evidence of a question whose words are those of a phrasing, and of no other entry's."""
# A marker word the entry does not hold ("kuliah", "lpdp") forbids an answer.
_FOREIGN: Final = 0.4
# A bare topic ("mutasi siswa") is answered only when one entry stands clearly apart.
_ALIKE: Final = 0.8
_CLEAR_LEAD: Final = 0.2
_SILENT: Final = {
    Silence.PLACEHOLDER: "jawabannya masih memuat data kantor yang belum diisi",
    Silence.UNVERIFIED: "jawabannya belum disahkan petugas",
    Silence.UNDATED: "jawabannya musiman dan belum punya tanggal berlaku",
    Silence.EXPIRED: "jawabannya musiman dan masa berlakunya sudah lewat",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry the question may mean, with its calibrated score 0..1."""

    entry: FaqEntry
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """What to do with a question.

    Attributes:
        decision: answer, clarify between the first two candidates, rephrase, or escalate.
        entry: the entry meant. Set for an answer; for an escalation it says what the ticket is
            about (an answer that may not be spoken now, or a personal case of that matter).
        score: calibrated score 0..1 of the best candidate; 0 when there is none.
        candidates: best first, at most five.
        reason: Indonesian sentence for the record.
        cause: the same for programs.
        why: Indonesian lines that explain the score.
    """

    decision: Decision
    entry: FaqEntry | None
    score: float
    candidates: tuple[Candidate, ...]
    reason: str
    cause: Cause
    why: tuple[str, ...] = ()

    @property
    def unit(self) -> str | None:
        """Desk a ticket goes to, when the matter is known."""
        return self.entry.unit if self.entry is not None else None

    @property
    def meant(self) -> FaqEntry | None:
        """The entry taken for what the caller means, whether it may be said today or not."""
        sure = self.decision is Decision.ANSWER or self.cause is Cause.UNSPEAKABLE
        return self.entry if sure else None


class Matcher:
    """Matches questions against one book. Build once; `match` is quick and thread-safe.

    Args:
        book: the entries.
        table: how callers speak; the packaged ``words.yaml`` by default.
        thresholds: limits of the decision.
        calibration: curve from evidence to score.
        outside: matters no entry answers, each with ways of asking; the packaged ones by default.
    """

    def __init__(
        self,
        book: FaqBook,
        table: WordTable | None = None,
        thresholds: Thresholds = THRESHOLDS,
        calibration: Calibration | None = None,
        outside: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.book = book
        self.thresholds = thresholds
        matters = load_outside() if outside is None else outside
        self.normaliser = Normaliser(table, acronyms_of(book, matters))
        self.index = BookIndex(book, self.normaliser, matters)
        self._case_model = CaseModel.load()
        self._own_cases = lru_cache(maxsize=None)(self._shapes)
        related = self.normaliser.table.related
        self.scorer = Scorer(self.index, related, self.normaliser.markers, calibration)
        # numpy loads parts of itself at first use; no caller should wait for that.
        self.scorer(self.understand(next(iter(book.phrasings()), "")))

    def match(
        self,
        text: str,
        today: date,
        words: Sequence[tuple[str, float]] | None = None,
        others: Sequence[str] = (),
    ) -> Match:
        """Match one question.

        Args:
            text: what was said; recogniser output or written text.
            today: the day on which an answer would be spoken.
            words: the recogniser's (word, confidence 0..1) for the same text.
            others: what else may have been said, likeliest first. Where the text itself fits its
                best entry too weakly, they decide when all of them fit the same entry well: to
                believe any one of them gave wrong answers too.
        """
        utterance = self.understand(text, words)
        scores = self.scorer(utterance)
        match = self.decide(utterance, scores, today)
        if match.cause is Cause.WEAK:
            match = self._confirmed(match, others, today)
        return replace(match, why=self._why(utterance, scores, match))

    def _confirmed(self, match: Match, others: Sequence[str], today: date) -> Match:
        first = match.candidates[0].entry
        confirmed = match
        for text in others:
            utterance = self.understand(text)
            other = self.decide(utterance, self.scorer(utterance), today)
            if other.meant is not first:
                return match
            if confirmed is match:
                reason = f'{other.reason} (menurut bacaan lain: "{text}")'
                confirmed = replace(other, reason=reason)
        return confirmed

    def decide(self, utterance: Utterance, scores: Sequence[Score], today: date) -> Match:
        """What to do with a question already scored; `why` stays empty."""
        match = self._decide(utterance, scores, self._cases(utterance))
        entry = match.entry
        if match.decision is Decision.ANSWER and entry is not None:
            silence = entry.silence(today)
            if silence is not None:
                reason = f'cocok dengan "{entry.title}", tetapi {_SILENT[silence]}'
                match = replace(
                    match, decision=Decision.ESCALATE, cause=Cause.UNSPEAKABLE, reason=reason
                )
        return match

    def understand(self, text: str, words: Sequence[tuple[str, float]] | None = None) -> Utterance:
        """The tokens the matcher works with."""
        return self._rejoined(self.normaliser(text, words))

    def scores(self, text: str) -> list[Score]:
        """Every entry with any evidence, best first, before any decision."""
        return self.inside(self.scorer(self.understand(text)))

    def split_compound(self, text: str) -> list[str]:
        """The questions of one utterance, in order; usually just the one."""
        return split_compound(text, self._settled)

    def _settled(self, text: str) -> str | None:
        utterance = self.understand(text)
        match = self._decide(utterance, self.scorer(utterance), self._cases(utterance))
        settled = match.decision is Decision.ANSWER and match.entry is not None
        return match.entry.id if settled and match.entry else None

    def choose(self, text: str, candidates: Sequence[Candidate]) -> int | None:
        """Which candidate the caller picks after "A, atau B?"; None when neither is clear."""
        return choose(text, [c.entry for c in candidates], self.normaliser, self.index)

    def _rejoined(self, utterance: Utterance) -> Utterance:
        """Join neighbours the recogniser split, when together they are a word of the book."""
        tokens: list[Token] = []
        for token in utterance.tokens:
            last = tokens[-1] if tokens else None
            if last is not None and " " not in last.surface + token.surface:
                joined = self.normaliser.stem(last.surface + token.surface)
                sounds = self.index.sounds
                whole = len(joined) > 4 and sounds.index(joined) is not None
                if whole and not (sounds.index(last.text) and sounds.index(token.text)):
                    surface = f"{last.surface} {token.surface}"
                    confidence = min(last.confidence, token.confidence)
                    tokens[-1] = Token(joined, last.kind, surface, confidence)
                    continue
            tokens.append(token)
        return replace(utterance, tokens=tuple(tokens))

    def _decide(
        self, utterance: Utterance, scores: Sequence[Score], cases: frozenset[Case]
    ) -> Match:
        limits = self.thresholds
        matter = self.matter(scores)
        scores = self.inside(scores)
        candidates = tuple(Candidate(self.book.entries[s.entry], s.score) for s in scores[:_SHOWN])

        def made(
            decision: Decision, cause: Cause, reason: str, entry: FaqEntry | None = None
        ) -> Match:
            score = candidates[0].score if candidates else 0.0
            return Match(decision, entry, score, candidates, reason, cause)

        if not utterance.tokens:
            return made(Decision.REPHRASE, Cause.EMPTY, "tidak ada isi pertanyaan yang terdengar")
        best = scores[0] if scores else None
        topic = self.book.entries[best.entry] if best and best.score >= limits.clarify else None
        # Looking at an entry's own phrasings takes long, and only this case needs it.
        asks_progress = best is not None and Case.PROGRESS in cases
        open_cases = cases - (self._book_cases(best) if asks_progress and best else frozenset())
        if topic is not None and PERSONAL in topic.tags:
            open_cases |= {Case.PROGRESS}
        if open_cases:
            first = next(case for case in Case if case in open_cases)
            return made(Decision.ESCALATE, Cause.CASE, REASONS[first], topic)
        if best is None:
            return made(Decision.ESCALATE, Cause.OUTSIDE, "pertanyaan di luar bahan yang ada")
        if matter is not None:
            reason = f'menyangkut "{matter}", yang hanya dijawab petugas'
            return made(Decision.ESCALATE, Cause.OUTSIDE, reason)
        second = scores[1] if len(scores) > 1 else None
        lead = best.evidence.raw - second.evidence.raw if second else 1.0
        own_words = best.evidence.raw >= _OWN_WORDS and (
            second is None or second.evidence.raw < _OWN_WORDS
        )
        sure = (
            (best.score >= limits.answer or own_words)
            and best.evidence.anchors > 0
            and best.evidence.foreign < _FOREIGN
        )
        alike = second is not None and second.evidence.explained >= _ALIKE
        vague = alike and _is_vague(utterance) and best.score >= limits.rephrase
        sure = sure and (not vague or lead >= _CLEAR_LEAD)
        entry = self.book.entries[best.entry]
        if sure and lead >= limits.margin:
            return made(Decision.ANSWER, Cause.MATCHED, f'cocok dengan "{entry.title}"', entry)
        if second and best.evidence.anchors and (vague or second.score >= limits.clarify):
            other = self.book.entries[second.entry]
            reason = f'bisa berarti "{entry.title}" atau "{other.title}"'
            return made(Decision.CLARIFY, Cause.CLOSE, reason)
        if best.score >= limits.rephrase and best.evidence.anchors:
            return made(Decision.REPHRASE, Cause.WEAK, "pertanyaan belum cukup jelas", None)
        return made(Decision.ESCALATE, Cause.OUTSIDE, "pertanyaan di luar bahan yang ada")

    def _cases(self, utterance: Utterance) -> frozenset[Case]:
        chance = self._case_model.chance(utterance.words, self.normaliser.acronyms)
        return cases_in(utterance.words, chance)

    def inside(self, scores: Sequence[Score]) -> list[Score]:
        """Without the matters that no entry answers."""
        return [score for score in scores if score.entry < len(self.book)]

    def matter(self, scores: Sequence[Score]) -> str | None:
        """The matter no entry answers that comes before all entries, when it is likely meant."""
        if not scores or scores[0].entry < len(self.book):
            return None
        likely = scores[0].score >= self.thresholds.clarify
        return self.index.outside[scores[0].entry - len(self.book)] if likely else None

    def _book_cases(self, best: Score) -> frozenset[Case]:
        """Asking after progress, when the entry is nearly what was said and itself speaks so."""
        if best.evidence.raw < _OWN_SHAPE:
            return frozenset()
        return self._own_cases(best.entry)

    def _shapes(self, entry: int) -> frozenset[Case]:
        places = np.flatnonzero(self.index.entry_of == entry).tolist()
        utterances = (self.index.phrasings[at].utterance for at in places)
        shapes = {case for utterance in utterances for case in cases_in(utterance.words)}
        return frozenset(shapes & {Case.PROGRESS})

    def _why(self, utterance: Utterance, scores: Sequence[Score], match: Match) -> tuple[str, ...]:
        lines = [f"Keputusan: {match.decision} - {match.reason}."]
        shown = ", ".join(f"{t.text} ({t.kind})" for t in utterance.tokens) or "tidak ada"
        lines.append(f"Kata yang dipakai: {shown}.")
        matter = self.matter(scores)
        if matter is not None:
            lines.append(f'Lebih mirip hal yang hanya dijawab petugas: "{matter}".')
        for rank, score in enumerate(self.inside(scores)[:3], start=1):
            entry = self.book.entries[score.entry]
            phrasing = self.index.phrasings[score.phrasing].text
            lines.append(
                f'{rank}. {entry.id} skor {score.score:.2f}: paling mirip ucapan "{phrasing}".'
            )
            seen = score.evidence
            lines.append(
                f"   kata penelepon terjelaskan {seen.explained:.0%}, kata ucapan tercakup "
                f"{seen.covered:.0%}, kemiripan kalimat {seen.string:.0%}, jenis pertanyaan "
                f"{seen.question:.0%}, kata asing {seen.alien:.0%}, mentah {seen.raw:.3f}, "
                f"mirip tiga ucapan terdekat {seen.near:.0%}, mirip semua ucapan "
                f"{seen.whole:.0%}, urutan {score.rank:.2f}."
            )
            weak = [
                token.surface
                for token, value in zip(utterance.tokens, score.words, strict=True)
                if value < 0.5
            ]
            if weak:
                lines.append(f"   tidak terjelaskan: {', '.join(weak)}.")
        return tuple(lines)


def _is_vague(utterance: Utterance) -> bool:
    """Whether only a topic was named and nothing asked of it."""
    return not utterance.questions and len(utterance.content) <= 2
