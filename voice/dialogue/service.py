"""One call by the procedure, from the greeting to the closing words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from desk import Outcome, Procedure
from faq import Match, Matcher
from models import Field
from voice.errors import VoiceError
from voice.hearing import Heard
from voice.understanding.commands import plain
from voice.understanding.yesno import wants_more

from .asking import Answer, Asker, CallerSilent, OfficerWanted
from .conversation import CallerHungUp, CallTooLong, Conversation, Notes
from .identity import Identity
from .review import Review, Reviewed

_MOST_QUESTIONS: Final = 5
_GREETINGS: Final = frozenset(
    "halo hallo selamat pagi siang sore malam assalamualaikum assalamu alaikum waalaikumsalam "
    "bu pak ibu bapak mbak mas permisi maaf mau tanya bertanya nanya saya numpang ya iya oh "
    "eh anu ini itu ada ingin pertanyaan menanyakan lagi baik terima kasih oke dong tolong "
    "bisa dibantu bantu minta dong mohon kak jadi begini gini".split()
)

_CLOSERS: Final = frozenset(
    "tidak sudah cukup jelas semuanya semua saja dulu sampai situ sekian sementara untuk "
    "belum".split()
)


@dataclass(frozen=True, slots=True)
class Words:
    """The parts of sentences that come from the configuration."""

    unit: str
    officer: str
    notice: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What one call is told about the office, by value or by question."""

    words: Words
    unit_name: Callable[[str], str]
    is_open: Callable[[datetime], bool]
    observe: Callable[[str, Match], None]


@dataclass
class _State:
    question: Heard | None = None
    unit: str | None = None
    pending: bool = False
    ticket: str | None = None
    answered: int = 0
    asked: list[str] = field(default_factory=list)


class Service:
    """Runs the procedure on one conversation. :meth:`run` returns how the call ended."""

    def __init__(
        self,
        procedure: Procedure,
        conversation: Conversation,
        notes: Notes,
        matcher: Matcher,
        around: Surroundings,
        default_unit: str,
    ) -> None:
        self._procedure = procedure
        self._conversation = conversation
        self._notes = notes
        self._around = around
        self._default_unit = default_unit
        self._asker = Asker(procedure, conversation)
        self._identity = Identity(procedure, self._asker, notes)
        self._review = Review(
            procedure, self._asker, notes, matcher, conversation.now().date(), around.observe
        )
        self._state = _State()

    def run(self) -> Outcome:
        """Greet, take the form, review, answer or pass on, close.

        Whatever the caller does, the call ends in one of the outcomes and everything heard is kept.

        Raises:
            VoiceError: the line or the voice failed; an open question has its ticket by then.
        """
        try:
            return self._conducted()
        except CallerHungUp as gone:
            return self._left(gone)
        except VoiceError:
            self._keep_open_question("Panggilan terputus karena gangguan saluran.")
            raise

    def _conducted(self) -> Outcome:
        try:
            self._take_call()
        except OfficerWanted:
            self._officer()
        except CallerSilent:
            if not self._asker.anything_said:
                self._silent_close()
                return Outcome.SILENT
            self._asker.say("silence_close")
            if self._state.pending or not self._state.answered:
                self._pass_on("Penelepon tidak terdengar lagi sebelum pertanyaannya selesai.")
        except CallTooLong:
            self._asker.say("long_call")
            self._pass_on("Waktu panggilan habis.")
        self._close()
        return Outcome.TICKET if self._state.ticket else Outcome.ANSWERED

    # --- steps 1 to 3 -------------------------------------------------------------------------

    def _take_call(self) -> None:
        question = self._greet()
        with self._notes.step(2):
            self._note_question(question)
            self._asker.spoke_on = self._spoke_on
            self._identity.collect()
        question = self._state.question or question
        waiting = self._review.parts(question)
        for _ in range(_MOST_QUESTIONS):
            with self._notes.step(3):
                reviewed = self._review.answer(waiting.pop(0))
            self._settle(reviewed)
            if not reviewed.answered:
                self._pass_on(reviewed.reason)
            if not waiting:
                following = self._more()
                if following is None:
                    return
                self._note_question(following)
                waiting = self._review.parts(following)

    def _greet(self) -> Heard:
        word = self._procedure.greeting_word(self._conversation.now())
        words = self._around.words
        greeting = self._procedure.sentence(
            "salam", sapaan=word, unit=words.unit, petugas=words.officer
        )
        step = self._notes.step(1)
        step.__enter__()
        ended = False

        def spoken() -> None:
            nonlocal ended
            if not ended:
                ended = True
                step.__exit__(None, None, None)

        try:
            said = self._asker.ask(
                "question",
                Field.QUESTION,
                self._a_question,
                text=f"{greeting} {words.notice}".strip(),
                short=self._procedure.sentence("question"),
                unfinished=self._review.sounds_unfinished,
                on_spoken=spoken,
                tries=3,
            )
        finally:
            spoken()
        return said.value if said.value is not None else said.heard

    def _a_question(self, heard: Heard) -> Heard | None:
        """The first words of a call are often a greeting alone; that is no question yet."""
        content = [w for w in plain(heard.text).split() if w not in _GREETINGS]
        return heard if content else None

    def _note_question(self, heard: Heard) -> None:
        self._state.question = heard
        self._state.pending = True
        if heard.text:
            self._state.asked.append(heard.text)
            self._notes.value("question", " / ".join(self._state.asked), heard.confidence)

    def _spoke_on(self, rest: Heard) -> None:
        """The caller had only paused: the rest belongs to the question."""
        before = self._state.question
        if before is None or not rest.words:
            return
        whole = replace(before, words=before.words + rest.words, ended_at=rest.ended_at)
        self._state.question = whole
        self._state.asked[-1:] = [whole.text]
        self._notes.value("question", whole.text, whole.confidence)

    def _settle(self, reviewed: Reviewed) -> None:
        if reviewed.entry is not None:
            self._state.unit = reviewed.entry.unit
        if reviewed.answered:
            self._state.answered += 1
            self._state.pending = False

    def _more(self) -> Heard | None:
        """The next question, or None when there is none."""

        def understand(heard: Heard) -> tuple[bool, Heard] | None:
            content = [w for w in plain(heard.text).split() if w not in _GREETINGS | _CLOSERS]
            more = wants_more(heard.text)
            if len(content) >= 3:
                return True, heard
            return None if more is None else (more, heard)

        said: Answer[tuple[bool, Heard]] = self._asker.ask("more", Field.QUESTION, understand)
        if said.value is None or not said.value[0]:
            return None
        heard = said.value[1]
        if self._a_question(heard) is not None and len(heard.words) > 3:
            return heard
        following = self._asker.ask("next_question", Field.QUESTION, self._a_question)
        return following.value

    # --- step 4: the back office --------------------------------------------------------------

    def _officer(self) -> None:
        try:
            self._asker.say("officer")
            with self._notes.step(2):
                self._identity.collect(only=("name", "phone"))
        except (OfficerWanted, CallerSilent):
            pass
        self._pass_on("Penelepon meminta petugas.")

    def _pass_on(self, reason: str) -> None:
        unit = self._state.unit or self._default_unit
        self._state.pending = False
        self._state.ticket = self._notes.ticket(unit, reason)
        with self._notes.step(4):
            self._asker.say(
                "passed_on", unit=self._around.unit_name(unit), ticket=self._state.ticket
            )
            if not self._identity.can_be_called:
                self._asker.say("no_number")
            elif self._around.is_open(self._conversation.now()):
                self._asker.say("called_back")
            else:
                self._asker.say("called_back_later")

    # --- step 7 and the other ways out ----------------------------------------------------------

    def _close(self) -> None:
        with self._notes.step(7):
            word = self._procedure.greeting_word(self._conversation.now())
            self._asker.say("penutup", sapaan=word)

    def _silent_close(self) -> None:
        self._asker.say("silence_close")
        self._close()

    def _left(self, gone: CallerHungUp) -> Outcome:
        """The caller hung up: keep what was heard; an open question becomes a ticket."""
        if gone.asked in ("question", "rephrase", "more") and gone.heard.text:
            if self._a_question(gone.heard) is not None:
                self._note_question(gone.heard)
        else:
            self._identity.keep_interrupted(gone.asked, gone.heard)
        self._keep_open_question("Penelepon menutup telepon sebelum pertanyaannya dijawab.")
        return (
            Outcome.ABANDONED
            if self._state.pending or not self._state.answered
            else (Outcome.TICKET if self._state.ticket else Outcome.ANSWERED)
        )

    def _keep_open_question(self, reason: str) -> None:
        """A question without an answer becomes a ticket, also when nobody is there to hear it."""
        if self._state.pending and self._state.asked:
            unit = self._state.unit or self._default_unit
            self._state.ticket = self._notes.ticket(unit, reason)
