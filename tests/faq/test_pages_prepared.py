"""What takes long is made beside the pages that wait for it."""

from __future__ import annotations

import threading

import pytest

from faq.pages.prepared import Prepared


def test_it_is_made_once_for_each_key() -> None:
    made: list[int] = []
    prepared = Prepared[str, int](grace=30.0)

    def make() -> int:
        made.append(1)
        return len(made)

    assert [prepared.get(key, make) for key in ("a", "a", "b", "b", "a")] == [1, 1, 2, 2, 3]


def test_nobody_waits_for_what_takes_long_and_nothing_is_made_twice_at_once() -> None:
    go, begun = threading.Event(), threading.Event()
    prepared = Prepared[str, str](grace=0.0)

    def slow() -> str:
        begun.set()
        go.wait(30)
        return "lambat"

    assert prepared.get("a", slow) is None
    assert begun.wait(30)
    assert prepared.get("a", lambda: "lain") is None
    assert prepared.get("b", lambda: "lain") is None
    go.set()
    found = None
    while found is None:
        found = prepared.get("a", lambda: "lain")
    assert found == "lambat"


def test_a_failure_is_told_and_tried_again() -> None:
    prepared = Prepared[str, str](grace=30.0)

    def fail() -> str:
        raise ValueError("gagal")

    with pytest.raises(ValueError, match="gagal"):
        prepared.get("a", fail)
    assert prepared.get("a", lambda: "baik") == "baik"
