"""The first pass's models, field by field, of which only those lately used stay in memory.

Vosk holds the acoustic weights once for every graph, so six fields at once would cost six times
their memory; a field's model is read again in some 50 ms, before the caller speaks.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import partial
from pathlib import Path
from typing import Final
from weakref import WeakValueDictionary

from models.confidence import Confidence
from models.errors import ModelError
from models.fields import TIMINGS, Field
from models.first_pass import FirstPassModel
from models.graphs import field_folder
from models.heap import keep_heap_small, trim_heap

KEPT: Final = 1
"""The next question's is read while Sapa asks it, which takes longer than reading does."""


class FirstPasses:
    """Reads and forgets models. Safe to share between threads.

    Args:
        graphs: folder given to ``build_graphs``.
        worth: what confidences are worth.
        kept: most models in memory besides those of streams that still run.

    Raises:
        ModelError: the graphs of a field are missing or broken.
    """

    def __init__(self, graphs: Path, worth: Confidence, kept: int = KEPT) -> None:
        self._graphs: Final = graphs
        self._worth: Final = worth
        self._kept: Final = kept
        self._lock: Final = threading.Lock()
        self._folders: Final = {field: field_folder(graphs, field) for field in Field}
        self._models: Final[OrderedDict[Field, FirstPassModel]] = OrderedDict()
        self._used: Final[WeakValueDictionary[Field, FirstPassModel]] = WeakValueDictionary()
        keep_heap_small()
        # What is broken must be known before a call, not in the middle of one.
        for field in reversed(Field):
            self.get(field)

    def get(self, field: Field) -> FirstPassModel:
        """The model of a field, read now if it must be.

        Raises:
            ModelError: its files have become unreadable.
        """
        with self._lock:
            model = self._models.pop(field, None)
            if model is None:
                # The oldest goes first: one more at once would be most of what a call ever takes.
                if len(self._models) >= self._kept:
                    self._models.popitem(last=False)
                    trim_heap()
                # Another call may be using it still.
                model = self._used.get(field) or self._read(field)
            self._models[field] = self._used[field] = model
            return model

    def prepare(self, field: Field) -> None:
        """Read a field's model in the background, if it is not there; returns at once."""
        if field not in self._models:
            threading.Thread(target=self._try, args=(field,), daemon=True).start()

    def _try(self, field: Field) -> None:
        try:
            self.get(field)
        except ModelError:
            return  # who asks for it will be told

    def _read(self, field: Field) -> FirstPassModel:
        folder = self._folders[field]
        if not folder.is_dir():
            # Graphs built since took the place of these.
            folder = self._folders[field] = field_folder(self._graphs, field)
        return FirstPassModel(folder, TIMINGS[field], partial(self._worth.corrected, field=field))
