"""Settings of a test's own, over the graphs and rendered callers that the product shares."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice.office import build_ears
from voice.settings import Settings

REPOSITORY = Path(__file__).parents[2]


def settings_at(home: Path) -> Settings:
    """Records and recordings below ``home``; built graphs and rendered speech from the checkout."""
    return Settings.model_validate(
        {
            "home": home,
            "storage": {
                "graphs": REPOSITORY / "build/graphs",
                "callers": REPOSITORY / "data/callers",
                "speech": REPOSITORY / "data/speech",
            },
        }
    )


@pytest.fixture(scope="session")
def built() -> None:
    """The recognition graphs, built where anything has changed."""
    build_ears(settings_at(REPOSITORY))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, built: None) -> Settings:
    return settings_at(tmp_path_factory.mktemp("sapa"))
