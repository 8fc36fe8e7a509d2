"""Which models of the first pass are in memory, and that a call never misses one."""

from __future__ import annotations

import shutil
import threading
import weakref
from pathlib import Path

import pytest

from models import Field, ModelError
from models.confidence import Confidence
from models.first_passes import FirstPasses
from models.graphs import MODEL, current_build

WORTH = Confidence.read(MODEL)


def test_only_those_lately_used_stay(graphs: Path) -> None:
    passes = FirstPasses(graphs, WORTH, kept=2)
    digits = passes.get(Field.DIGITS)
    passes.get(Field.YESNO)
    assert passes.get(Field.DIGITS) is digits
    passes.get(Field.NAME)
    assert passes.get(Field.DIGITS) is digits
    gone = weakref.ref(digits)
    del digits
    passes.get(Field.YESNO)
    passes.get(Field.NAME)
    assert gone() is None
    assert passes.get(Field.DIGITS)


def test_what_another_call_still_uses_is_not_read_again(graphs: Path) -> None:
    passes = FirstPasses(graphs, WORTH, kept=1)
    used = passes.get(Field.DIGITS)
    passes.get(Field.YESNO)
    assert list(passes._models) == [Field.YESNO]
    assert passes.get(Field.DIGITS) is used
    assert list(passes._models) == [Field.DIGITS]


def test_what_is_asked_for_next_is_read_in_the_background(graphs: Path) -> None:
    passes = FirstPasses(graphs, WORTH, kept=1)
    passes.get(Field.YESNO)
    passes.prepare(Field.DIGITS)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon:
            thread.join(timeout=20)
    assert list(passes._models) == [Field.DIGITS]
    passes.prepare(Field.DIGITS)


def test_graphs_built_since_stand_in_for_those_that_are_gone(graphs: Path, tmp_path: Path) -> None:
    base = tmp_path / "graphs"
    shutil.copytree(graphs, base, symlinks=True)
    key = current_build(base)
    assert key is not None
    passes = FirstPasses(base, WORTH, kept=1)
    (base / key).rename(base / "anew")
    (base / "current").write_text("anew", encoding="utf-8")
    passes.get(Field.DIGITS)
    shutil.rmtree(base / "anew")
    with pytest.raises(ModelError, match="sapa model build"):
        passes.get(Field.NAME)


def test_a_broken_graph_is_known_before_a_call(graphs: Path, tmp_path: Path) -> None:
    base = tmp_path / "graphs"
    shutil.copytree(graphs, base, symlinks=True)
    key = current_build(base)
    assert key is not None
    broken = base / key / Field.NAME.value / "graph" / "HCLG.fst"
    broken.unlink()
    with pytest.raises(ModelError):
        FirstPasses(base, WORTH)
