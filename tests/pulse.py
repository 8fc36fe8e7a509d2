"""A telephone line made of sound servers: two PulseAudio null sinks crossed over.

One side is seen by PortAudio as the device ``agent_line``. The other side is the caller's, played
into and recorded with PulseAudio's own tools, so that nothing of ours hears itself. The server is
private to one folder and ends with the test. Needs the packages libportaudio2, pulseaudio,
pulseaudio-utils and libasound2-plugins.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

AGENT: Final = "agent_line"
RATE: Final = 8000
_STARTING_SECONDS: Final = 20.0
_ENDING_SECONDS: Final = 5.0
_RAW: Final = ("--raw", f"--rate={RATE}", "--channels=1", "--format=s16le")
_FAR: Final = (*_RAW, "--latency-msec=500")
"""The far end has time: it must not stumble when the machine is busy."""

_SERVER: Final = """\
load-module module-native-protocol-unix auth-anonymous=1 socket={folder}/native
load-module module-null-sink sink_name=caller_tx rate=8000 channels=1 format=s16le
load-module module-null-sink sink_name=agent_tx rate=8000 channels=1 format=s16le
load-module module-remap-source source_name=agent_rx master=caller_tx.monitor
load-module module-remap-source source_name=caller_rx master=agent_tx.monitor
"""
_DEVICE: Final = """\
pcm.{name} {{
  type asym
  playback.pcm {{ type pulse server "unix:{folder}/native" device "agent_tx" }}
  capture.pcm {{ type pulse server "unix:{folder}/native" device "agent_rx" }}
  hint {{ show on description "{name}" }}
}}
"""
# PortAudio 19.6 stops with an assertion where there is no device "default" beside the others.
_DEVICES: Final = (AGENT, "default")


class PulseLine:
    """The running server and both ends of its line."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[str]] = []
        (folder / "line.pa").write_text(_SERVER.format(folder=folder))
        (folder / "asound.conf").write_text(
            "".join(_DEVICE.format(name=name, folder=folder) for name in _DEVICES)
        )
        self.environment = {
            **os.environ,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "PULSE_STATE_PATH": str(folder / "state"),
            "PULSE_COOKIE": str(folder / "cookie"),
            "PULSE_SERVER": f"unix:{folder}/native",
            "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
        """For a process in which PortAudio shall find ``agent_line`` and nothing else."""

    def start(self) -> None:
        """Returns when the line stands."""
        for name in ("run", "state"):
            (self._folder / name).mkdir(mode=0o700)
        self._server = subprocess.Popen(
            ["pulseaudio", "-n", "-F", str(self._folder / "line.pa"),
             "--exit-idle-time=-1",
             "--use-pid-file=no", "--daemonize=no", "--realtime=no", "--high-priority=no",
             "--log-target=stderr", "--log-level=info"],
            env={k: v for k, v in self.environment.items() if k != "PULSE_SERVER"},
            stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        self._processes.append(self._server)
        watchdog = threading.Timer(_STARTING_SECONDS, self._server.terminate)
        watchdog.start()
        said = []
        log = self._server.stderr
        assert log is not None
        for line in log:
            said.append(line)
            if "startup complete" in line:
                break
        else:
            raise RuntimeError("pulseaudio did not start:\n" + "".join(said))
        watchdog.cancel()
        threading.Thread(target=log.read, daemon=True).start()
        # A null sink that nobody records from takes up to two seconds to wake up.
        for sink in ("caller_tx", "agent_tx"):
            self._run(
                ["parec", "-d", f"{sink}.monitor", "--latency-msec=20", *_RAW],
                stdout=subprocess.DEVNULL,
            )

    def caller_says(self, pcm: Path) -> subprocess.Popen[str]:
        """Play raw 8 kHz 16-bit mono from the caller's end."""
        return self._run(["pacat", "--playback", "-d", "caller_tx", *_FAR, str(pcm)])

    def caller_hears(self, pcm: Path) -> subprocess.Popen[str]:
        """Record what arrives at the caller's end as raw 8 kHz 16-bit mono, until stopped."""
        return self._run(["parec", "-d", "caller_rx", *_FAR, str(pcm)])

    def unplug(self) -> None:
        """The whole line is gone from one moment to the next."""
        self._end(self._server)

    def stop(self) -> None:
        for process in reversed(self._processes):
            self._end(process)

    def _run(self, command: list[str], stdout: int | None = None) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command,
            env=self.environment,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._processes.append(process)
        return process

    @staticmethod
    def _end(process: subprocess.Popen[str]) -> None:
        process.terminate()
        try:
            process.wait(_ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def pulse_line(folder: Path) -> Iterator[PulseLine]:
    """A line that stands while the block runs."""
    line = PulseLine(folder)
    try:
        line.start()
        yield line
    finally:
        line.stop()
