"""Rendered speech kept on disk and in memory, so that what was said once is said at once."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from models.audio import LINE_RATE, Audio
from voice.speech.clause import Clause

RENDERING: Final = "3"
"""Raise it when the same clause and voice would give other audio: older entries are then unused."""
DISK_BYTES: Final = 128 * 2**20
MEMORY_SECONDS: Final = 300.0
"""Speech held in memory: about 10 MB, all fixed prompts of a call several times over."""

_SUFFIX: Final = ".flac"


def key_of(clause: Clause, voice_id: str, slow: bool) -> str:
    """Key of a clause's audio; the pause after it is no part of it."""
    parts = (RENDERING, voice_id, "slow" if slow else "usual", clause.tone.value, clause.text)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


class SpeechCache:
    """Audio by key: FLAC files in one folder, the most recently used also in memory.

    Any number of processes may share a folder: files are written whole or not at all. A file that
    cannot be read is deleted and counts as missing. When the folder cannot be written to (full,
    read-only), speech is kept in memory alone.

    Args:
        folder: made when missing; None keeps nothing on disk.
        disk_bytes: when the files grow beyond it, those used longest ago are deleted.
        memory_seconds: likewise for what is held in memory.
    """

    def __init__(
        self,
        folder: Path | None,
        disk_bytes: int = DISK_BYTES,
        memory_seconds: float = MEMORY_SECONDS,
    ) -> None:
        self._folder = folder
        self._disk_bytes = disk_bytes
        self._memory_seconds = memory_seconds
        self._memory: OrderedDict[str, Audio] = OrderedDict()
        self._held = 0.0
        self._lock = threading.Lock()
        self._on_disk = 0
        if folder is not None:
            with contextlib.suppress(OSError):
                folder.mkdir(parents=True, exist_ok=True)
            self._on_disk = sum(size for _, size, _ in self._files())

    def get(self, key: str) -> Audio | None:
        """The audio (8 kHz) of a key, or None when it is not there."""
        with self._lock:
            if key in self._memory:
                self._memory.move_to_end(key)
                return self._memory[key]
        audio = self._read(key)
        if audio is not None:
            self._remember(key, audio)
        return audio

    def put(self, key: str, audio: Audio) -> Audio:
        """Keep audio at 8 kHz under a key; returns it as every later hit will."""
        audio = _as_stored(audio.require(LINE_RATE))
        self._remember(key, audio)
        self._write(key, audio)
        return audio

    def __contains__(self, key: str) -> bool:
        with self._lock:
            if key in self._memory:
                return True
        return self._folder is not None and self._path(key).is_file()

    @property
    def bytes_on_disk(self) -> int:
        return self._on_disk

    def _path(self, key: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{key}{_SUFFIX}"

    def _remember(self, key: str, audio: Audio) -> None:
        with self._lock:
            former = self._memory.pop(key, None)
            self._held += audio.seconds - (former.seconds if former else 0.0)
            self._memory[key] = audio
            while self._held > self._memory_seconds and len(self._memory) > 1:
                _, oldest = self._memory.popitem(last=False)
                self._held -= oldest.seconds

    def _read(self, key: str) -> Audio | None:
        if self._folder is None:
            return None
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        try:
            samples, rate = soundfile.read(io.BytesIO(data), dtype="int16")
        except (soundfile.LibsndfileError, RuntimeError):
            samples, rate = np.zeros(0, np.int16), 0
        if rate != LINE_RATE or samples.ndim != 1 or not len(samples):
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return Audio.from_pcm16(samples.astype("<i2").tobytes(), LINE_RATE)

    def _write(self, key: str, audio: Audio) -> None:
        if self._folder is None:
            return
        packed = io.BytesIO()
        pcm = np.frombuffer(audio.pcm16(), "<i2")
        soundfile.write(packed, pcm, LINE_RATE, format="FLAC", subtype="PCM_16")
        data = packed.getvalue()
        try:
            handle, partial = tempfile.mkstemp(dir=self._folder, suffix=".part")
        except OSError:
            return
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(partial).replace(self._path(key))
        except OSError:
            with contextlib.suppress(OSError):
                Path(partial).unlink()
            return
        self._on_disk += len(data)
        if self._on_disk > self._disk_bytes:
            self._evict()

    def _files(self) -> list[tuple[float, int, Path]]:
        """Time of last use, size and path of every file that is still there."""
        found = []
        if self._folder is not None and self._folder.is_dir():
            for path in self._folder.glob(f"*{_SUFFIX}"):
                with contextlib.suppress(OSError):
                    status = path.stat()
                    found.append((status.st_mtime, status.st_size, path))
        return found

    def _evict(self) -> None:
        """Delete the files used longest ago until a tenth of the room is free again."""
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        for _, size, path in files:
            if total <= self._disk_bytes * 0.9:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size
        self._on_disk = total


def _as_stored(audio: Audio) -> Audio:
    """Rounded to 16 bits, so that a first rendering and a later hit are the same samples."""
    return Audio.from_pcm16(audio.pcm16(), audio.rate)
