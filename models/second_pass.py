"""The second pass: an encoder trained on many voices hears the finished utterance again."""

from __future__ import annotations

import json
import select
import subprocess
import threading
from pathlib import Path
from typing import Any, Final

from models.audio import LINE_RATE, Audio
from models.child import start
from models.errors import ModelError
from models.fields import Field
from models.hypothesis import Hypothesis, Pass, Word

_LOADING_SECONDS: Final = 60.0
_ANSWER_SECONDS: Final = 10.0
"""Longest waits for the process; the caller hears silence meanwhile."""
_DEAD: Final = "Telinga kedua berhenti bekerja; jalankan ulang Sapa."


class SecondPass:
    """A process of its own that hears finished utterances; safe to share between threads.

    It ends with :meth:`close`, and at the latest when this process does, because its input ends.
    """

    def __init__(self, model: Path, graphs: Path) -> None:
        """Begin to load the models; ``await_ready`` waits for them."""
        self._places: Final = (str(model), str(graphs))
        self._lock: Final = threading.Lock()
        self._process = self._begin()
        self._ready = False

    def await_ready(self) -> None:
        """Wait until the models are loaded; ModelError when they are missing or broken."""
        with self._lock:
            if not self._ready:
                self._receive()
                self._ready = True

    def hear(self, field: Field, audio: Audio) -> Hypothesis:
        """Words of one utterance at 8 kHz.

        Raises:
            ModelError: the process died or did not answer, twice.
            ValueError: the audio has another rate.
        """
        samples = audio.require(LINE_RATE).samples
        header = json.dumps({"field": field.value, "samples": len(samples)}).encode()
        request = header + b"\n" + samples.tobytes()
        self.await_ready()
        with self._lock:
            try:
                return self._ask(request)
            except ModelError:
                self._stop()
                self._process = self._begin()
            try:
                self._receive()
                return self._ask(request)
            except ModelError:
                self._stop()  # its late answer would be taken for that of the next utterance
                raise

    def close(self) -> None:
        """End the process; further calls to ``hear`` start it again."""
        with self._lock:
            self._stop()

    def _begin(self) -> subprocess.Popen[bytes]:
        return start("models.second_process", *self._places)

    def _ask(self, request: bytes) -> Hypothesis:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(request)
            self._process.stdin.flush()
        except (OSError, ValueError):
            raise ModelError(_DEAD) from None
        reply = self._receive(_ANSWER_SECONDS)
        words = tuple(Word(*fields) for fields in reply["words"])
        return Hypothesis(words, Pass.SECOND, tuple(reply["others"]))

    def _receive(self, patience: float = _LOADING_SECONDS) -> dict[str, Any]:
        assert self._process.stdout is not None
        waiting, _, _ = select.select([self._process.stdout], [], [], patience)
        line = self._process.stdout.readline() if waiting else b""
        if not line:
            raise ModelError(_DEAD)
        reply: dict[str, Any] = json.loads(line)
        if "error" in reply:
            raise ModelError(reply["error"])
        return reply

    def _stop(self) -> None:
        process = self._process
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        process.kill()
        process.wait()
