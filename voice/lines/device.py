"""A sound device as the line: microphone and loudspeaker, or an adapter to a telephone line."""

from __future__ import annotations

import queue
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from models.audio import LINE_RATE, Audio, Samples
from voice.errors import VoiceError
from voice.lines.devices import Device, Format, choose, playable, portaudio, recordable
from voice.lines.line import FRAME, FRAME_SECONDS, HungUp, require_frame
from voice.lines.playout import Playout
from voice.lines.resampling import Resampler

FIRST_SOUND_SECONDS: Final = 5.0
"""Longest wait for a device's first input; sleeping devices take up to two seconds."""

NEXT_SOUND_SECONDS: Final = 1.5
"""Longest wait for any further input before the device counts as gone."""

_LATENCY: Final = 0.02
_MOST_BLOCKS: Final = 1000
"""Input kept while the call is busy: 10 s in blocks of 10 ms."""

_Block = bytes | None


class DeviceLine:
    """A line over PortAudio: one stream in and one stream out, never one duplex stream.

    (A duplex stream over ALSA to PulseAudio corrupts sound.) The callbacks of PortAudio only copy.
    A device that refuses 8 kHz is opened at its own rate, with a 2 ms filter in between.
    """

    def __init__(self, name: str, output: str | None = None) -> None:
        """Open both streams.

        Args:
            name: part of the name of the device (case does not matter); "" is the default one.
            output: the same for the loudspeaker where it has another name.

        Raises:
            VoiceError: no PortAudio, no such device (the sentence lists what there is), or the
                device cannot be opened.
        """
        sound = portaudio()
        source = choose(name, "input")
        target = choose(name if output is None else output, "output")
        self._device = source
        self._heard: queue.Queue[_Block] = queue.Queue(_MOST_BLOCKS)
        self._samples: Samples = np.zeros(0, np.float32)
        self._wait = FIRST_SOUND_SECONDS
        self._closed = False
        self._in_format, self._out_format = recordable(source), playable(target)
        self._from_device = _resampler(self._in_format.rate, LINE_RATE)
        self._to_device = _resampler(LINE_RATE, self._out_format.rate)
        self._playout = Playout(self._out_format.rate, self._out_format.channels)
        self._output = self._opened(
            sound.RawOutputStream, target, self._out_format, self._playing, self._gone
        )
        try:
            self._input = self._opened(
                sound.RawInputStream, source, self._in_format, self._recording, self._gone
            )
        except VoiceError:
            self._output.close()
            raise

    @property
    def name(self) -> str:
        return f"device:{self._device.name}"

    @property
    def output_delay(self) -> float:
        filtered = self._to_device.delay if self._to_device is not None else 0.0
        return self._playout.seconds + float(self._output.latency) + filtered

    def read(self) -> Audio:
        """Next 20 ms of the caller; waits for them.

        Raises:
            HungUp: after :meth:`close`.
            VoiceError: the device is gone, or has stopped to send sound.
        """
        while len(self._samples) < FRAME:
            self._samples = np.concatenate([self._samples, self._next_block()])
        frame, self._samples = self._samples[:FRAME], self._samples[FRAME:]
        return Audio(frame, LINE_RATE)

    def write(self, frame: Audio) -> None:
        samples = require_frame(frame).samples
        if self._to_device is not None:
            samples = self._to_device.feed(samples)
        self._playout.add(samples)

    def flush(self) -> None:
        self._playout.clear()

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        for stream in (self._input, self._output):
            stream.close(ignore_errors=True)

    def _next_block(self) -> Samples:
        if self._closed:
            raise HungUp
        try:
            data = self._heard.get(timeout=self._wait)
        except queue.Empty:
            data = None
        if data is None or not self._output.active:
            raise VoiceError(
                f"Perangkat suara {self._device.name} terputus atau berhenti mengirim suara; "
                "periksa kabel dan layanan suaranya, lalu jalankan lagi."
            )
        self._wait = NEXT_SOUND_SECONDS
        pcm = np.frombuffer(data, "<i2").reshape(-1, self._in_format.channels)
        samples: Samples = pcm[:, 0].astype(np.float32) / np.float32(32768.0)
        return samples if self._from_device is None else self._from_device.feed(samples)

    def _opened(
        self,
        kind: Callable[..., Any],
        device: Device,
        form: Format,
        callback: Callable[..., None],
        finished: Callable[[], None],
    ) -> Any:
        sound = portaudio()
        try:
            stream = kind(
                device=device.index,
                samplerate=form.rate,
                channels=form.channels,
                dtype="int16",
                blocksize=round(form.rate * FRAME_SECONDS / 2),
                latency=_LATENCY,
                callback=callback,
                finished_callback=finished,
            )
            stream.start()
        except sound.PortAudioError as error:
            raise VoiceError(
                f"Perangkat suara {device.name} tidak dapat dibuka ({error.args[0]}); "
                "tutup program lain yang memakainya, lalu jalankan lagi."
            ) from error
        return stream

    # Called by PortAudio's threads.

    def _recording(self, data: Any, _frames: int, _time: Any, _status: Any) -> None:
        self._put(bytes(data))

    def _playing(self, data: Any, _frames: int, _time: Any, _status: Any) -> None:
        data[:] = self._playout.take(len(data))

    def _gone(self) -> None:
        self._put(None)

    def _put(self, block: _Block) -> None:
        try:
            self._heard.put_nowait(block)
        except queue.Full:
            self._heard.get_nowait()
            self._heard.put_nowait(block)


def _resampler(source: int, target: int) -> Resampler | None:
    return None if source == target else Resampler(source, target)
