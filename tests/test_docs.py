"""The documents say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desk import load_procedure, procedure_document

REPOSITORY = Path(__file__).parents[1]
DOCUMENTS = ["README.md", "docs/architecture.md", "docs/angka.md"]


def test_the_procedure_s_page_is_up_to_date() -> None:
    page = (REPOSITORY / "docs/prosedur.md").read_text(encoding="utf-8")
    assert page == procedure_document(load_procedure()), "jalankan: sapa docs procedure"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_a_document_points_to_exists(name: str) -> None:
    document = REPOSITORY / name
    text = document.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    paths = re.findall(r"`((?:voice|models|faq|desk|bench|tests|docs)/[\w./-]*)`", text)
    for link in links:
        assert (document.parent / link).exists(), link
    for path in paths:
        assert (REPOSITORY / path).exists(), path


def test_rooms_point_one_way() -> None:
    """Only voice may use the other rooms; they know neither voice nor one another."""
    others = {"models": "voice|faq|desk", "faq": "voice|models|desk", "desk": "voice|models|faq"}
    for room, forbidden in others.items():
        for file in (REPOSITORY / room).rglob("*.py"):
            arrows = re.findall(
                rf"^\s*(?:from|import) ({forbidden})\b", file.read_text(encoding="utf-8"), re.M
            )
            assert not arrows, f"{file.relative_to(REPOSITORY)} uses {arrows}"
