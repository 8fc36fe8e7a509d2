"""From written Indonesian to clauses that any voice can say: lower-case words and pauses.

Cleans the text (markup, control characters, emoji, other scripts), applies the table of
:mod:`voice.speech.rules`, and cuts what comes of it at punctuation. Works through a text block by
block, so that the first clause of a very long one is there at once.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from voice.speech.clause import (
    BREATH_PAUSE_MS,
    COLON_PAUSE_MS,
    COMMA_PAUSE_MS,
    END_PAUSE_MS,
    GROUP_PAUSE_MS,
    LONGEST_CLAUSE,
    PARAGRAPH_PAUSE_MS,
    SENTENCE_PAUSE_MS,
    Clause,
    Tone,
)
from voice.speech.numbers import DIGITS, GROUP
from voice.speech.rules import RULES
from voice.speech.wordlist import LETTERS

_PARAGRAPH: Final = "\ue001"
_BLOCK: Final = 1500
"""Characters normalised at once, to the next end of a sentence or word."""
_LONGEST_WORD: Final = 40

_MARKUP: Final = re.compile(
    r"<!--.{0,1200}?-->|</?(?![\w.+-]{1,64}@|https?:|www\.)[A-Za-z!?][^<>]{0,300}>",
    re.DOTALL | re.IGNORECASE,
)
_SCRIPT: Final = re.compile(r"<(script|style)\b", re.IGNORECASE)
_SCRIPT_ENDS: Final = {
    name: re.compile(rf"</{name}\s{{0,9}}>", re.IGNORECASE) for name in ("script", "style")
}
_LONGEST_TAG: Final = 300
_TERMINAL: Final = re.compile(r"\x1b\[[\d;]{0,20}[A-Za-z]")
_SIGNS: Final = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "`": "'",
        "“": '"',
        "”": '"',
        "—": "–",
        "‑": "-",
        "…": ".",
        "•": "\n",
        "·": " ",
        "\u00a0": " ",
        "\u00ad": None,
        "\u200b": None,
        "\u200d": None,
        "\ufeff": None,
        "²": "2",
        "³": "3",
        "½": " 1/2",
        "¼": " 1/4",
        "¾": " 3/4",
        "ß": "ss",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
    }
)
_KEPT_SIGNS: Final = frozenset("–<>≤≥±×°→⇒➜‰⁄−€£" + GROUP + _PARAGRAPH)
_BREAK: Final = re.compile(rf"[.,;:?!()\[\]{{}}\"{GROUP}{_PARAGRAPH}–]")
_CONJUNCTION: Final = re.compile(
    r" (?=(?:dan|atau|yang|karena|untuk|agar|supaya|sehingga|tetapi|namun|bila|jika|apabila|kalau|"
    r"serta|lalu|kemudian|sebelum|setelah|sesudah|dengan|di|ke|dari|pada|melalui|oleh|adalah|bahwa|"
    r"tentang|sejak|pukul|tanggal) )"
)
_TIED: Final = frozenset(
    [
        *DIGITS,
        *LETTERS.values(),
        *"belas puluh ratus ribu juta miliar triliun sepuluh sebelas seratus seribu".split(),
        *"koma titik garis miring bawah strip tanda tanya".split(),
        *"rupiah persen waktu indonesia barat tengah timur".split(),
    ]
)
"""Words of which two neighbours belong together: numbers, letters, addresses, time zones."""
_PAUSES: Final = {
    GROUP: GROUP_PAUSE_MS,
    _PARAGRAPH: PARAGRAPH_PAUSE_MS,
    ".": SENTENCE_PAUSE_MS,
    "?": SENTENCE_PAUSE_MS,
    "!": SENTENCE_PAUSE_MS,
    ":": COLON_PAUSE_MS,
    ";": COLON_PAUSE_MS,
    '"': 0,
}
_STOPS: Final = frozenset(".!" + _PARAGRAPH)


def clauses(text: str) -> Iterator[Clause]:
    """The clauses of a text, one after another; none when it has nothing that can be spoken.

    Args:
        text: written Indonesian of any length; markup in it is never obeyed, only left out.
    """
    held: Clause | None = None
    for block in _blocks(_without_scripts(html.unescape(text))):
        for clause in _cut(spoken(block)):
            if held is not None:
                yield held
            held = clause
    if held is not None:
        asked = held.tone is Tone.RISE
        tone = held.tone if asked else Tone.FALL
        # Whoever was asked may answer at once; after a statement Sapa goes on herself.
        yield Clause(held.text, 0 if asked else END_PAUSE_MS, tone)


def spoken(text: str) -> str:
    """A text after all rules: words, punctuation and pause marks.

    Whatever is neither a letter a-z nor punctuation by then is left out.
    """
    text = cleaned(text)
    for rule in RULES:
        text = re.sub(r" {2,}", " ", rule(text))
    return text


def cleaned(text: str) -> str:
    """Without markup, control characters, emoji and letters that are not Latin."""
    text = _MARKUP.sub(" ", _TERMINAL.sub("", text))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = re.sub(r"(?<=\d)(?=[²³])", "^", text)
    text = text.replace(GROUP, " ").replace(_PARAGRAPH, " ").translate(_SIGNS)
    text = re.sub(r"\n[ \t]*\n\s*", _PARAGRAPH, text)
    text = re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "", text)
    # A dash stands free; from here on a hyphen only joins.
    text = re.sub(r"(?<=\s)-+(?=\s)", "–", text)
    # A line that ends without punctuation before an item of a list is a sentence of its own.
    text = re.sub(r"(?<=[\w)])[ \t]*\n(?=[ \t]*(?:[-*•]|\d{1,2}[.)]|[a-z][.)])[ \t])", ".\n", text)
    folded = unicodedata.normalize("NFKD", text)
    return "".join(
        c if c.isascii() and (c.isprintable() or c == "\n") else _kept(c) for c in folded
    )


def _kept(char: str) -> str:
    if char in _KEPT_SIGNS:
        return char
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return "" if unicodedata.combining(char) else " "


def _without_scripts(text: str) -> str:
    """Without scripts and styles and what is in them, however long; one never closed ends it."""
    kept, at = [], 0
    while script := _SCRIPT.search(text, at):
        kept.append(text[at : script.start()])
        end = _SCRIPT_ENDS[script[1].lower()].search(text, script.end())
        if end is None:
            return " ".join(kept)
        at = end.end()
    return " ".join([*kept, text[at:]]) if kept else text


def _blocks(text: str) -> Iterator[str]:
    """The text in pieces of about :data:`_BLOCK` characters, cut after a sentence if possible."""
    at = 0
    while at < len(text):
        end = at + _BLOCK
        if end < len(text):
            piece = text[at:end]
            cut = max(piece.rfind(". "), piece.rfind("\n"), piece.rfind("? "), piece.rfind("! "))
            if cut < _BLOCK // 3:
                cut = piece.rfind(" ")
            tag = piece.rfind("<", 0, cut + 1 if cut > 0 else _BLOCK)
            if tag > _BLOCK - _LONGEST_TAG and ">" not in piece[tag : cut + 1 if cut > 0 else None]:
                cut = tag - 1
            end = at + cut + 1 if cut > 0 else end
        yield text[at:end]
        at = end


def _cut(text: str) -> Iterator[Clause]:
    """Cut at punctuation; the strongest mark of a run decides pause and tone."""
    waiting = ""
    at = 0
    pause, tone = 0, Tone.CONTINUE
    for mark in _BREAK.finditer(text):
        words = _words(text[at : mark.start()])
        at = mark.end()
        if words:
            if waiting:
                if pause or tone is not Tone.CONTINUE:
                    yield from _breaths(waiting, pause, tone)
                    waiting = ""
                else:
                    words = f"{waiting} {words}"
            waiting, pause, tone = words, 0, Tone.CONTINUE
        pause = max(pause, _PAUSES.get(mark[0], COMMA_PAUSE_MS))
        if mark[0] == "?":
            tone = Tone.RISE
        elif mark[0] in _STOPS and tone is not Tone.RISE:
            tone = Tone.FALL
    words = _words(text[at:])
    if words and waiting and not pause:
        yield from _breaths(f"{waiting} {words}", SENTENCE_PAUSE_MS, Tone.FALL)
    else:
        if waiting:
            yield from _breaths(waiting, pause, tone)
        if words:
            yield from _breaths(words, COMMA_PAUSE_MS, Tone.CONTINUE)


def _words(text: str) -> str:
    """Only lower-case words, single spaces between; endless ones cut."""
    kept = re.sub(r"[^a-z]+", " ", text.lower().replace("'", ""))
    words = []
    for word in kept.split():
        words += [word[i : i + _LONGEST_WORD] for i in range(0, len(word), _LONGEST_WORD)]
    return " ".join(words)


def _breaths(words: str, pause: int, tone: Tone) -> Iterator[Clause]:
    """Cut a clause that is too long for one breath, before a conjunction if there is one."""
    while len(words) > LONGEST_CLAUSE:
        cuts = [
            m.start() for m in _CONJUNCTION.finditer(words, LONGEST_CLAUSE // 3, LONGEST_CLAUSE)
        ]
        cut = cuts[-1] if cuts else _loosest(words)
        yield Clause(words[:cut], BREATH_PAUSE_MS, Tone.CONTINUE)
        words = words[cut + 1 :]
    yield Clause(words, pause, tone)


def _loosest(words: str) -> int:
    """Where to breathe when there is no conjunction: the last space that parts no number."""
    spaces = [m.start() for m in re.finditer(" ", words[:LONGEST_CLAUSE])]
    for at in reversed(spaces):
        before, after = words[:at].rsplit(" ", 1)[-1], words[at + 1 :].split(" ", 1)[0]
        if at > LONGEST_CLAUSE // 3 and not (before in _TIED and after in _TIED):
            return at
    return spaces[-1]
