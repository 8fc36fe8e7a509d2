"""How Indonesian words sound: the phonemes that the neural voices read, as IPA.

Indonesian spelling says nearly all of it. What it hides are the two sounds of e, which
:mod:`voice.speech.vowels` knows for some two thousand roots and :func:`_guessed` guesses for other
words, and where English words keep an English sound (:mod:`voice.speech.english`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from voice.speech.clause import Clause
from voice.speech.english import as_said
from voice.speech.vowels import marked
from voice.speech.wordlist import LETTERS

SCHWA: Final = "ə"
STRESS: Final = "ˈ"
SYMBOLS: Final = " .,?ˈabdefhijklmnoprstuwzŋɲʃʧʤɡəɛɔ"
"""All that :func:`clause_phonemes` can give; the small voice knows them by their place here."""

_UNITS: Final = re.compile("ng(?=[bcdfghjklmnpqrstvwxyz]|$)|ng|ny|sy|kh|[a-zé]")
_SOUNDS: Final = {
    "ng": "ŋ", "ny": "ɲ", "sy": "ʃ", "kh": "h", "c": "ʧ", "j": "ʤ", "g": "ɡ", "y": "j", "q": "k",
    "v": "f", "x": "ks", "é": "e", "e": SCHWA,
}  # fmt: skip
_VOWELS: Final = frozenset("aiueoəɛɔ")
_UNSTRESSED: Final = frozenset(
    "di ke se dari dan yang atau untuk pada dengan oleh agar bagi per si sang pun itu ini".split()
)
"""Little words that lean on the next one."""
_LETTER_NAMES: Final = frozenset(LETTERS.values())
_CLOSED_NAMES: Final = {"ef": "ˈɛf", "el": "ˈɛl", "em": "ˈɛm", "en": "ˈɛn", "er": "ˈɛr",
                        "es": "ˈɛs", "eks": "ˈɛks", "zet": "zˈɛt"}  # fmt: skip
_PREFIX: Final = re.compile(
    "(?:(?:me|pe)(?:ng|ny|m|n|r|l)?|be[rl]?|te[rl]?|ke|se)(?=[^aiueo]|[aiueo]..)"
)


def clause_phonemes(clause: Clause) -> str:
    """Phonemes of a clause, words apart by a space, its melody as a mark (``.``, ``,``, ``?``)."""
    return phonemes(clause.text) + clause.tone.value


def phonemes(text: str) -> str:
    """Phonemes of lower-case words.

    Args:
        text: what the front end gives: letters a-z and single spaces.
    """
    return " ".join(word_phonemes(word) for word in text.split())


@lru_cache(maxsize=16384)
def word_phonemes(word: str) -> str:
    """Phonemes of one word with the stress before its vowel: ``sekolah`` -> ``səkˈolah``."""
    if word in _LETTER_NAMES:
        # Names of letters hold /e/, never a schwa: be, ce, de.
        return _CLOSED_NAMES.get(word) or _stressed(_sounds(word.replace("e", "é")))
    said = as_said(word)
    spelled = said if word in _UNSTRESSED else marked(said) or _guessed(said)
    sounds = _sounds(spelled)
    return sounds if word in _UNSTRESSED else _stressed(sounds)


def _sounds(spelled: str) -> str:
    """Sounds of a spelled word in which é is /e/ and e schwa."""
    sounds = ""
    for unit in _UNITS.findall(spelled):
        sound = _SOUNDS.get(unit, unit)
        # A doubled consonant is one sound, a doubled vowel two (saat, maaf).
        if sound != sounds[-1:] or sound in _VOWELS:
            sounds += sound
    # Before two consonants or at the end of a word e and o are open: persen, kantor.
    return re.sub(
        "[eo](?=[^aiueoəɛɔ]+(?:[^aiueoəɛɔ]|$))",
        lambda found: {"e": "ɛ", "o": "ɔ"}[found[0]] if _closed(found) else found[0],
        sounds,
    )


def _closed(found: re.Match[str]) -> bool:
    """True when the syllable of the vowel ends with a consonant."""
    after = re.match("[^aiueoəɛɔ]+", found.string[found.end() :])
    assert after is not None
    consonants = after[0]
    if found.end() + len(consonants) == len(found.string):
        return True
    # A consonant with r, l, w or j after it begins the next syllable: negro, atletik.
    return len(consonants) > 1 and not (len(consonants) == 2 and consonants[1] in "rlwj")


def _stressed(sounds: str) -> str:
    """The stress goes on the last vowel but one, past a schwa on the last."""
    vowels = [at for at, sound in enumerate(sounds) if sound in _VOWELS]
    if not vowels:
        return sounds
    # Final ai, au and oi are one syllable.
    if len(vowels) > 1 and sounds[-2:] in ("ai", "au", "oi"):
        vowels.pop()
    at = vowels[-2] if len(vowels) > 1 and sounds[vowels[-2]] != SCHWA else vowels[-1]
    return sounds[:at] + STRESS + sounds[at:]


def _guessed(word: str) -> str:
    """A word that no table knows, with é where /e/ is likelier than schwa.

    Prefixes have a schwa. In a root e is a schwa where it opens the last syllable but one or an
    earlier one before a single consonant (negeri), and /e/ in the last syllable, beside another
    vowel, and in words with letters or endings of loans (but komputer has a schwa at its end).
    """
    if "e" not in word:
        return word
    start = 0
    prefix = _PREFIX.match(word)
    if prefix and len(word) - prefix.end() >= 4:
        start = prefix.end()
    root = word[start:]
    ends = len(root.rstrip("bcdfghjklmnpqrstvwxyz"))
    marks = []
    for at, letter in enumerate(root):
        if letter != "e":
            marks.append(letter)
            continue
        last = at == ends - 1 and root[at + 1 : at + 2] != "r"
        beside = root[at + 1 : at + 2] in tuple("aiueo") or root[at - 1 : at] in tuple("aiuo")
        loan = bool(re.search("[fvxz]|si$|is$|ik$|or$|isme$|gram$|tas$", root))
        marks.append("é" if last or beside or loan else "e")
    return word[:start] + "".join(marks)
