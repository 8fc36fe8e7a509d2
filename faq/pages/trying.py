"""``/tanya-jawab/coba``: ask as a caller would and see what Sapa makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from faq.decision import Decision
from faq.match import Match
from faq.pages.frame import Frame, Surroundings
from faq.pages.listening import Texts

LONGEST: Final = 500
"""Characters of a question; nobody says more in one breath."""
DECISIONS: Final = {
    Decision.ANSWER: "Dijawab",
    Decision.CLARIFY: "Ditanya balik: yang mana dari dua?",
    Decision.REPHRASE: "Diminta mengulang dengan kalimat lain",
    Decision.ESCALATE: "Diteruskan ke petugas",
}


@dataclass(frozen=True, slots=True)
class Tried:
    """One question of what was typed.

    Attributes:
        text: the question.
        match: what Sapa makes of it.
        decision: the same in words.
        said: what Sapa says first.
        sound: path of its sound; "" when there is none.
    """

    text: str
    match: Match
    decision: str
    said: str
    sound: str


def add_trying(routes: APIRouter, frame: Frame, around: Surroundings, texts: Texts) -> None:
    """The page on which questions are tried."""

    @routes.get("/coba")
    def attempt(request: Request, tanya: str = "") -> Response:
        problem = ""
        tried: list[Tried] = []
        question = " ".join(tanya.split())
        if len(question) > LONGEST:
            problem = f"Pertanyaan terlalu panjang; paling banyak {LONGEST} huruf."
        elif question:
            matcher = around.shelf.current().matcher
            for part in matcher.split_compound(question):
                match = matcher.match(part, around.today())
                said = around.reply(match)
                decision = DECISIONS[match.decision]
                tried.append(Tried(part, match, decision, said, texts.offer(said)))
        return frame.page(
            request,
            "faq/try.html",
            422 if problem else 200,
            tanya=tanya,
            problem=problem,
            tried=tried,
        )
