"""Starting Python processes of this package.

libvosk and kaldifst carry different builds of OpenFst whose unique symbols the dynamic linker
merges: loaded into one process they corrupt memory or hang. So kaldifst and kaldi-decoder live in
child processes, and nothing but :mod:`models.first_pass` loads Vosk.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from models.heap import LARGE

_FRUGAL: Final = {
    # One product of small matrices is faster alone than shared with a second thread.
    "OPENBLAS_NUM_THREADS": "1",
    # Large arrays go back to the system at once, instead of staying in the heap (glibc).
    "MALLOC_MMAP_THRESHOLD_": str(LARGE),
}


def start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Run a module of this package with pipes at both ends; it ends when its input ends."""
    here = str(Path(__file__).resolve().parent.parent)
    paths = [here, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **_FRUGAL, "PYTHONPATH": os.pathsep.join(paths)},
    )


def keep_apart(module: str) -> None:
    """Raise RuntimeError when the library that must not meet the caller's is loaded already."""
    if module in sys.modules:
        raise RuntimeError(f"{module} is loaded in this process; use a child process instead")
