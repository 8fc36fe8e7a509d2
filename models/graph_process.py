"""The process that builds graphs: kaldifst must not meet Vosk, see :mod:`models.child`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from models.errors import ModelError
from models.graph_folder import write_fields


def main() -> None:
    order = json.load(sys.stdin)
    try:
        summary = write_fields(
            Path(order["folder"]),
            order["phrasings"],
            Path(order["model"]),
            Path(order["words"]),
            Path(order["general"]),
            Path(order["large"]),
        )
    except (ModelError, OSError) as error:
        text = str(error) if isinstance(error, ModelError) else f"Graf gagal ditulis: {error}."
        json.dump({"error": text}, sys.stdout)
        return
    json.dump(summary, sys.stdout)


if __name__ == "__main__":
    main()
