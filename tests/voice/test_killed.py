"""A process killed in the middle of a call loses nothing that was heard."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import soundfile

from desk import Desk, Outcome, SystemClock
from voice.settings import Settings

REPOSITORY = Path(__file__).parents[2]
LIMIT = 120.0


def test_what_was_heard_survives_a_kill(settings: Settings, tmp_path: Path) -> None:
    storage = settings.storage
    (tmp_path / "sapa.toml").write_text(
        f'[storage]\ngraphs = "{storage.graphs}"\nspeech = "{storage.speech}"\n'
        f'callers = "{storage.callers}"\n'
    )
    call = subprocess.Popen(
        [sys.executable, "-u", "-c", "from voice.cli import main; main()", "call", "--paced",
         "--scenario", str(REPOSITORY / "tests/scenarios/hangs_up.yaml")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "COLUMNS": "200"},
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert call.stdout is not None
    shown = []
    for line in call.stdout:
        shown.append(line)
        if "instansi mana" in line:
            break
    os.kill(call.pid, signal.SIGKILL)
    call.wait(LIMIT)
    assert any("instansi mana" in line for line in shown), shown
    with Desk.open(f"sqlite:///{tmp_path}/data/sapa.db", SystemClock()) as desk:
        left = desk.call(1)
        assert left.outcome is None
        assert {entry.field.value for entry in left.form} >= {"question", "name"}
        recovered = desk.recover()
        assert [r.id for r in recovered] == [1]
        assert recovered[0].ticket is not None
        assert desk.call(1).outcome is Outcome.INTERRUPTED
    recordings = list((tmp_path / "data/recordings").rglob("*.wav"))
    samples, _ = soundfile.read(recordings[0])
    assert len(samples) > 10 * 8000
