"""How ONNX models are run here: on the processor, with few threads and little memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnxruntime

from models.errors import ModelError


def session(path: Path, threads: int) -> Any:
    """An ``onnxruntime.InferenceSession``; ModelError when the file is missing or broken."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # The arena would keep the memory of the longest utterance for ever, a pattern take it at once.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception:
        raise broken(path) from None


def broken(path: Path) -> ModelError:
    """What to raise when a file of the shipped models is missing or broken."""
    return ModelError(f"Model suara {path} tidak ada atau rusak; pasang ulang Sapa.")
