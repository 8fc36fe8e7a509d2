"""One configuration for everything: ``sapa.toml``, overridden by ``SAPA_…`` in the environment."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from .errors import VoiceError

CONFIG_NAME: Final = "sapa.toml"
_HOURS: Final = re.compile(r"^([01]\d|2[0-3])[:.][0-5]\d-([01]\d|2[0-3])[:.][0-5]\d$")
_DAYS: Final = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Office(_Section):
    """Who answers, and when people are at work."""

    unit: str = "Unit Layanan Terpadu BPMP Provinsi Sumatera Utara"
    officer: str = "Sapa"
    recording_notice: str = "Percakapan ini direkam untuk peningkatan mutu layanan."
    timezone: str = "Asia/Jakarta"
    hours: dict[str, str] = Field(
        default_factory=lambda: dict.fromkeys(_DAYS[:5], "08:00-16:00"),
        description="working hours by weekday (senin..minggu); a day left out is closed",
    )
    holidays: list[date] = Field(default_factory=list)

    @field_validator("hours")
    @classmethod
    def _hours(cls, value: dict[str, str]) -> dict[str, str]:
        for day, hours in value.items():
            if day not in _DAYS:
                raise ValueError(f"hari {day!r} tidak dikenal; pakai senin sampai minggu")
            if not _HOURS.match(hours):
                raise ValueError(f"jam {hours!r} untuk {day} harus seperti 08:00-16:00")
        return value


class Storage(_Section):
    """Where records, recordings and rendered speech are kept."""

    database: str = "sqlite:///data/sapa.db"
    recordings: Path = Path("data/recordings")
    speech: Path = Path("data/speech")
    graphs: Path = Path("build/graphs")
    callers: Path = Path("data/callers")
    knowledge: Path = Field(
        default=Path("data/faq"),
        description="folder for a copy of the last good version of the FAQ",
    )
    free_mb: int = Field(default=200, description="least free disk space for taking a call")


class Hearing(_Section):
    """The ears."""

    model: Path | None = Field(
        default=None, description="folder of the speech model; the shipped one if unset"
    )
    second_pass: bool = True


class Speech(_Section):
    """The voice."""

    voice: Literal["auto", "perempuan", "laki-laki", "mbrola", "espeak"] = "auto"
    words_per_minute: int = Field(default=130, ge=80, le=260)


class Knowledge(_Section):
    """The FAQ."""

    folder: Path | None = Field(
        default=None, description="folder of entries; the shipped one if unset"
    )
    default_unit: str = "ult"


class Calls(_Section):
    """Manners of a call."""

    silence_seconds: float = Field(default=6.0, ge=2.0, le=30.0)
    longest_minutes: float = Field(default=15.0, ge=1.0, le=120.0)
    barge_in: bool = True


class Console(_Section):
    """The web console for the staff."""

    host: str = Field(
        default="127.0.0.1", description="address to listen at; beyond this computer with password"
    )
    port: int = Field(default=8080, ge=0, le=65535)
    password: SecretStr | None = Field(
        default=None, description="shared by the staff; without one only a name is asked"
    )


class Settings(BaseSettings):
    """All sections. Relative paths count from the folder of ``sapa.toml``."""

    model_config = SettingsConfigDict(
        env_prefix="SAPA_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    office: Office = Field(default_factory=Office)
    storage: Storage = Field(default_factory=Storage)
    hearing: Hearing = Field(default_factory=Hearing)
    speech: Speech = Field(default_factory=Speech)
    knowledge: Knowledge = Field(default_factory=Knowledge)
    calls: Calls = Field(default_factory=Calls)
    console: Console = Field(default_factory=Console)
    home: Path = Path()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment stands above the file, which arrives as initial values."""
        return env_settings, init_settings

    def at_home(self, path: Path) -> Path:
        return path if path.is_absolute() else self.home / path

    @property
    def database_url(self) -> str:
        """The database URL with a relative SQLite path made absolute."""
        prefix = "sqlite:///"
        url = self.storage.database
        if url.startswith(prefix) and not url.startswith(prefix + "/") and ":memory:" not in url:
            return prefix + str(self.at_home(Path(url.removeprefix(prefix))).absolute())
        return url


def load_settings(path: Path | None = None) -> Settings:
    """Read a configuration file; the defaults where there is none.

    Args:
        path: the file; ``sapa.toml`` of the working folder when None, which may be missing.

    Raises:
        VoiceError: the file is missing, is not TOML, or holds an unknown or wrong value; the
            message names file and line.
    """
    file = path if path is not None else Path(CONFIG_NAME)
    text = ""
    if path is not None or file.exists():
        try:
            text = file.read_text(encoding="utf-8")
        except OSError as error:
            raise VoiceError(f"Konfigurasi {file} tidak bisa dibaca: {error.strerror}.") from error
    values = _parse(file, text)
    try:
        return Settings(**values, home=file.absolute().parent)
    except ValidationError as error:
        first = error.errors()[0]
        keys = [str(k) for k in first["loc"]]
        line = next(
            (n for n, row in enumerate(text.splitlines(), 1) if row.strip().startswith(keys[-1])), 1
        )
        raise VoiceError(f"{file}:{line}: isian {'.'.join(keys)} salah: {first['msg']}.") from error


def _parse(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = at.group(1) if at else "1"
        raise VoiceError(f"{file}:{line}: bukan TOML yang sah: {error}.") from error
