"""The simulated callers' voices, none of which is Sapa's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DEFAULT_VOICE: Final = "ibu"


@dataclass(frozen=True, slots=True)
class CallerVoice:
    """One caller.

    Attributes:
        blend: Kokoro styles with weights that add up to 1.
        speed: 1.0 is Kokoro's own pace.
        variant: espeak-ng voice that takes over where Kokoro is not installed.
        words_per_minute: of that voice.
    """

    blend: tuple[tuple[str, float], ...]
    speed: float
    variant: str
    words_per_minute: int = 130


VOICES: Final[dict[str, CallerVoice]] = {
    "ibu": CallerVoice((("jf_gongitsune", 0.6), ("jm_kumo", 0.4)), 0.9, "id+f2"),
    "bapak": CallerVoice((("jm_kumo", 1.0),), 0.9, "id+m7"),
    "kakak": CallerVoice((("jf_tebukuro", 0.7), ("jm_kumo", 0.3)), 0.9, "id+f5"),
    "abang": CallerVoice((("jm_kumo", 0.75), ("jf_nezumi", 0.25)), 0.95, "id+m1"),
}
"""By the name that scenarios use: a woman and a man, a younger woman and a younger man."""

BABBLE: Final[tuple[tuple[str, CallerVoice], ...]] = tuple(
    (text, CallerVoice(((style, 1.0),), speed, variant))
    for text, style, speed, variant in (
        ("Sudah sampai di mana tadi, ayo kita lanjutkan rapatnya.", "jf_gongitsune", 1.1, "id+f1"),
        ("Besok pagi anak-anak latihan upacara di lapangan.", "jm_kumo", 1.1, "id+m1"),
        ("Tolong ambilkan berkas yang di atas meja itu, Bu.", "jf_nezumi", 1.0, "id+f4"),
        ("Iya, nanti sore saya jemput setelah pulang kantor.", "jf_tebukuro", 1.2, "id+f5"),
        ("Kopinya dua, gulanya sedikit saja, terima kasih.", "jm_kumo", 0.9, "id+m5"),
        ("Kemarin hujan deras, jalannya banjir sampai ke pasar.", "jf_alpha", 1.1, "id+f3"),
    )
)
"""Talk in the background, each with who says it."""
