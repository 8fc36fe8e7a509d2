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
        pitch: of that voice, 0..99.
        words_per_minute: of that voice.
    """

    blend: tuple[tuple[str, float], ...]
    speed: float
    variant: str
    pitch: int = 50
    words_per_minute: int = 130


VOICES: Final[dict[str, CallerVoice]] = {
    "ibu": CallerVoice((("jf_alpha", 1.0),), 0.95, "id+f2"),
    "bapak": CallerVoice((("jm_kumo", 1.0),), 0.95, "id+m7"),
}
"""By the name that scenarios use."""

BABBLE: Final[tuple[tuple[str, CallerVoice], ...]] = tuple(
    (text, CallerVoice(((style, 1.0),), speed, variant, pitch))
    for text, style, speed, variant, pitch in (
        (
            "Sudah sampai di mana tadi, ayo kita lanjutkan rapatnya.",
            "jf_gongitsune",
            1.1,
            "id+f1",
            55,
        ),
        ("Besok pagi anak-anak latihan upacara di lapangan.", "jm_kumo", 1.1, "id+m1", 45),
        ("Tolong ambilkan berkas yang di atas meja itu, Bu.", "jf_nezumi", 1.0, "id+f4", 60),
        ("Iya, nanti sore saya jemput setelah pulang kantor.", "jf_tebukuro", 1.2, "id+f5", 50),
        ("Kopinya dua, gulanya sedikit saja, terima kasih.", "jm_kumo", 0.9, "id+m5", 35),
        ("Kemarin hujan deras, jalannya banjir sampai ke pasar.", "jf_alpha", 1.1, "id+f3", 52),
    )
)
"""Talk in the background, each with who says it."""
