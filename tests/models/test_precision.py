"""Trainings compute in whichever numbers the processor multiplies faster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

torch = pytest.importorskip("torch")


@pytest.fixture
def precision(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    from models.training import precision

    precision.fastest.cache_clear()
    yield precision
    monkeypatch.undo()
    precision.fastest.cache_clear()


@pytest.mark.parametrize(("took", "kind"), [(0.5, "bfloat16"), (2.0, "float32")])
def test_the_faster_numbers_are_taken(
    precision: Any, monkeypatch: pytest.MonkeyPatch, took: float, kind: str
) -> None:
    times = {torch.float32: 1.0, torch.bfloat16: took}
    monkeypatch.setattr(precision, "_seconds", times.__getitem__)

    assert precision.fastest() is getattr(torch, kind)
    with precision.autocast():
        product = torch.ones(2, 2) @ torch.ones(2, 2)
    assert product.dtype is getattr(torch, kind)


def test_products_are_really_timed(precision: Any) -> None:
    assert all(precision._seconds(kind) > 0 for kind in (torch.float32, torch.bfloat16))
    assert precision.fastest() in (torch.float32, torch.bfloat16)
