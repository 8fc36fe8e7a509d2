"""What a training leaves behind to go on from."""

# mypy: allow-untyped-calls

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch


def save(state: dict[str, Any], checkpoint: Path) -> None:
    """Put a state in the place of the one before, whole or not at all."""
    draft = checkpoint.with_suffix(".part")
    torch.save(state, draft)
    draft.replace(checkpoint)
