"""One configuration file, errors by file and line."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from voice.errors import VoiceError
from voice.office import office_hours
from voice.settings import load_settings

REPOSITORY = Path(__file__).parents[2]


def test_the_shipped_file_is_read() -> None:
    settings = load_settings(REPOSITORY / "sapa.toml")
    assert settings.office.unit.startswith("Unit Layanan Terpadu")
    assert settings.database_url.startswith(f"sqlite:///{REPOSITORY}")
    assert office_hours(settings).week[4] == ((time(8), time(16, 30)),)


def test_paths_count_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "sapa.toml"
    file.write_text('[storage]\nrecordings = "rekaman"\n')
    settings = load_settings(file)
    assert settings.at_home(settings.storage.recordings) == tmp_path / "rekaman"


def test_the_environment_stands_above_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "sapa.toml"
    file.write_text('[office]\nofficer = "Ani"\n')
    monkeypatch.setenv("SAPA_OFFICE__OFFICER", "Budi")
    assert load_settings(file).office.officer == "Budi"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[office\n", ":1:"),
        ('[office]\n\nunits = "ULT"\n', ":3:"),
        ("[calls]\nsilence_seconds = 0.1\n", ":2:"),
        ('[office]\nhours = { senin = "8-16" }\n', ":2:"),
        ('[office]\nhours = { senen = "08:00-16:00" }\n', ":2:"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, text: str, place: str) -> None:
    file = tmp_path / "sapa.toml"
    file.write_text(text)
    with pytest.raises(VoiceError, match=f"sapa.toml{place}"):
        load_settings(file)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="tidak bisa dibaca"):
        load_settings(tmp_path / "none.toml")
