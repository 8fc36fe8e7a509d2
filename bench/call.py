"""How well and how quickly Sapa takes calls: every scenario through the real parts.

    python -m bench.call [--scenarios FOLDER]

Reply latency is measured from the caller's last speech sample (known, because the caller is
simulated) to the first audible sample of Sapa's reply: audio time plus computing time. The last
line is ``key=value`` pairs; ``rss_mb`` is the peak of all processes with shared pages counted once.
"""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

import numpy as np

from bench.processes import cpu_seconds, memory_mb
from bench.scenarios import SCENARIOS, passing_office
from desk import load_procedure
from voice.call import take_call
from voice.caller.opening import SimulatedCaller, open_simulated
from voice.caller.verdict import deviations
from voice.observer import Observer, Observers, Reply
from voice.office import build_ears
from voice.settings import load_settings


class _Latency(Observer):
    """Reply times against the true end of the caller's speech."""

    def __init__(self, caller: SimulatedCaller) -> None:
        self._caller = caller
        self.seconds: list[float] = []
        self.lines: list[str] = []

    def replied(self, reply: Reply) -> None:
        ended = self._caller.line.last_speech_end
        if ended is None or ended > reply.sounded:
            return
        seconds = reply.sounded - ended + reply.processing
        self.seconds.append(seconds)
        self.lines.append(f"{reply.asked} {seconds:.2f} ({reply.processing:.2f})")


class _Memory(threading.Thread):
    """Watches the memory of all processes, every page counted once (PSS), and keeps the peak."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_mb = 0.0
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.1):
            self.peak_mb = max(self.peak_mb, memory_mb())

    def stop(self) -> float:
        self._over.set()
        self.join()
        return self.peak_mb


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenarios", type=Path, default=SCENARIOS)
    options = parser.parse_args()
    paths = sorted(options.scenarios.glob("*.yaml"))
    settings = load_settings()
    cache = settings.at_home(settings.storage.callers)
    for path in paths:
        open_simulated(path, cache)
    build_ears(settings)
    with passing_office(settings) as office:
        good, replies, greetings = 0, [], []
        audio = 0.0
        memory = _Memory()
        memory.start()
        began = cpu_seconds()
        for path in paths:
            caller = open_simulated(path, cache)
            assert caller.scenario.at is not None
            latency = _Latency(caller)
            result = take_call(
                office, caller.line, caller.scenario.at, Observers(caller.observer, latency)
            )
            wrong = deviations(caller.scenario, result, load_procedure())
            good += not wrong
            audio += result.seconds
            replies += latency.seconds
            greetings.append(result.greeting_seconds)
            print(f"{caller.scenario.path.stem:18} {wrong or 'ok'}")
            print(f"{'':18} {', '.join(latency.lines)}")
        cpu = (cpu_seconds() - began) / audio * 100
        rss = memory.stop()
    p50, p95 = np.percentile(replies, [50, 95]) * 1000
    print(
        f"task_success={good}/{len(paths)} reply_p50_ms={p50:.0f} reply_p95_ms={p95:.0f} "
        f"greeting_ms={max(greetings) * 1000:.0f} cpu_per_call_pct={cpu:.1f} rss_mb={rss:.0f}"
    )


if __name__ == "__main__":
    main()
