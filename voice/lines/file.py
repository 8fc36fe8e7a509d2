"""A caller who is a recording: any audio file libsndfile reads, at any rate, heard at 8 kHz."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from models.audio import LINE_RATE, Audio
from voice.errors import VoiceError
from voice.lines.line import FRAME, FRAME_SECONDS, HungUp, require_frame

HANG_UP_AFTER: Final = 8.0
"""Seconds of Sapa's silence after the recording's end before the caller hangs up."""

LONGEST_WAIT: Final = 120.0
"""The caller hangs up this many seconds after the recording's end whatever Sapa says."""

_RATES: Final = range(4_000, 384_001)
_BLOCK: Final = 1 << 15
_CHOOSING_SECONDS: Final = 60
_SPOKEN: Final = 1e-3

_Floats = npt.NDArray[np.float32]


class FileLine:
    """A line whose caller is an audio file; not paced: frames come as fast as they are read.

    Of several channels the one that is loudest over the first minute is the caller (mixing
    would cancel channels in opposite phase and halve a caller who is on one side only). The
    file is read and resampled block by block, so its length does not matter for memory.

    When the file is over the caller stays and listens in silence, and hangs up once Sapa has
    been silent for ``hang_up_after`` seconds (so an answer is heard to its end), at the latest
    ``LONGEST_WAIT`` seconds after the end of the file. What Sapa says is not kept here: the
    call's recorder has it.
    """

    def __init__(self, path: Path, hang_up_after: float = HANG_UP_AFTER) -> None:
        """Open the file.

        Args:
            path: WAV, FLAC, OGG (Vorbis or Opus), MP3 or whatever else libsndfile reads.
            hang_up_after: seconds, see above.

        Raises:
            VoiceError: missing, not a file, not audio, empty, or an impossible header.
        """
        self._path = path
        self._hang_up_after = hang_up_after
        self._file = _opened(path)
        self._channel = _loudest_channel(self._file, path)
        rate = self._file.samplerate
        self._resampler = (
            None if rate == LINE_RATE else soxr.ResampleStream(rate, LINE_RATE, 1, dtype="float32")
        )
        self._ready: _Floats = np.zeros(0, np.float32)
        self._over = False
        self._waited = 0.0
        self._quiet = 0.0

    @property
    def name(self) -> str:
        return f"file:{self._path.name}"

    @property
    def output_delay(self) -> float:
        return 0.0

    def read(self) -> Audio:
        """Next frame of the recording, then silence.

        Raises:
            HungUp: the recording is over and Sapa has had time to finish.
            VoiceError: the recording is damaged from here on.
        """
        if self._file.closed:
            raise HungUp
        while len(self._ready) < FRAME and not self._over:
            self._ready = np.concatenate([self._ready, self._next_block()])
        frame, self._ready = self._ready[:FRAME], self._ready[FRAME:]
        if len(frame) == 0:
            if self._quiet >= self._hang_up_after or self._waited >= LONGEST_WAIT:
                raise HungUp
            self._waited += FRAME_SECONDS
            self._quiet += FRAME_SECONDS
        if len(frame) < FRAME:
            frame = np.concatenate([frame, np.zeros(FRAME - len(frame), np.float32)])
        return Audio(frame, LINE_RATE)

    def write(self, frame: Audio) -> None:
        if np.abs(require_frame(frame).samples).max() > _SPOKEN:
            self._quiet = 0.0

    def flush(self) -> None:
        """Nothing is ever waiting to be played on this line."""

    def close(self) -> None:
        self._file.close()

    def _next_block(self) -> _Floats:
        block = _read(self._file, self._path)[:, self._channel]
        self._over = len(block) == 0
        if self._resampler is None:
            return block
        resampled: _Floats = self._resampler.resample_chunk(block, last=self._over)
        return resampled


def _opened(path: Path) -> soundfile.SoundFile:
    if not path.exists():
        raise VoiceError(f"Berkas audio {path} tidak ditemukan; periksa nama dan foldernya.")
    if not path.is_file():
        raise VoiceError(f"{path} bukan berkas audio; berikan satu berkas WAV, FLAC, atau OGG.")
    if path.stat().st_size == 0:
        raise VoiceError(f"Berkas audio {path} kosong; berikan rekaman yang berisi suara.")
    try:
        file = soundfile.SoundFile(path)
    except PermissionError as error:
        raise VoiceError(
            f"Berkas audio {path} tidak boleh dibaca; periksa hak aksesnya."
        ) from error
    except (soundfile.SoundFileError, OSError, TypeError, ValueError) as error:
        raise VoiceError(
            f"Berkas {path} tidak dapat dibaca sebagai audio; "
            "berikan berkas WAV, FLAC, OGG, atau Opus yang utuh."
        ) from error
    if file.samplerate not in _RATES:
        file.close()
        raise VoiceError(
            f"Kepala berkas {path} menyebut laju cuplik {file.samplerate} Hz, yang tidak mungkin "
            "untuk suara; simpan ulang rekaman itu dengan laju yang benar."
        )
    if file.frames == 0:
        file.close()
        raise VoiceError(f"Berkas audio {path} kosong; berikan rekaman yang berisi suara.")
    return file


def _read(file: soundfile.SoundFile, path: Path) -> _Floats:
    """Next block of all channels, shape ``(n, channels)``; n is 0 at the end."""
    at = file.tell() / file.samplerate
    try:
        block: _Floats = file.read(_BLOCK, dtype="float32", always_2d=True)
    except soundfile.SoundFileError as error:
        raise VoiceError(
            f"Berkas audio {path} rusak setelah detik ke-{at:.0f}; berikan salinan yang utuh."
        ) from error
    return np.clip(np.nan_to_num(block), -1.0, 1.0)


def _loudest_channel(file: soundfile.SoundFile, path: Path) -> int:
    """Index of the channel with most energy over the first minute; rewinds the file."""
    if file.channels == 1:
        return 0
    energy = np.zeros(file.channels)
    while file.tell() < _CHOOSING_SECONDS * file.samplerate:
        block = _read(file, path)
        if len(block) == 0:
            break
        energy += np.square(block, dtype=np.float64).sum(axis=0)
    file.seek(0)
    return int(energy.argmax())
